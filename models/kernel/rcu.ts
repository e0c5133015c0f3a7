/**
 * RCU: readers, quiescent states, grace periods.
 *
 * A grace period has a list of the tasks for which it still waits. The configurations differ in what removes a task from it:
 *
 * - NP and NPC (RCU-sched): any quiescent state of its CPU, that is, a context switch or user mode. Nothing checks whether
 *   the task is in a reader: that a reader contains no quiescent state is a rule, not a mechanism. So every region with
 *   preemption off is a reader too: a held spinlock, a page mapped by kmap_atomic(), a softirq.
 * - PRE (PREEMPT_RCU): the outermost rcu_read_unlock(). A task that is switched out inside a reader is queued on
 *   `blkd_tasks`, for which the grace period waits as well, as if the task were still running.
 *
 * Code outside readers counts as quiescent everywhere, so a grace period never waits for it. In NP and NPC it may really
 * wait a little longer; interleaving covers that, since the waiting task may be slow. Each caller has a grace period of its
 * own; sharing them would only make callers wait longer.
 */

import type { Configured } from './config.ts'
import { lock_acquire_recursive, lock_release, lock_sync, type MayHaveLockdep } from './lockdep.ts'
import { preempt_disable, preempt_enable } from './preempt.ts'
import { endReader, isReader } from './quiescent-state.ts'
import { schedule, sleepUntil } from './sleep.ts'
import { breaks, current, type Flavour, type HasTasks, type OnTask } from './task.ts'

/** rcu_read_lock(), include/linux/rcupdate.h; __rcu_read_lock(), kernel/rcu/tree_plugin.h for PRE. */
export function rcu_read_lock(s: HasTasks & MayHaveLockdep, me: OnTask, c: Configured): void {
  current(s, me).rcu_read_lock_nesting++
  lock_acquire_recursive(s, me, 'rcu_read_lock')
  if (c.config === 'NPC') preempt_disable(s, me, c)
}

/** rcu_read_unlock(), include/linux/rcupdate.h; __rcu_read_unlock() and rcu_read_unlock_special() for PRE. */
export function rcu_read_unlock(s: HasTasks & MayHaveLockdep, me: OnTask, c: Configured): void {
  current(s, me).rcu_read_lock_nesting--
  lock_release(s, me, 'rcu_read_lock')
  if (c.config === 'NPC') preempt_enable(s, me, c)
  endReader(s, me, c)
}

/** Whether a grace period that starts now has to wait for the task. */
function holdsUp(s: HasTasks, task: number, flavour: Flavour, c: Configured): boolean {
  const now = current(s, { task })
  // A task that leaked its lock is still quiescent in user mode, unless the lock is counted per task.
  const isSeen = now.mode === 'kernel' || (c.config === 'PRE' && now.rcu_read_lock_nesting > 0)
  return isSeen && isReader(now, flavour, c)
}

/** Starts a grace period for the caller, which sleeps until it is over. */
function start_gp(s: HasTasks, me: OnTask, c: Configured, flavour: Flavour): void {
  const caller = current(s, me)
  const tasks = s.tasks.map((_, task) => task)
  caller.gp_flavour = flavour
  caller.gp_waits_for = tasks.filter(task => holdsUp(s, task, flavour, c))
  caller.gp_must_cover = tasks.filter(task => isReader(current(s, { task }), flavour, c))
  schedule(s, me, c)
}

/** wait_rcu_gp(), kernel/rcu/update.c: waits until the callback reports the end of the grace period. */
function wait_rcu_gp(s: HasTasks, me: OnTask, c: Configured): undefined {
  const caller = current(s, me)
  const again = sleepUntil(s, me, c, () => caller.gp_waits_for.length === 0)
  if (again !== undefined) return again
  if (caller.gp_must_cover.length > 0) breaks(s, me, 'ends a grace period inside a reader')
  caller.gp_must_cover = []
  caller.gp_flavour = 'rcu'
}

/** synchronize_rcu(), kernel/rcu/tree_plugin.h for PRE, kernel/rcu/tree.c (as synchronize_sched) for the others. */
export function synchronize_rcu() {
  return {
    synchronize_rcu: (s: HasTasks & MayHaveLockdep, me: OnTask, c: Configured) => {
      lock_sync(s, me, 'rcu_read_lock')
      start_gp(s, me, c, 'rcu')
    },
    wait_rcu_gp,
  }
}

/**
 * synchronize_sched(), kernel/rcu/tree.c, which 4.20 merged into synchronize_rcu(). Before that, in PRE, it waits for
 * regions with preemption off, not for readers of RCU.
 */
export function synchronize_sched() {
  return {
    synchronize_sched: (s: HasTasks, me: OnTask, c: Configured) => {
      start_gp(s, me, c, 'sched')
    },
    wait_rcu_gp,
  }
}
