/**
 * Tasks that take two nested locks and enter a critical section under both, for any kind of lock.
 *
 * Checked by `spec/kernel/mutex.ts` and `spec/kernel/spinlock.ts`.
 */

import type { Frozen, Model } from 'interleave-checker'
import type { Configured } from './config.ts'
import { holdsNoLockInUserMode, type Lockdep, lockOrderHasNoCycle, newLockdep } from './lockdep.ts'
import { newTasks, type OnTask, type Task } from './task.ts'

/** Mistakes that are possible with every kind of lock. */
export type LockMutant =
  | 'does not lock'
  | 'forgets to unlock'
  | 'locks it again'
  | 'unlocks twice'
  | 'locks the two in the other order'

export interface TwoLocks {
  tasks: Task[]
  lockdep: Lockdep
  outer: number | null
  inner: number | null
  /** The number of tasks that hold both: a ghost. */
  inside: number
}

type Act<R> = (lock: 'outer' | 'inner') => (s: TwoLocks, me: OnTask, c: LockConstants) => R

/** What the procedures need of a model's constants. */
interface LockConstants extends Configured {
  /** A {@link LockMutant}, or any other string. */
  readonly mutant: string
}

/** Both locks are free, and no task is inside. */
export function newTwoLocks(tasks: number): TwoLocks {
  return { tasks: newTasks(tasks), lockdep: newLockdep(tasks), outer: null, inner: null, inside: 0 }
}

/**
 * Takes both, the outer one first, then goes to 'in'. A task that starts at 'lock inner, first' takes them in reverse order.
 */
export function lockBoth(lock: Act<undefined>) {
  return {
    'lock outer': (s: TwoLocks, me: OnTask, c: LockConstants) => {
      if (!has(c, 'does not lock')) return lock('outer')(s, me, c)
    },
    'lock inner': (s: TwoLocks, me: OnTask, c: LockConstants): 'lock inner' | 'in' => {
      const again = has(c, 'does not lock') ? undefined : lock('inner')(s, me, c)
      if (again !== undefined) return again
      return has(c, 'locks it again') ? 'lock inner' : 'in'
    },
    'lock inner, first': lock('inner'),
    'lock outer, second': lock('outer'),
  }
}

/** Releases both, except the one that the mutant forgets. */
export function unlockBoth(unlock: Act<void>, forgets: 'outer' | 'inner') {
  const isForgotten = (lock: 'outer' | 'inner', c: LockConstants): boolean => {
    return lock === forgets && has(c, 'forgets to unlock')
  }
  return {
    'unlock inner': (s: TwoLocks, me: OnTask, c: LockConstants) => {
      if (!isForgotten('inner', c)) unlock('inner')(s, me, c)
    },
    'unlock outer': (s: TwoLocks, me: OnTask, c: LockConstants) => {
      if (!isForgotten('outer', c)) unlock('outer')(s, me, c)
    },
    'unlock outer, again': (s: TwoLocks, me: OnTask, c: LockConstants) => {
      if (has(c, 'unlocks twice')) unlock('outer')(s, me, c)
    },
  }
}

function has(c: LockConstants, mutant: LockMutant): boolean {
  return c.mutant === mutant
}

/** Adds the claims about both locks, and that all tasks can finish. */
export function withLockClaims<
  C,
  S extends TwoLocks & { task: readonly { pc: string }[] },
  V extends string,
  A extends string,
  Q extends string,
>(model: Model<C, S, V, A, Q>) {
  type Tasks = Frozen<TwoLocks & { task: { pc: string }[] }>
  return model
    .invariant('at most one is inside', ((s: Tasks) => s.inside <= 1) as never)
    .invariant('no lock-order cycle', lockOrderHasNoCycle as never)
    .invariant('no lock is held in user mode', holdsNoLockInUserMode as never)
    .reachable('all end', ((s: Tasks) => s.task.every(task => task.pc === 'done')) as never)
}
