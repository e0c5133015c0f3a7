/**
 * The guarantee of every RCU, as a ghost beside an algorithm: a grace period ends only after all readers present at its
 * start have left. Later readers may still be present, and it may take longer.
 *
 * An algorithm marks where its readers and grace periods begin and end, as seen by callers: a reader lasts from the return
 * of its lock to the call of its unlock, a grace period from call to return. The algorithm does not depend on the ghost. The
 * claim is `gracePeriodsWait`.
 *
 * Checked by `spec/rcu/counter-flip.ts` and `spec/rcu/dyntick-readers.ts`.
 */

import type { Frozen } from 'interleave-checker'

export interface RcuSpec {
  /** The readers that are inside, in the order of their numbers. */
  readers: readonly number[]
  /** For each updater in a grace period: the readers that have been inside since its start. */
  mustLeave: (readonly number[])[]
  /** The readers for which a grace period failed to wait. */
  overtaken: readonly number[]
}

export interface HasRcuSpec {
  rcu: RcuSpec
}

export function newRcuSpec(updaters: number): RcuSpec {
  return { readers: [], mustLeave: Array.from({ length: updaters }, () => []), overtaken: [] }
}

/** A reader's lock returns. */
export function readerEnters(s: HasRcuSpec, reader: number): void {
  s.rcu.readers = [...s.rcu.readers, reader].sort()
}

/** A reader calls its unlock. */
export function readerLeaves(s: HasRcuSpec, reader: number): void {
  s.rcu.readers = without(s.rcu.readers, reader)
  s.rcu.overtaken = without(s.rcu.overtaken, reader)
  s.rcu.mustLeave = s.rcu.mustLeave.map(readers => without(readers, reader))
}

/** An updater calls synchronize_rcu(), or call_rcu(). */
export function gracePeriodBegins(s: HasRcuSpec, updater: number): void {
  s.rcu.mustLeave[updater] = s.rcu.readers
}

/** synchronize_rcu() returns, or the callback is run. */
export function gracePeriodEnds(s: HasRcuSpec, updater: number): void {
  const left = s.rcu.mustLeave[updater] ?? []
  s.rcu.overtaken = [...new Set([...s.rcu.overtaken, ...left])].sort()
  s.rcu.mustLeave[updater] = []
}

/**
 * Whether the readers that the grace period of `updater` has to wait for have left: RCU itself, for models of something
 * else.
 */
export function readersHaveLeft(s: Frozen<HasRcuSpec>, updater: number): boolean {
  return s.rcu.mustLeave[updater]?.length === 0
}

/** No grace period ends before a reader that was present at its start. */
export function gracePeriodsWait(s: Frozen<HasRcuSpec>): boolean {
  return s.rcu.overtaken.length === 0
}

/** That a grace period waits at all: some grace period has a reader to wait for. */
export function someGracePeriodWaits(s: Frozen<HasRcuSpec>): boolean {
  return s.rcu.mustLeave.some(readers => readers.length > 0)
}

/** Between a reader's lock and its unlock, as its caller sees them: for `.span`. */
export function isInReader(s: Frozen<HasRcuSpec>, me: { readonly id: number }): boolean {
  return s.rcu.readers.includes(me.id)
}

function without(readers: readonly number[], reader: number): readonly number[] {
  return readers.filter(other => other !== reader)
}
