/**
 * A run as text lanes: one row per step, in the column of the process instance that takes it, with the cells it
 * changed.
 *
 * For terminals and email: no line is longer than the given width. If the lanes would leave no room for the changes, a
 * narrower form is chosen that still shows who moves: first without the instances that never move, then with one mark
 * per column, then as a list.
 */

import { grouped } from '../../base/grouped.ts'
import type { State } from '../../machine/machine.ts'
import { requireWitness } from '../../witness/require-witness.ts'
import { leadsBack, statesOf, type Witness } from '../../witness/witness.ts'
import { count } from '../text/count.ts'
import { emptyCell, type GridCell, layRow, widest } from '../text/grid.ts'
import { minWidth } from '../text/min-width.ts'
import { type Paint, plain } from '../text/paint.ts'
import { flow, wrap } from '../text/wrap.ts'
import { castOf, isPlayedBy, type Player } from './cast.ts'
import { chooseForm, gap, type LaneForm, type LaneStyle, widthOf } from './lane-forms.ts'
import { drawnRound } from './loop-rows.ts'
import { inOtherRuns } from './plot/ways-out.ts'
import { textOf } from './plot/words.ts'
import { showRead } from './reads.ts'
import { changeTexts, type Scene, scenesOf, showChanges } from './scene.ts'
import { type SpanMarks, spanMarks } from './span-marks.ts'
import { constantsOf, endingOf, headlineOf, lastStepNote, lengthOf, stateLines, titleOf } from './story.ts'
import { sealedNote, sealingStep, turningPointLines } from './turning-point.ts'
import { causalOf, type Link, looksOf, rolesOf, type StepRole, whyOf } from './why.ts'

/**
 * How {@link witnessToText} writes a run.
 *
 * @since 0.2.0
 */
export interface TextOptions {
  /** The width that no line exceeds. At least 40; 72 is usual on mailing lists. Default: 120 columns. */
  readonly width?: number | undefined
  /** Colours a part of a line. Default: no colours. */
  readonly paint?: Paint | undefined
}

/** The most characters of one value; a longer one is shortened. */
const valueLimit = 240
/**
 * The run of a witness as text lanes, with a row for each step and a column for each process, and an explanation below.
 * Ends in a newline. For terminals and email: a narrow width gives a narrower form.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @since 0.1.0
 */
export function witnessToText(witness: Witness, options: TextOptions = {}): string {
  requireWitness(witness)
  return new Lanes(witness, options).text()
}

/**
 * The steps of a run and its last state, without a word about a claim. `before` is the number of steps that were taken before:
 * if there are any, the first state is shown, too.
 */
export function stepsToText(witness: Witness, before: number, options: TextOptions = {}): string {
  return new Lanes(witness, options, before).stepsAlone()
}

/**
 * What is known of a witness only after the rest of {@link witnessToText} was printed: the turning point, and whether what
 * would keep the claim in this run keeps it in every run.
 */
export function foundLaterToText(witness: Witness, options: TextOptions = {}): string[] {
  const lanes = new Lanes(witness, options)
  return [...lanes.turningPoint(), ...lanes.otherRuns()]
}

class Lanes {
  private readonly witness: Witness
  private readonly width: number
  private readonly paint: Paint
  private readonly cast: readonly Player[]
  private readonly scenes: readonly Scene[]
  private readonly states: readonly State[]
  /** The relevant values that were read from other processes. */
  private readonly looks: readonly Link[]
  private readonly roles: readonly StepRole[]
  private readonly numberWidth: number
  /** Whether the run is shown for what it says about its claim. */
  private readonly isEvidence: boolean
  /** The number of steps before the first. */
  private readonly before: number

  /** `before` is for steps that are no evidence. */
  constructor(witness: Witness, options: TextOptions, before?: number) {
    this.witness = witness
    this.isEvidence = before === undefined
    this.before = before ?? 0
    this.width = Math.max(minWidth, Math.floor(options.width ?? 120))
    this.paint = options.paint ?? plain
    this.cast = castOf(witness)
    this.states = statesOf(witness)
    this.scenes = scenesOf(witness, this.states)
    this.looks = looksOf(witness)
    this.roles = rolesOf(witness)
    this.numberWidth = Math.max(3, String(this.before + witness.steps.length).length + 1)
  }

  text(): string {
    const parts = [
      this.heading(),
      this.wholeState('Initially', this.witness.initial),
      this.steps(),
      this.finally(),
      this.why(),
    ]
    return `${[...parts.filter(part => part.length > 0), this.ending()].map(part => part.join('\n')).join('\n\n')}\n`
  }

  stepsAlone(): string {
    const isWhole = this.before === 0
    const title = this.scenes.length > 0 ? 'Then' : isWhole ? 'Initially' : `After ${count(this.before, 'step')}`
    const from = `The last ${count(this.scenes.length, 'step')}, after ${grouped(this.before)} others, from here`
    const parts = [
      isWhole || this.scenes.length === 0 ? [] : this.wholeState(from, this.witness.initial),
      this.steps(),
      this.wholeState(title, this.states.at(-1) as State),
    ]
    return parts
      .filter(part => part.length > 0)
      .map(part => part.join('\n'))
      .join('\n\n')
  }

  private heading(): string[] {
    const { witness, width } = this
    return [
      ...wrap(titleOf(witness), width, '  ').map(line => this.paint(['bold'], line)),
      ...wrap(constantsOf(witness), width, '  ').filter(line => line !== ''),
      ...wrap([lengthOf(witness), causalOf(witness)].filter(part => part !== undefined).join('; '), width, '  '),
    ]
  }

  /** Without what the ending says. */
  private why(): string[] {
    const ending = endingOf(this.witness)
    const sentences = whyOf(this.witness).filter(sentence => !ending.includes(sentence))
    const lines = sentences.flatMap(sentence => wrap(sentence, this.width - 2, '  '))
    return lines.length === 0 ? [] : [this.paint(['bold'], 'Why'), ...lines.map(line => `  ${line}`)]
  }

  private wholeState(title: string, state: State): string[] {
    const lines = stateLines(this.witness, state)
    const names = lines.map(({ name }) => name)
    const nameWidth = widest(names, 1, Math.floor(this.width / 3))
    const widths = [nameWidth, this.width - 2 - nameWidth - gap] as const
    const rows = lines.flatMap(({ name, value }) => {
      const player = this.cast.find(p => p.process !== null && p.name === name)
      const cells = [
        { lines: wrap(name, widths[0]), paint: player && this.painter([player.colour.terminal]) },
        { lines: wrap(value, widths[1]) },
      ]
      return layRow(cells, widths, gap).map(line => `  ${line}`)
    })
    return [this.paint(['bold'], title), ...rows]
  }

  private steps(): string[] {
    if (this.scenes.length === 0) return []
    const width = this.width - this.numberWidth - gap
    const marks = spanMarks(this.witness.spans ?? [], this.moving(), this.states.length - 1)
    const form = chooseForm({
      cast: this.cast,
      scenes: this.scenes,
      width,
      marks,
      painter: styles => this.painter(styles),
      isDim: scene => this.isDim(scene),
    })
    const changesWidth = width - widthOf(form)
    const lay = (cells: readonly GridCell[]) => layRow(cells, [this.numberWidth, ...form.widths, changesWidth], gap)
    const rows = this.scenes.map(scene => {
      const changes = {
        lines: this.changeLines(scene, changesWidth),
        paint:
          this.isEvidence && this.isLast(scene) ? this.broken() : this.isDim(scene) ? this.painter(['dim']) : undefined,
      }
      return lay([this.numberCell(scene), ...form.row(scene), changes])
    })
    const head = [...this.notes(form, marks), ...lay([emptyCell, ...form.head])]
    const { loop } = this.witness
    return loop === undefined ? [...head, ...rows.flat()] : [...head, ...drawnRound(rows, loop.from, this.width)]
  }

  private moving(): Player[] {
    return this.cast.filter(player => this.scenes.some(({ step }) => isPlayedBy(player, step)))
  }

  /** Notes on the columns, the letters and the dots. */
  private notes(form: LaneForm, marks: SpanMarks): string[] {
    const notes = [
      ...(form.note === undefined ? [] : [form.note]),
      ...(form.showsSpans === true && marks.legend !== undefined ? [`Letters: ${marks.legend}.`] : []),
      ...(this.scenes.some(scene => this.isDim(scene)) ? ['Steps with a dot are not on the causal chain.'] : []),
    ]
    return notes.length === 0 ? [] : [...notes.flatMap(note => wrap(note, this.width, '  ')), '']
  }

  private numberCell(scene: Scene): GridCell {
    const isMarked = this.marksEnd(scene)
    const text = `${isMarked ? '>' : this.isDim(scene) ? '·' : ''}${this.before + scene.number}`
    return { lines: [text.padStart(this.numberWidth)], paint: isMarked ? this.broken() : undefined }
  }

  private changeLines(scene: Scene, width: number): string[] {
    const before = this.states[scene.number - 1] as State
    const after = this.states[scene.number] ?? before
    const changes = showChanges(scene.changes, before, after, valueLimit, this.witness.sets)
    const items = [
      ...this.looks.filter(({ reader }) => reader === scene.number - 1).map(link => showLook(link, this.before)),
      ...changes.map(change => {
        const [first = '', ...rest] = changeTexts(change, '->')
        return [`${change.cell}: ${first}`, ...rest]
      }),
    ]
    if (scene.news !== undefined) items.push([scene.news])
    return [
      ...flow(items, width),
      ...(scene.number === sealingStep(this.witness) ? wrap(`!! ${sealedNote}`, width, '   ') : []),
      ...(this.marksEnd(scene) ? wrap(`!! ${lastStepNote(this.witness)}`, width, '   ') : []),
    ]
  }

  /** The complete final state, if it is a state that shows the result. */
  private finally(): string[] {
    const { kind } = this.witness.claim
    const isAboutState = ['invariant', 'reachable', 'deadlock', 'canAlways'].includes(kind)
    return (isAboutState || this.staysAtEnd()) && this.scenes.length > 0
      ? this.wholeState('Finally', this.states.at(-1) as State)
      : []
  }

  private staysAtEnd(): boolean {
    return this.witness.loop !== undefined && !leadsBack(this.witness)
  }

  private ending(): string[] {
    return [
      ...wrap(`!! ${headlineOf(this.witness)}`, this.width, '!! ').map(this.broken()),
      ...this.reasons(endingOf(this.witness)),
      ...this.turningPoint(),
    ]
  }

  turningPoint(): string[] {
    return this.reasons(turningPointLines(this.witness))
  }

  otherRuns(): string[] {
    return this.reasons(inOtherRuns(this.witness).map(textOf))
  }

  private reasons(sentences: readonly string[]): string[] {
    const lines = sentences.flatMap(sentence => wrap(`!!   ${sentence}`, this.width, '!!   '))
    return lines.map(line => this.broken()(line.trimEnd()))
  }

  private isLast(scene: Scene): boolean {
    return scene.number === this.scenes.length
  }

  private marksEnd(scene: Scene): boolean {
    return this.isEvidence && this.isLast(scene) && this.witness.loop === undefined
  }

  private isDim(scene: Scene): boolean {
    return this.isEvidence && !this.isLast(scene) && this.roles[scene.number - 1] === 'none'
  }

  private broken(): (line: string) => string {
    return this.painter(['bold', this.witness.claim.verdict === 'violated' ? 'red' : 'green'])
  }

  private painter(styles: LaneStyle[]): (line: string) => string {
    return line => this.paint(styles, line)
  }
}

function showLook({ kind, read, writer }: Link, before: number): string[] {
  return [`reads ${showRead(read, 60)}`, kind === 'left' ? `<- ${before + writer + 1}` : `until ${before + writer + 1}`]
}
