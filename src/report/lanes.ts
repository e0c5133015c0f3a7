/**
 * A run as text lanes: one row a step, in the column of the process instance that takes it, with the cells it changed.
 *
 * Made to be read on a terminal and pasted into a mail: nothing is longer than the width asked for. Where the lanes
 * would leave the changes no room, a narrower form is chosen that still shows who moves: first without the instances
 * that never move, then with one mark a column, then as a list.
 */

import type { State } from '../system/machine.ts'
import { statesOf, stepTitle, type Witness } from '../witness/witness.ts'
import { type Colour, castOf, colourOf, isPlayedBy, type Player } from './cast.ts'
import { type Cell, emptyCell, layRow, widest } from './grid.ts'
import { type Paint, plain } from './paint.ts'
import { type Scene, scenesOf, showChanges } from './scene.ts'
import { constantsOf, endingOf, headlineOf, lastStepNote, lengthOf, stateLines, titleOf } from './story.ts'
import { harmless } from './value.ts'
import { flow, wrap } from './wrap.ts'

export interface LanesOptions {
  /** No line is longer than so many columns. Default 120, at least 40; 72 is what mailing lists ask for. */
  readonly width?: number | undefined
  /** Colours each process; default: plain text. */
  readonly paint?: Paint | undefined
}

/** How the steps are laid out: which columns, and what stands in them. */
interface Form {
  readonly head: readonly Cell[]
  readonly widths: readonly number[]
  readonly gap: number
  /** The cells of a step, but for its number in front and its changes behind. */
  row(scene: Scene): Cell[]
  /** Who has no column. */
  readonly note: string | undefined
}

type Style = Colour['terminal'] | 'bold' | 'red' | 'dim'

/** Characters of one value that are shown; a longer one is shortened. */
const valueLimit = 240
const leastChanges = 26
const leastWidth = 40

/** The run of a witness as text lanes, ending in a newline. */
export function witnessToText(witness: Witness, options: LanesOptions = {}): string {
  return new Lanes(witness, options).text()
}

class Lanes {
  private readonly witness: Witness
  private readonly width: number
  private readonly paintAs: Paint
  private readonly cast: readonly Player[]
  private readonly scenes: readonly Scene[]
  private readonly states: readonly State[]
  private readonly numberWidth: number

  constructor(witness: Witness, options: LanesOptions) {
    this.witness = witness
    this.width = Math.max(leastWidth, Math.floor(options.width ?? 120))
    this.paintAs = options.paint ?? plain
    this.cast = castOf(witness)
    this.scenes = scenesOf(witness)
    this.states = statesOf(witness)
    this.numberWidth = Math.max(3, String(witness.steps.length).length + 1)
  }

  text(): string {
    const parts = [this.heading(), this.wholeState('Initially', this.witness.initial), this.steps(), this.finally()]
    return `${[...parts.filter(part => part.length > 0), this.ending()].map(part => part.join('\n')).join('\n\n')}\n`
  }

  private heading(): string[] {
    const { witness, width } = this
    return [
      ...wrap(titleOf(witness), width, '  ').map(line => this.paint(['bold'], line)),
      ...wrap(constantsOf(witness), width, '  ').filter(line => line !== ''),
      lengthOf(witness),
    ]
  }

  private wholeState(title: string, state: State): string[] {
    const lines = stateLines(this.witness, state)
    const widths = [
      widest(
        lines.map(line => line.name),
        1,
        Math.floor(this.width / 3),
      ),
    ]
    widths.push(this.width - 4 - (widths[0] as number))
    const rows = lines.flatMap(({ name, value }) => {
      const player = this.cast.find(p => p.process !== null && p.name === name)
      const cells = [
        { lines: wrap(name, widths[0] as number), paint: player && this.painter([player.colour.terminal]) },
        { lines: wrap(value, widths[1] as number) },
      ]
      return layRow(cells, widths, 2).map(line => `  ${line}`)
    })
    return [this.paint(['bold'], title), ...rows]
  }

  private steps(): string[] {
    if (this.scenes.length === 0) return []
    const form = this.form()
    const left = sum(form.widths) + form.gap * form.widths.length + this.numberWidth + 1
    const changesWidth = this.width - left - 1
    const widths = [this.numberWidth, ...form.widths, changesWidth]
    const lay = (cells: readonly Cell[]) => layRow(cells, widths, form.gap)
    const head = lay([emptyCell, ...form.head, { lines: [] }])
    const rows = this.scenes.flatMap(scene => {
      const changes = {
        lines: this.changeLines(scene, changesWidth),
        paint: this.isLast(scene) ? this.broken() : undefined,
      }
      return lay([this.numberCell(scene), ...form.row(scene), changes])
    })
    const note = form.note === undefined ? [] : [...wrap(form.note, this.width, '  '), '']
    return [...note, ...head, ...rows]
  }

  /** The first form that leaves the changes enough room. */
  private form(): Form {
    const moving = this.cast.filter(player => this.scenes.some(({ step }) => isPlayedBy(player, step)))
    const forms = [this.laneForm(this.cast), this.laneForm(moving), this.markForm(moving)]
    const fitting = forms.find(({ widths, gap }) => {
      const left = this.numberWidth + sum(widths) + gap * (widths.length + 1)
      return this.width - left >= Math.max(leastChanges, Math.floor(this.width / 4))
    })
    return fitting ?? this.listForm()
  }

  private laneForm(players: readonly Player[]): Form {
    const widths = players.map(player => {
      const labels = this.scenes.filter(({ step }) => isPlayedBy(player, step)).map(laneText)
      return widest([player.name, ...labels], 2, 24)
    })
    const idle = this.cast.filter(player => !players.includes(player)).map(({ name }) => name)
    return {
      widths,
      gap: 2,
      head: players.map(({ name, colour }, i) => ({
        lines: wrap(name, widths[i] as number),
        paint: this.painter(['bold', colour.terminal]),
      })),
      row: scene =>
        players.map((player, i) =>
          isPlayedBy(player, scene.step)
            ? { lines: wrap(laneText(scene), widths[i] as number, ' '), paint: this.painterOf(scene) }
            : emptyCell,
        ),
      note: idle.length === 0 ? undefined : `Never moving, and therefore not shown: ${idle.join(', ')}.`,
    }
  }

  private markForm(players: readonly Player[]): Form {
    const titleWidth = this.titleWidth()
    return {
      widths: [players.length * 2 - 1, titleWidth],
      gap: 2,
      head: [],
      row: scene => [
        { lines: [players.map(player => (isPlayedBy(player, scene.step) ? 'o' : '.')).join(' ')] },
        this.titleCell(scene, titleWidth),
      ],
      note: `One column for each of: ${players.map(({ name }) => name).join(', ')}.`,
    }
  }

  private listForm(): Form {
    const titleWidth = Math.max(10, Math.min(this.titleWidth(), this.width - this.numberWidth - leastChanges - 4))
    return {
      widths: [titleWidth],
      gap: 2,
      head: [],
      row: scene => [this.titleCell(scene, titleWidth)],
      note: undefined,
    }
  }

  private titleWidth(): number {
    return widest(
      this.scenes.map(({ step }) => harmless(stepTitle(step))),
      4,
      Math.max(28, Math.floor(this.width * 0.4)),
    )
  }

  private titleCell(scene: Scene, width: number): Cell {
    return { lines: wrap(harmless(stepTitle(scene.step)), width, ' '), paint: this.painterOf(scene) }
  }

  private numberCell(scene: Scene): Cell {
    const text = `${this.isLast(scene) ? '>' : ''}${scene.number}`
    return { lines: [text.padStart(this.numberWidth)], paint: this.isLast(scene) ? this.broken() : undefined }
  }

  private changeLines(scene: Scene, width: number): string[] {
    const before = this.states[scene.number - 1] as State
    const after = this.states[scene.number] ?? before
    const changes = showChanges(scene.changes, before, after, valueLimit)
    const items = changes.map(change => [`${change.cell}: ${change.before}`, `-> ${change.after}`])
    if (scene.news !== undefined) items.push([scene.news])
    return [
      ...flow(items, width),
      ...(this.isLast(scene) ? wrap(`!! ${lastStepNote(this.witness)}`, width, '   ') : []),
    ]
  }

  /** The state in which it ends, whole, where it is a state that shows what the witness is for. */
  private finally(): string[] {
    const { kind } = this.witness.claim
    const isAboutState = kind === 'invariant' || kind === 'reachable' || kind === 'deadlock'
    return isAboutState && this.scenes.length > 0 ? this.wholeState('Finally', this.states.at(-1) as State) : []
  }

  private ending(): string[] {
    const paint = this.broken()
    const [headline, ...reasons] = [headlineOf(this.witness), ...endingOf(this.witness)]
    return [
      ...wrap(`!! ${headline}`, this.width, '!! ').map(paint),
      ...reasons.flatMap(reason => wrap(`!!   ${reason}`, this.width, '!!   ')).map(line => paint(line.trimEnd())),
    ]
  }

  private isLast(scene: Scene): boolean {
    return scene.number === this.scenes.length
  }

  private broken(): (line: string) => string {
    return this.painter(['bold', this.witness.claim.verdict === 'violated' ? 'red' : 'green'])
  }

  private painterOf(scene: Scene): (line: string) => string {
    return this.painter([colourOf(this.cast, scene.step).terminal])
  }

  private painter(styles: Style[]): (line: string) => string {
    return line => this.paint(styles, line)
  }

  private paint(styles: Style[], line: string): string {
    return this.paintAs(styles, line)
  }
}

/** A step in its own lane: who takes it is said by the column. */
function laneText({ step }: Scene): string {
  return harmless(stepTitle({ ...step, process: null }))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
