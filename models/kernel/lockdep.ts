/**
 * lockdep: which lock was waited for while which other was held, over the whole run. A cycle means that some run can
 * deadlock, even if this one did not, and even if the model is too small for it.
 *
 * A model takes part by having a `lockdep` in its shared state; without it, the locks of this folder record nothing. A
 * reader of RCU or SRCU counts as a lock that is held and never waited for, and a grace period as one that is waited for and
 * never held: that closes the cycle "a reader waits for a lock whose holder waits for readers".
 */

import { add, type Frozen, type SetOf, setOf } from 'interleave-checker'
import type { OnTask } from './task.ts'

/** A task that held the one waited for the other. */
export interface LockOrder {
  readonly held: string
  readonly taken: string
}

export interface Lockdep {
  /** The locks of each task, in the order in which it took them. */
  held: string[][]
  order: SetOf<LockOrder>
}

export interface MayHaveLockdep {
  lockdep?: Lockdep
}

/** Does nothing without a `lockdep` in the state, as in most models. */
function lockdepOf<D>(s: { readonly lockdep?: D }): D | undefined {
  return 'lockdep' in s ? s.lockdep : undefined
}

/** Nothing is held, and no task has waited. */
export function newLockdep(tasks: number): Lockdep {
  return { held: Array.from({ length: tasks }, () => []), order: setOf<LockOrder>() }
}

/** lock_acquire(), kernel/locking/lockdep.c, of a lock that may have to be waited for. */
export function lock_acquire(s: MayHaveLockdep, me: OnTask, lock: string): void {
  lock_sync(s, me, lock)
  lockdepOf(s)?.held[me.task]?.push(lock)
}

/** lock_sync(), kernel/locking/lockdep.c: waits for the holder of the lock, and does not take it. */
export function lock_sync(s: MayHaveLockdep, me: OnTask, lock: string): void {
  const lockdep = lockdepOf(s)
  if (lockdep === undefined) return
  for (const held of lockdep.held[me.task] ?? []) add(lockdep.order, { held, taken: lock })
}

/** lock_acquire() of a reader that never waits, as rcu_lock_acquire() in include/linux/rcupdate.h. */
export function lock_acquire_recursive(s: MayHaveLockdep, me: OnTask, lock: string): void {
  lockdepOf(s)?.held[me.task]?.push(lock)
}

/** lock_release(), kernel/locking/lockdep.c. */
export function lock_release(s: MayHaveLockdep, me: OnTask, lock: string): void {
  const held = lockdepOf(s)?.held[me.task]
  const at = held?.lastIndexOf(lock) ?? -1
  if (at >= 0) held?.splice(at, 1)
}

/** check_noncircular(), kernel/locking/lockdep.c: no lock is waited for, even indirectly, by its own holder. */
export function lockOrderHasNoCycle(s: Frozen<MayHaveLockdep>): boolean {
  const order = [...(lockdepOf(s)?.order ?? [])]
  let left = order
  // Repeatedly removes the edges to locks with no outgoing edge; what remains leads to cycles.
  for (;;) {
    const onwards = left.filter(({ taken }) => left.some(({ held }) => held === taken))
    if (onwards.length === left.length) return left.length === 0
    left = onwards
  }
}

/** Leak at rest: a task in user mode holds no lock. */
export function holdsNoLockInUserMode(s: Frozen<MayHaveLockdep & { tasks: { mode: string }[] }>): boolean {
  return s.tasks.every(({ mode }, task) => mode === 'kernel' || (lockdepOf(s)?.held[task] ?? []).length === 0)
}
