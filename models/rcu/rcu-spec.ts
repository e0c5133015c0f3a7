/**
 * What every RCU promises, as a ghost beside an algorithm: a grace period ends only when all who were reading at its
 * start have left. Later readers may still be there, and it may take longer than that.
 *
 * An algorithm says where its readers and its grace periods begin and end, as their callers see it: a reader from when
 * its lock has returned until its unlock is called, a grace period from the call to the return. Nothing that it does
 * depends on the ghost, and `gracePeriodsWait` is the claim.
 *
 * Checked by `spec/rcu/counter-flip.ts` and `spec/rcu/dyntick-readers.ts`.
 */

import type { Frozen } from 'interleave-checker'

export interface RcuSpec {
  /** The readers that are inside, in the order of their numbers. */
  readers: readonly number[]
  /** For each updater in a grace period: who was reading at its start and has been ever since. */
  mustLeave: (readonly number[])[]
  /** Readers that a grace period did not wait for. */
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

/** Whether the readers that the grace period of `updater` has to wait for have left: RCU itself, where it is not the subject. */
export function readersHaveLeft(s: Frozen<HasRcuSpec>, updater: number): boolean {
  return s.rcu.mustLeave[updater]?.length === 0
}

/** No grace period ends before a reader that was there when it began. */
export function gracePeriodsWait(s: Frozen<HasRcuSpec>): boolean {
  return s.rcu.overtaken.length === 0
}

/** That a grace period waits at all: there is one, with a reader that it must wait for. */
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
