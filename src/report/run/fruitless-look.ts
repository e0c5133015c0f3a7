/** What a process finds that goes round and round without an effect, where it never waits and nothing else is known. */

import type { Read } from '../../witness/run-footprints.ts'
import type { Loop, Witness, WitnessStep } from '../../witness/witness.ts'
import { foundParts, leftBy } from './found-parts.ts'
import { unlike } from './plot/beats.ts'
import { isPlace } from './plot/plotted-run.ts'
import { isMover } from './plot/stuck.ts'
import { inARow, inStep, moverPart, type Sentence } from './plot/words.ts'
import { showCell } from './reads.ts'

const maxFound = 3

/** `philosopher 0 finds forks[0].holder = 4 (left by step 1) in Loop (step 6), and changes nothing.` */
export function fruitlessLook(witness: Witness, { from }: Loop): Sentence[] {
  const { me, steps } = witness
  if (me === undefined) return []
  const own = steps.flatMap((step, k) => (k >= from && isMover(step, me) ? [k] : []))
  if (own.some(k => changesMore(steps[k] as WitnessStep))) return []
  const looks = own.map(k => ({ k, found: foundBy(witness, k) })).filter(({ found }) => found.length > 0)
  return looks
    .slice(0, 1)
    .map(
      ({ k, found }): Sentence => [
        moverPart(witness, k),
        ' finds ',
        ...inARow(found.map(read => [...foundParts(witness, steps[k] as WitnessStep, read), ...leftBy(read.writer)])),
        ...inStep(witness, k),
        ', and changes nothing.',
      ],
    )
}

/** Whether a step changed more than where its process stands. */
function changesMore({ changes }: WitnessStep): boolean {
  return changes.some(({ path }) => !isPlace(path))
}

/** What others can change; first what the run has changed. */
function foundBy({ reads, steps }: Witness, k: number): Read[] {
  const { process, instance } = steps[k] as WitnessStep
  const isShared = ({ path: [first, second] }: Read): boolean => first !== process || second !== instance
  const found = (reads?.[k] ?? []).filter(read => isShared(read) && !isPlace(read.path))
  const ranked = found.toSorted((a, b) => Number(a.writer === null) - Number(b.writer === null))
  return unlike(ranked, showCell).slice(0, maxFound)
}
