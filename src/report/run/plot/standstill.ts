/** A deadlock in sentences: who waits for what, what became of it, and why nobody will see to it. */

import { doOverlap, type Path, partAt } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import type { NeededCell, Waiting } from '../../../witness/waiting.ts'
import { moverName, statesOf, type Witness, type WitnessStep } from '../../../witness/witness.ts'
import { harmless, showName, showValue } from '../../text/value.ts'
import { waitsFor } from '../reads.ts'
import { cellParts, labelOf, moverPart, type Part, type Sentence, stepMover, stepPart, valuePart } from './words.ts'

/** A process instance that is stuck, with what it waits for. */
interface Stuck {
  readonly waiting: Waiting
  readonly need: NeededCell | undefined
  /** The last step that wrote what it waits for. */
  readonly writer: number | undefined
  /** Who took that step, by its place among those who wait; undefined where that one has ended, or nobody wrote it. */
  readonly behind: number | undefined
}

const maxStuck = 4
const maxValues = 2

/** Whether some of those who wait do so for each other. */
export function isCircle(witness: Witness): boolean {
  return circleIn(stuckIn(witness)).length > 1
}

/** A sentence for each who is stuck, rather those in a circle, and one for those who wait behind them or rest. */
export function standstillOf(witness: Witness): Sentence[] {
  const all = stuckIn(witness)
  const circle = circleIn(all)
  const roots = circle.length > 0 ? circle : all.flatMap(({ behind }, i) => (behind === undefined ? [i] : []))
  const shown = (roots.length > 0 ? roots : all.map((_, i) => i)).slice(0, maxStuck)
  const others = all.filter((_, i) => !shown.includes(i))
  const resting = (witness.waiting ?? []).filter(({ rests }) => rests)
  const states = statesOf(witness)
  return [
    ...shown.map(i => stuckSentence(witness, states, all[i] as Stuck)),
    ...(circle.length > 1 && circle.length <= maxStuck
      ? [['So each waits for the next one, in a circle.'] as Sentence]
      : circle.length > maxStuck
        ? [[`So do ${circle.length - maxStuck} more, each for the next one, in a circle.`] as Sentence]
        : []),
    ...(others.length === 0 || circle.length > maxStuck
      ? []
      : othersSentences(
          witness,
          others,
          shown.map(i => all[i]?.need),
        )),
    ...(resting.length === 0 ? [] : [restSentence(witness, resting)]),
  ]
}

function stuckIn(witness: Witness): Stuck[] {
  const stuck = (witness.waiting ?? []).filter(({ rests }) => rests !== true)
  return stuck.map((waiting): Stuck => {
    const need = needOf(witness, waiting)
    const writer = need === undefined ? undefined : writerOf(witness, need.path)
    const behind =
      writer === undefined ? -1 : stuck.findIndex(one => isTakenBy(witness.steps[writer] as WitnessStep, one))
    return { waiting, need, writer, behind: behind < 0 ? undefined : behind }
  })
}

/** The shared cell on which the wait hangs, rather one that was written in the run. */
function needOf(witness: Witness, waiting: Waiting): NeededCell | undefined {
  // The whole state is no cell that a story could name.
  const needs = (waiting.needs?.length ? waiting.needs : readsInstead(witness, waiting)).filter(
    ({ path }) => path.length > 0,
  )
  const shared = needs.filter(({ path }) => path[0] !== waiting.process)
  const found = shared.length > 0 ? shared : needs
  const written = found.filter(({ path }) => writerOf(witness, path) !== undefined)
  const byOthers = written.filter(
    ({ path }) => !isTakenBy(witness.steps[writerOf(witness, path) as number] as WitnessStep, waiting),
  )
  return byOthers.at(-1) ?? written.at(-1) ?? found.at(-1)
}

/** What it looked at last, where it is not known with what it could move. */
function readsInstead(witness: Witness, { process, instance }: Waiting): NeededCell[] {
  const last = witness.blocked?.findLast(one => one.process === process && one.instance === instance)
  return last === undefined
    ? []
    : waitsFor(witness, last).map(({ path, member }) => ({ path, values: [], ...(member !== undefined && { member }) }))
}

function writerOf({ steps }: Witness, path: Path): number | undefined {
  const found = steps.findLastIndex(({ changes }) => changes.some(change => doOverlap(change.path, path)))
  return found < 0 ? undefined : found
}

function isTakenBy(step: WitnessStep, { process, instance }: Waiting): boolean {
  return step.process === process && step.instance === instance
}

/** Those who wait for each other, in this order; none where there is no circle. Who waits for itself is one of one. */
function circleIn(all: readonly Stuck[]): number[] {
  for (let start = 0; start < all.length; start++) {
    const way: number[] = []
    for (let at: number | undefined = start; at !== undefined && !way.includes(at); at = all[at]?.behind) {
      way.push(at)
      if (all[at]?.behind === start) return way
    }
  }
  return []
}

/** `x waits in take for forks[1] = null; it is 1 since y set it in take (step 2), and y waits itself.` */
function stuckSentence(witness: Witness, states: readonly State[], { waiting, need, writer, behind }: Stuck): Sentence {
  const start: Part[] = [waiterPart(witness, waiting), ' waits in ', { code: showName(waiting.step) }]
  if (need === undefined) return [...start, '.']
  const cell = cellParts(witness, asStep(waiting), need.path)
  const now = partAt(states.at(-1), need.path)
  if (need.member !== undefined)
    return [
      ...start,
      ' for ',
      valuePart(witness, need.path, need.member),
      need.values[0] === true ? ' to come into ' : ' to leave ',
      ...cell,
      '.',
    ]
  return [
    ...start,
    ' for ',
    ...cell,
    ...(need.values.length === 0 ? [' to change'] : [' = ', ...listed(witness, need)]),
    '; it is ',
    valuePart(witness, need.path, now),
    ...sinceParts(witness, waiting, writer, behind),
    ...historyParts(witness, states, need.path),
    '.',
  ]
}

function listed(witness: Witness, { path, values }: NeededCell): Part[] {
  const shown = values.slice(0, maxValues)
  return [
    ...shown.flatMap((value, i): Part[] =>
      i === 0 ? [valuePart(witness, path, value)] : [' or ', valuePart(witness, path, value)],
    ),
    ...(values.length > maxValues ? [' or the like'] : []),
  ]
}

function sinceParts(
  witness: Witness,
  waiting: Waiting,
  writer: number | undefined,
  behind: number | undefined,
): Part[] {
  if (writer === undefined) return [' from the beginning, and nobody has set it']
  const step = witness.steps[writer] as WitnessStep
  const label = labelOf(witness, writer)
  const isOwn = isTakenBy(step, waiting)
  const writerPart: Part[] = isOwn ? ['it'] : [moverPart(witness, writer)]
  const where: Part[] = label === undefined ? [] : [' in ', { code: label }]
  const since: Part[] = [
    ' since ',
    ...writerPart,
    isOwn ? ' set that itself' : ' set that',
    ...where,
    ' (',
    stepPart(writer),
    ')',
  ]
  if (isOwn) return since
  return [...since, behind === undefined ? endOf(witness, step) : ', and waits itself']
}

/** The end of the mover that set it last. */
function endOf(witness: Witness, { process, instance }: WitnessStep): string {
  if (process === null) return ''
  const isWaiting = witness.waiting?.some(one => one.process === process && one.instance === instance) === true
  return isWaiting ? ', which is at rest' : ', which has ended'
}

/** How the value of a cell came about, where it changed more than once. */
function historyParts(witness: Witness, states: readonly State[], path: Path): Part[] {
  const values = states.map(state => partAt(state, path))
  const changes = values.flatMap((value, k) => {
    return k > 0 && showValue(value) !== showValue(values[k - 1]) ? [{ step: k - 1, value }] : []
  })
  if (changes.length < 2) return []
  const shown = changes.slice(-3)
  const first = shown.length < changes.length ? '..., ' : ''
  return [
    `; it was ${first}`,
    ...(first === '' ? [valuePart(witness, path, values[0]), ', '] : []),
    ...shown.flatMap(({ step, value }, i): Part[] => [
      ...(i === 0 ? [] : [', ']),
      'then ',
      valuePart(witness, path, value),
      ' (',
      stepPart(step),
      ')',
    ]),
  ]
}

/** Who waits for the same as one who was named, and who waits for something else. */
function othersSentences(
  witness: Witness,
  others: readonly Stuck[],
  named: readonly (NeededCell | undefined)[],
): Sentence[] {
  const isNamed = ({ need }: Stuck): boolean =>
    need !== undefined && named.some(one => one !== undefined && isSameCell(one, need))
  const [alike, behind] = [true, false].map(wanted => others.filter(one => isNamed(one) === wanted))
  return [
    ...(alike === undefined || alike.length === 0 ? [] : [listSentence(witness, 'Just so, ', alike)]),
    ...(behind === undefined || behind.length === 0 ? [] : [listSentence(witness, 'Behind that, ', behind)]),
  ]
}

function isSameCell(a: NeededCell, b: NeededCell): boolean {
  return JSON.stringify(a.path) === JSON.stringify(b.path)
}

function listSentence(witness: Witness, start: string, others: readonly Stuck[]): Sentence {
  const shown = others.slice(0, maxStuck)
  const more = others.length - shown.length
  return [
    start,
    ...shown.flatMap(({ waiting, need }, i): Part[] => [
      ...(i === 0 ? [] : [', ']),
      waiterPart(witness, waiting),
      ' waits in ',
      { code: showName(waiting.step) },
      ...(need === undefined ? [] : [' for ', ...cellParts(witness, asStep(waiting), need.path)]),
    ]),
    ...(more > 0 ? [`, and ${more} more wait`] : []),
    '.',
  ]
}

function restSentence(witness: Witness, resting: readonly Waiting[]): Sentence {
  const shown = resting.slice(0, maxStuck)
  return [
    'At rest, not stuck: ',
    ...shown.flatMap((waiting, i): Part[] => [...(i === 0 ? [] : [', ']), waiterPart(witness, waiting)]),
    ...(resting.length > shown.length ? [` and ${resting.length - shown.length} more`] : []),
    '.',
  ]
}

function waiterPart({ processes }: Witness, waiting: Waiting): Part {
  const isOne = processes.find(({ name }) => name === waiting.process)?.count === 1
  return { code: isOne ? showName(waiting.process) : harmless(moverName(waiting)), mover: stepMover(waiting) }
}

function asStep(waiting: Waiting): WitnessStep {
  return { ...waiting, choices: [], script: [], changes: [] }
}
