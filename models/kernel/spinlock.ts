/** Spinlocks: a cell of the shared state that holds the task that owns it, or null. */

import { when } from 'interleave-checker'
import type { Configured } from './config.ts'
import { lock_acquire, lock_release, type MayHaveLockdep } from './lockdep.ts'
import { preempt_disable, preempt_enable } from './preempt.ts'
import { breaks, current, type HasTasks, type OnTask } from './task.ts'

type HasSpinlock<N extends string> = HasTasks & MayHaveLockdep & { [lock in N]: number | null }

/**
 * spin_lock(), include/linux/spinlock.h: the holder is in atomic context, which the kernel sees in preempt_count() where
 * that counts, and the claims see in `spinlocks` everywhere.
 */
export function spin_lock<const N extends string>(lock: N) {
  return (s: HasSpinlock<N>, me: OnTask, c: Configured): undefined => {
    const cells: { [lock in N]: number | null } = s
    when(cells[lock] === null)
    preempt_disable(s, me, c)
    current(s, me).spinlocks++
    cells[lock] = me.task
    lock_acquire(s, me, lock)
  }
}

/** spin_unlock(), include/linux/spinlock.h. The owner is known only with DEBUG_SPINLOCK. */
export function spin_unlock<const N extends string>(lock: N) {
  return (s: HasSpinlock<N>, me: OnTask, c: Configured): void => {
    const cells: { [lock in N]: number | null } = s
    if (cells[lock] !== me.task) breaks(s, me, 'unlocks what it has not locked')
    const task = current(s, me)
    task.spinlocks = Math.max(0, task.spinlocks - 1)
    preempt_enable(s, me, c)
    cells[lock] = null
    lock_release(s, me, lock)
  }
}
