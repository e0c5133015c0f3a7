/** What a step found, as a part of a sentence. */

import { canonical, type Plain, partAt } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import type { WitnessStep } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { showCell } from '../reads.ts'
import type { Beat } from './beats.ts'
import type { Plot } from './plot.ts'
import { isPlace, type PlottedRun } from './plotted-run.ts'
import { isPicked } from './reported-reads.ts'
import { cellParts, type Part, placeParts, stepPart, valuePart } from './words.ts'

/** `found x = 1`; where the step's title stands above, what it picked need not be said again. */
export function readParts({ run, beats }: Plot, beat: Beat, read: Read, isTitled = false): Part[] {
  const { witness } = run
  const step = witness.steps[beat.step] as WitnessStep
  const cell = cellParts(witness, step, read.path)
  if (isPicked(step, read) && (isTitled || step.process === null)) return ['found it in ', ...cell]
  if (read.member !== undefined)
    return [
      `${read.value === true ? 'found' : 'did not find'} `,
      valuePart(witness, [...read.path, 0], asKept(run, read)),
      ' in ',
      ...cell,
    ]
  const code = valuePart(witness, read.path, read.value)
  if (isPlace(read.path)) return ['found ', ...placeParts(witness, read.path, read.value)]
  const before = beats.findLast(
    other => other.step < beat.step && run.isSameProcess(other.step, beat.step) && looksAt(other, read),
  )
  const found = before?.reads.find(other => showCell(other) === showCell(read))
  const isOfOther = read.writer !== null && !run.isSameMover(read.writer, beat.step)
  if (before === undefined || found === undefined || !isOfOther) return ['found ', ...cell, ' = ', code]
  if (showValue(found.value) !== showValue(read.value)) return ['looked at ', ...cell, ' again, found ', code]
  const isRestored = run.changesBetween(before.step, beat.step, read.path).length > 1
  return ['found ', ...cell, ' = ', code, ...(isRestored ? [' again (as at ', stepPart(before.step), ')'] : [])]
}

/** A member of a set as the state has it, with its fields in the author's order. */
function asKept({ states }: PlottedRun, { path, member }: Read): Plain | undefined {
  const wanted = canonical(member ?? null)
  const all = states.flatMap(state => (partAt(state, path) as readonly Plain[] | undefined) ?? [])
  return all.find(one => canonical(one) === wanted) ?? member
}

function looksAt({ reads }: Beat, read: Read): boolean {
  return reads.some(other => showCell(other) === showCell(read))
}
