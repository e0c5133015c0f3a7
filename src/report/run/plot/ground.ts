/**
 * Where processes meet only in what they add to: a list of leaders, a count of runs. That the second found what the first
 * had added tells nothing; on what ground each of them did it tells more.
 */

import { doOverlap } from '../../../base/plain.ts'
import type { Read } from '../../../witness/run-footprints.ts'
import type { WitnessStep } from '../../../witness/witness.ts'
import { showRead } from '../reads.ts'
import { isRace, type Lead, type PlottedRun } from './lead.ts'

/** The step on whose ground another one was taken, and what it found in a cell that all share. */
export interface Ground {
  readonly step: number
  readonly read: Read | undefined
}

const valueLimit = 200

/** Whether the last step only adds to what it read, which is what the claim looks at. */
export function isTally({ witness }: PlottedRun, lead: Lead): boolean {
  const last = witness.steps.length - 1
  const { changes } = witness.steps[last] as WitnessStep
  return (
    lead.reader === last &&
    !isRace(lead) &&
    lead.undone === undefined &&
    changes.some(({ path }) => doOverlap(path, lead.read.path)) &&
    witness.slice?.claim.some(({ path }) => doOverlap(path, lead.read.path)) === true
  )
}

/** Of both steps that add; none where one of them has no ground that another step laid. */
export function groundsOf(run: PlottedRun, { writer, reader }: Lead): Ground[] {
  const grounds = [writer, reader].map(step => groundOf(run, step))
  return grounds.every(ground => ground !== undefined) ? grounds : []
}

/** The last step of the same process that wrote what the step read, or let it come there. */
function groundOf({ witness, dependence }: PlottedRun, step: number): Ground | undefined {
  const { slice } = witness
  const own = (slice?.steps[step]?.reads ?? []).flatMap(({ writer }) => {
    return writer !== null && dependence.names[writer] === dependence.names[step] ? [writer] : []
  })
  const decisions = (slice?.steps ?? []).flatMap(({ role }, k) => {
    return role === 'decision' && k < step && dependence.names[k] === dependence.names[step] ? [k] : []
  })
  const ground = Math.max(...own, ...decisions)
  if (ground === Number.NEGATIVE_INFINITY) return undefined
  const process = witness.steps[ground]?.process
  const shared = (slice?.steps[ground]?.reads ?? []).filter(
    ({ path, member }) => path[0] !== process && member === undefined,
  )
  const written = witness.steps[ground]?.changes ?? []
  return { step: ground, read: shared.find(({ path }) => !written.some(change => doOverlap(change.path, path))) }
}

/** Whether two processes found the same in the same cell, and both went on by it. */
export function isSameLook(one: Ground, other: Ground): boolean {
  return (
    one.read !== undefined &&
    other.read !== undefined &&
    one.read.writer === other.read.writer &&
    showRead(one.read, valueLimit) === showRead(other.read, valueLimit)
  )
}
