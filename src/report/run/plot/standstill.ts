/** A deadlock in sentences: who waits for what, what became of it, and why nobody will see to it. */

import { partAt, showPath } from '../../../base/plain.ts'
import type { State } from '../../../machine/machine.ts'
import type { NeededCell, Waiting } from '../../../witness/waiting.ts'
import { statesOf, type Witness } from '../../../witness/witness.ts'
import { firstFew } from '../../text/first-few.ts'
import { circleIn, isMover, type Stuck, stuckIn } from './stuck.ts'
import {
  forParts,
  freeingParts,
  hasEnded,
  historyParts,
  missedParts,
  neededCell,
  type Status,
  setByParts,
  sinceParts,
  waitStart,
} from './wait-parts.ts'
import { markedOnce, moverNamed, type Part, type Sentence, valuePart } from './words.ts'

const maxStuck = 4

/** A sentence for each who is stuck, rather those in a circle, and one for those who wait behind them or rest. */
export function standstillOf(witness: Witness): Sentence[] {
  const all = stuckIn(witness)
  const circle = circleIn(all)
  const shown = shownOf(all, circle)
  const others = all.filter((_, i) => !shown.includes(i))
  const resting = (witness.waiting ?? []).filter(({ rests }) => rests)
  const states = statesOf(witness)
  const named = shown.map(i => all[i]?.need)
  const sentences = [
    ...(circle.length > 1 && circle.length <= maxStuck ? [inCircle] : []),
    ...shown.map(i => stuckSentence(witness, states, all[i] as Stuck)),
    ...moreInCircle(circle),
    ...(circle.length > maxStuck ? [] : othersSentences(witness, others, named)),
    ...(resting.length === 0 ? [] : [restSentence(witness, resting)]),
  ]
  return sentences.map(markedOnce)
}

/** Those of a circle, else those who wait for nobody else who waits; of those who wait for the same, one. */
function shownOf(all: readonly Stuck[], circle: readonly number[]): number[] {
  if (circle.length > 1) return circle.slice(0, maxStuck)
  const roots = all.flatMap(({ behind }, i) => (behind === undefined || behind === i ? [i] : []))
  const found = roots.length > 0 ? roots : all.map((_, i) => i)
  const cellOf = (i: number): string | undefined => all[i]?.need && showPath(all[i].need.path)
  const isFreed = (i: number): boolean => all[i]?.need?.freedBy !== undefined
  const sorted = [...found.filter(isFreed), ...found.filter(i => !isFreed(i))]
  const firsts = sorted.filter(
    (i, k) => cellOf(i) === undefined || sorted.findIndex(j => cellOf(j) === cellOf(i)) === k,
  )
  return firsts.toSorted((a, b) => a - b).slice(0, maxStuck)
}

export const inCircle: Sentence = ['Each waits for the next one, in a circle.']

function moreInCircle({ length }: readonly number[]): Sentence[] {
  return length > maxStuck ? [[`So do ${length - maxStuck} more, each for the next one, in a circle.`]] : []
}

/** `x waits in take for forks[1] = null; it is 1 since y set it in take (step 2), and y waits itself.` */
function stuckSentence(witness: Witness, states: readonly State[], stuck: Stuck): Sentence {
  const { waiting, need } = stuck
  if (need === undefined) return [...waitStart(witness, waiting), '.']
  const now = partAt(states.at(-1), need.path)
  const start = [...waitStart(witness, waiting), ...forParts(witness, waiting, need, now)]
  if (need.member !== undefined)
    return [...start, ...freeingParts(witness, { ...stuck, writer: undefined }, statusIn(witness)), '.']
  return [
    ...start,
    '; it is ',
    valuePart(witness, need.path, now),
    ...sinceParts(witness, stuck, now),
    ...(stuck.writer === undefined ? missedParts(witness, stuck) : []),
    ...freeingParts(witness, isOwn(witness, stuck) ? { ...stuck, writer: undefined } : stuck, statusIn(witness)),
    ...historyParts(witness, states, need.path),
    '.',
  ]
}

/** Whether who waits has set that itself: of its own end there is nothing more to say. */
function isOwn({ steps }: Witness, { waiting, writer }: Stuck): boolean {
  const step = writer === undefined ? undefined : steps[writer]
  return step !== undefined && isMover(step, waiting)
}

/** Where only some are stuck for good, others go on. */
function statusIn(witness: Witness): Status {
  const { waiting = [] } = witness
  const end = statesOf(witness).at(-1)
  return mover => {
    const found = waiting.find(one => isMover(one, mover))
    if (found === undefined)
      return partAt(end, [mover.process ?? '', mover.instance, 'pc']) === 'done' ? hasEnded : undefined
    return found.rests === true ? 'is at rest' : 'waits itself'
  }
}

/** Who waits for the same as one who was named, and who waits for something else. */
function othersSentences(
  witness: Witness,
  others: readonly Stuck[],
  named: readonly (NeededCell | undefined)[],
): Sentence[] {
  const isNamed = ({ need }: Stuck): boolean =>
    need !== undefined && named.some(one => one !== undefined && showPath(one.path) === showPath(need.path))
  const end = statesOf(witness).at(-1)
  const setBy = (one: Stuck): Part[] => setByParts(witness, one, one.need && partAt(end, one.need.path))
  const [alike, behind] = [true, false].map(wanted => others.filter(one => isNamed(one) === wanted))
  return [
    ...(alike === undefined || alike.length === 0 ? [] : [listSentence(witness, 'Likewise, ', alike, () => [])]),
    ...(behind === undefined || behind.length === 0 ? [] : [listSentence(witness, 'Behind that, ', behind, setBy)]),
  ]
}

/** With more of what each waits for, if there is any. */
function listSentence(
  witness: Witness,
  start: string,
  others: readonly Stuck[],
  moreOf: (stuck: Stuck) => Part[],
): Sentence {
  const shown = firstFew(others, maxStuck)
  const isLong = shown.some(one => moreOf(one).length > 0)
  const more = others.length - shown.length
  return [
    start,
    ...shown.flatMap((one, i): Part[] => [
      ...(i === 0 ? [] : [isLong ? '; ' : ', ']),
      ...waitStart(witness, one.waiting),
      ...(one.need === undefined ? [] : [' for ', ...neededCell(witness, one.waiting, one.need)]),
      ...moreOf(one),
    ]),
    ...(more > 0 ? [`, and ${more} more wait`] : []),
    '.',
  ]
}

function restSentence(witness: Witness, resting: readonly Waiting[]): Sentence {
  const shown = firstFew(resting, maxStuck)
  return [
    'At rest, not stuck: ',
    ...shown.flatMap((waiting, i): Part[] => [...(i === 0 ? [] : [', ']), moverNamed(witness, waiting)]),
    ...(resting.length > shown.length ? [` and ${resting.length - shown.length} more`] : []),
    '.',
  ]
}
