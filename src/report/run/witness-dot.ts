/**
 * A witness as a diagram in DOT, to be read from top to bottom.
 *
 * One node per state, the first complete, the others with their changes; one edge per step, in the colour of its
 * process; beside each state, in grey, the other steps that were enabled there. The last edge and the claim are
 * emphasised.
 *
 * The picture is bounded, since it is for people: the middle of a long run is summarised, and long values are
 * shortened. The JSON of the witness has everything.
 */

import type { State } from '../../machine/machine.ts'
import { difference } from '../../witness/difference.ts'
import { requireWitness } from '../../witness/require-witness.ts'
import { endsInStep, type OtherStep, statesOf, type Witness } from '../../witness/witness.ts'
import { dotFile, type Title, titlesOf } from '../graphviz/dot-file.ts'
import { colours, endColours, endPapers, fateLooks, limits } from '../graphviz/dot-look.ts'
import { attributes, labelText, leftLines } from '../graphviz/dot-text.ts'
import { count } from '../text/count.ts'
import { showStep } from '../text/show-step.ts'
import { shorten, showName, showValue } from '../text/value.ts'
import { wrap } from '../text/wrap.ts'
import { castOf, colourOf, type Player } from './cast.ts'
import { arrowRow, table } from './dot-table.ts'
import { type Scene, scenesOf, showChanges } from './scene.ts'
import { constantsOf, endingOf, headlineOf, type Line, lengthOf, stateLines, titleOf } from './story.ts'
import { sealingStep, turningPointLines } from './turning-point.ts'

/**
 * Limits on what {@link witnessToDot} draws.
 *
 * @since 0.2.0
 */
export interface DotOptions {
  /** The most states that are drawn; the middle of a longer run is summarised. At least 4. Default: 120 states. */
  readonly maxStates?: number | undefined
  /** The most steps that are named beside each state; others are counted. At least 1. Default: 6 steps. */
  readonly maxOthers?: number | undefined
}

/**
 * A witness as a diagram in DOT, the language of Graphviz: states from top to bottom with their changes, and beside
 * them the other steps that were enabled. Bounded for runs of any length; {@link renderSvg} draws it.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @since 0.1.0
 */
export function witnessToDot(witness: Witness, options: DotOptions = {}): string {
  requireWitness(witness)
  return new Diagram(witness, options).text()
}

class Diagram {
  private readonly witness: Witness
  private readonly cast: readonly Player[]
  private readonly scenes: readonly Scene[]
  private readonly states: readonly State[]
  /** The numbers of the states that are drawn. */
  private readonly drawn: readonly number[]
  private readonly maxOthers: number
  /** The number of the step that sealed the violation, if it should be marked. */
  private readonly sealedBy: number

  constructor(witness: Witness, options: DotOptions) {
    this.witness = witness
    this.cast = castOf(witness)
    this.states = statesOf(witness)
    this.scenes = scenesOf(witness, this.states)
    this.drawn = someOf(this.states.length, Math.max(4, options.maxStates ?? limits.states))
    this.sealedBy = sealingStep(witness)
    this.maxOthers = Math.max(1, options.maxOthers ?? limits.others)
  }

  text(): string {
    const story = [...this.drawn.flatMap(k => this.stateWithStep(k)), ...this.gap(), ...this.ending()]
    return dotFile('witness', this.titles(), story)
  }

  private titles(): Title[] {
    const { witness } = this
    const facts = [constantsOf(witness), lengthOf(witness)]
    return titlesOf(titleOf(witness), headlineOf(witness), endColours[witness.claim.verdict], facts, this.legend())
  }

  /** The meaning of the grey stubs and their marks, if there are any. */
  private legend(): string[] {
    const drawn = this.drawn.map(k => this.others(k))
    const [before, after] = [drawn.filter((_, i) => this.isLeft(this.drawn[i] as number)).flat(), this.othersAtEnd()]
    const end = this.witness.claim.verdict === 'violated' ? 'the violation' : 'the goal'
    return [
      ...(before.length + after.length > 0
        ? ['Beside each state, in grey: the other steps that were enabled there.']
        : []),
      ...(before.some(({ away }) => away) ? [`× leads away: no shortest run to ${end} continues with this step.`] : []),
      ...(before.some(({ away }) => away === false)
        ? [`↓ leads to ${end} as well: another shortest run continues with this step.`]
        : []),
      ...(this.sealedBy > 0 ? ['On orange: the violation is sealed and can no longer be avoided.'] : []),
      ...(after.length > 0 ? [`+ could follow after ${end}.`] : []),
    ]
  }

  private isLeft(k: number): boolean {
    return k < this.scenes.length
  }

  private others(k: number): readonly OtherStep[] {
    return this.witness.others[k] ?? []
  }

  private othersAtEnd(): readonly OtherStep[] {
    return this.isLeft(this.states.length - 1) ? [] : this.others(this.states.length - 1)
  }

  private stateWithStep(k: number): string[] {
    return [this.stateNode(k), ...this.stub(k), ...this.stepEdge(k)]
  }

  private stateNode(k: number): string {
    const isEnd = k === this.scenes.length && k > 0
    const rows =
      k === 0 ? stateLines(this.witness, this.states[0] as State) : this.changeRows(this.scenes[k - 1] as Scene)
    const { verdict } = this.witness.claim
    return `s${k} ${attributes({
      label: table(String(k), rows),
      group: 'path',
      id: `state-${k}`,
      ...(k === 0 && { fillcolor: colours.whole }),
      ...this.sealedLook(k),
      ...(isEnd && { color: endColours[verdict], fillcolor: endPapers[verdict], penwidth: 2 }),
    })}`
  }

  private sealedLook(k: number): object {
    return this.sealedBy > 0 && k >= this.sealedBy ? fateLooks[this.witness.fates?.[k] ?? 'doomed'] : {}
  }

  private changeRows({ number, step, at, changes }: Scene): Line[] {
    const [before, after] = [this.states[number - 1] as State, this.states[number] as State]
    const rows = showChanges(changes, before, after, limits.value, this.witness.sets).map(arrowRow)
    if (at !== undefined)
      rows.push({
        name: `${showName(step.process ?? '')} ${step.instance}`,
        value: at === 'done' ? 'done' : `at ${showValue(at)}`,
      })
    return rows.length === 0 ? [{ name: 'nothing changed', value: '' }] : rows
  }

  /** The other steps that were enabled in state `k`, in one node beside it. */
  private stub(k: number): string[] {
    const others = [...this.others(k)].sort((a, b) => Number(a.away ?? false) - Number(b.away ?? false))
    if (others.length === 0) return []
    const named = others.length <= this.maxOthers + 1 ? others : others.slice(0, this.maxOthers)
    const lines = named.map(other => `${this.mark(k, other)} ${shorten(showStep(other), limits.name)}`)
    const left = others.slice(named.length)
    for (const mark of ['+', '↓', '·', '×']) {
      const more = left.filter(other => this.mark(k, other) === mark).length
      if (more > 0) lines.push(`${mark} and ${more} more`)
    }
    return [
      `o${k} ${attributes({ shape: 'none', style: 'solid', margin: '0.06,0.02', label: leftLines(lines.map(labelText)), fontsize: 10, fontcolor: colours.grey })}`,
      `{ rank="same"; s${k} -> o${k} ${attributes({ style: 'dashed', color: colours.stub, penwidth: 1, arrowhead: 'vee', arrowsize: 0.6, weight: 1 })} }`,
    ]
  }

  private mark(k: number, { away }: OtherStep): string {
    if (!this.isLeft(k)) return '+'
    if (away === undefined) return '·'
    return away ? '×' : '↓'
  }

  /** The step out of state `k`, if it leads to a state that is drawn, or is itself the violation. */
  private stepEdge(k: number, from = `s${k}`): string[] {
    const scene = this.scenes[k]
    if (scene === undefined) return []
    const isLast = k === this.scenes.length - 1
    const isFailure = isLast && endsInStep(this.witness)
    if (!isFailure && !this.drawn.includes(k + 1)) return []
    const color = isLast ? endColours[this.witness.claim.verdict] : colourOf(this.cast, scene.step).picture
    const title = wrap(shorten(showStep(scene.step), 3 * limits.edge), limits.edge)
    const isSealing = scene.number === this.sealedBy
    if (isSealing) title.push('From here on every run breaks it.')
    return [
      `${from} -> ${isFailure ? 'claim' : `s${k + 1}`} ${attributes({
        label: leftLines(title.map(line => labelText(`  ${line}  `))),
        color,
        fontcolor: color,
        weight: 100,
        id: `step-${k + 1}`,
        ...(isSealing && { color: fateLooks.doomed.color, fontcolor: fateLooks.doomed.color, penwidth: 4 }),
        ...(isLast && { penwidth: 4, fontsize: 14 }),
      })}`,
    ]
  }

  /** The node in place of the states left out: the number of steps, and their combined changes. */
  private gap(): string[] {
    const drawn = this.drawn
    const i = drawn.findIndex((k, at) => at > 0 && k !== (drawn[at - 1] as number) + 1)
    if (i < 0) return []
    const [from, to] = [drawn[i - 1] as number, (drawn[i] as number) - 1]
    const [before, after] = [this.states[from] as State, this.states[to] as State]
    const rows = showChanges(difference(before, after), before, after, limits.value, this.witness.sets).map(arrowRow)
    const head = { name: `${count(to - from, 'step')} not drawn.`, value: 'Their combined changes:' }
    return [
      `gap ${attributes({ label: table(`${from + 1}-${to}`, [head, ...rows]), style: 'filled,dashed', fillcolor: colours.whole, group: 'path' })}`,
      `s${from} -> gap ${attributes({ color: colours.grey, style: 'dashed', weight: 100, minlen: 2 })}`,
      ...this.stepEdge(to, 'gap'),
    ]
  }

  /** The claim, and the complete state if it is a claim about a state. */
  private ending(): string[] {
    const { kind, verdict } = this.witness.claim
    const color = endColours[verdict]
    const sentences = [...endingOf(this.witness), ...turningPointLines(this.witness)]
    const reasons = sentences.flatMap(line => wrap(shorten(line, 400), limits.message))
    const lines = [
      ...wrap(shorten(headlineOf(this.witness), 200), limits.message),
      ...bounded(reasons, limits.messageLines),
    ]
    const claim = `claim ${attributes({ shape: 'box', label: lines.map(labelText).join('\\n'), fontname: 'Helvetica', fontsize: 14, fontcolor: 'white', fillcolor: color, color, margin: '0.25,0.14', group: 'path' })}`
    if (endsInStep(this.witness)) return [claim]
    const end = this.states.length - 1
    const line = { arrowhead: 'none', weight: 100 }
    const isWholeDrawn = end === 0 || kind === 'transition'
    return [
      claim,
      `s${end} -> claim ${attributes({ ...line, color, penwidth: 4 })}`,
      ...(isWholeDrawn ? [] : this.wholeEnd(end)),
      ...this.wayBack(end),
    ]
  }

  /**
   * The loop of an infinite run: from the last state to the first occurrence of the same state; to itself if it
   * repeats.
   */
  private wayBack(end: number): string[] {
    const { loop, claim } = this.witness
    if (loop === undefined) return []
    const to = this.drawn.includes(loop.from) ? `s${loop.from}` : 'gap'
    const label = loop.from === end ? 'and stays forever' : `the same state as ${loop.from}: and so on forever`
    const color = endColours[claim.verdict]
    return [
      `s${end} -> ${to} ${attributes({ label: `  ${label}  `, color, fontcolor: color, penwidth: 3, id: 'loop' })}`,
    ]
  }

  private wholeEnd(end: number): string[] {
    const label = table(String(end), stateLines(this.witness, this.states[end] as State))
    const verdict = this.witness.claim.verdict
    return [
      `whole ${attributes({ label, fillcolor: endPapers[verdict], color: endColours[verdict], group: 'path' })}`,
      `claim -> whole ${attributes({ color: endColours[verdict], label: '  the whole state', fontcolor: endColours[verdict], arrowhead: 'none', weight: 100, penwidth: 1 })}`,
    ]
  }
}

/** The first `length` numbers, but at most `most` of them: a third from the beginning, the rest from the end. */
function someOf(length: number, most: number): number[] {
  const numbers = Array.from({ length }, (_, k) => k)
  if (length <= most) return numbers
  const first = Math.floor(most / 3)
  return [...numbers.slice(0, first), ...numbers.slice(first - most)]
}

function bounded(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more lines`]
}
