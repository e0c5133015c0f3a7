/**
 * What a mover that cannot move waits for, in one place for all reports: the cells with another value of which it could, as far as that
 * is known; else those that others change.
 */

import { canonical, doOverlap, type Path, type Plain, partAt } from '../../base/plain.ts'
import type { Blocked } from '../../witness/blocked.ts'
import type { Read } from '../../witness/run-footprints.ts'
import type { NeededCell, Waiting } from '../../witness/waiting.ts'
import { moverName, statesOf, type Witness, type WitnessStep } from '../../witness/witness.ts'

/** The cells on which a wait hangs, as it read them; the last one tells most. */
export function waitsFor(witness: Witness, blocked: Blocked): readonly Read[] {
  const waiting = isToTheEnd(witness, blocked) ? waitingAs(witness, blocked) : undefined
  const need = waiting && needOf(witness, waiting)
  if (need !== undefined) return [readAs(witness, blocked, need)]
  const ended = changedBy(witness.steps[blocked.to], blocked)
  return ended.length > 0 ? ended : changedByOthers(witness, blocked)
}

/** The shared cell on which a wait at the end hangs, rather one that was written in the run. */
export function needOf(witness: Witness, waiting: Waiting): NeededCell | undefined {
  // The whole state is no cell that a story could name.
  const needs = (waiting.needs?.length ? waiting.needs : readsInstead(witness, waiting)).filter(
    ({ path }) => path.length > 0,
  )
  const shared = needs.filter(({ path: [process, instance] }) => {
    return process !== waiting.process || instance !== waiting.instance
  })
  const found = shared.length > 0 ? shared : needs
  const written = found.filter(({ path }) => writerOf(witness, path) !== undefined)
  const byOthers = written.filter(({ path }) => {
    const writer = witness.steps[writerOf(witness, path) as number] as WitnessStep
    return writer.process !== waiting.process || writer.instance !== waiting.instance
  })
  return byOthers.at(-1) ?? written.at(-1) ?? found.at(-1)
}

/** The last step that changed a part of the state. */
export function writerOf({ steps }: Witness, path: Path): number | undefined {
  const found = steps.findLastIndex(({ changes }) => changes.some(change => doOverlap(change.path, path)))
  return found < 0 ? undefined : found
}

/** Whether a stretch lasts to the end of the run, or all the time that it goes round. */
function isToTheEnd({ steps, loop }: Witness, { to }: Blocked): boolean {
  return to >= (loop?.from ?? steps.length)
}

function waitingAs({ waiting = [] }: Witness, blocked: Blocked): Waiting | undefined {
  return waiting.find(one => moverName(one) === moverName(blocked) && one.step === blocked.step)
}

/** A needed cell as it was read when the stretch began. */
function readAs(witness: Witness, { reads, to }: Blocked, { path, member }: NeededCell): Read {
  const isIt = (read: Read): boolean =>
    canonical(read.path) === canonical(path) && canonical(read.member ?? null) === canonical(member ?? null)
  const value = partAt(statesOf(witness)[to], path) as Plain
  return (
    reads.find(isIt) ?? {
      path,
      value,
      writer: writerOf(witness, path) ?? null,
      ...(member !== undefined && { member }),
    }
  )
}

/** What it looked at last, where it is not known with what it could move. */
function readsInstead(witness: Witness, waiting: Waiting): NeededCell[] {
  const last = witness.blocked?.findLast(one => moverName(one) === moverName(waiting))
  return last === undefined
    ? []
    : changedByOthers(witness, last).map(({ path, member }) => ({
        path,
        values: [],
        ...(member !== undefined && { member }),
      }))
}

/** Of what it read, what the step changed that ended the wait, or turned it into another one; labels only if there is nothing else. */
function changedBy(step: WitnessStep | undefined, { reads }: Blocked): readonly Read[] {
  const changed = reads.filter(({ path }) => step?.changes.some(change => doOverlap(change.path, path)) === true)
  const values = changed.filter(({ path }) => path.at(-1) !== 'pc')
  return values.length > 0 ? values : changed
}

/**
 * Of the cells that a mover read before it blocked, those that others change in the run; if there are none, all but its own
 * locals; and its own locals only if there are no others.
 */
function changedByOthers({ steps }: Pick<Witness, 'steps'>, blocked: Blocked): readonly Read[] {
  const others = blocked.reads.filter(({ path }) => path[0] !== blocked.process)
  const theirs = steps.filter(({ process, instance }) => process !== blocked.process || instance !== blocked.instance)
  const changed = others.filter(({ path }) =>
    theirs.some(({ changes }) => changes.some(change => doOverlap(change.path, path))),
  )
  return [changed, others, blocked.reads].find(reads => reads.length > 0) ?? []
}
