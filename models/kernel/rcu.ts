/**
 * RCU: readers, quiescent states, grace periods.
 *
 * A grace period has a list of the tasks that it still waits for. What takes a task off the list is where the
 * configurations differ:
 *
 * - NP and NPC (RCU-sched): any quiescent state of its CPU, which is a context switch or user mode. Nothing looks at
 *   whether the task is in a reader: that a reader contains no quiescent state is a rule, not a mechanism. So a region
 *   with preemption off is a reader too: a spinlock that is held, a page that kmap_atomic() has mapped, a softirq.
 * - PRE (PREEMPT_RCU): the outermost rcu_read_unlock(). A task that is switched out inside a reader is queued on
 *   `blkd_tasks`, for which the grace period waits as well; to who waits, that is as though it were still running.
 *
 * Code outside readers is taken to pass through a quiescent state wherever it stands, so that a grace period never
 * waits for it: in NP and NPC it may in truth wait a little longer, which interleaving covers, since the one who waits
 * may be slow. Each caller has a grace period of its own; sharing them would, again, only make a caller wait longer.
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
  // A task that has leaked its lock is quiescent in user mode all the same, unless the lock is counted for the task.
  const isSeen = now.mode === 'kernel' || (c.config === 'PRE' && now.rcu_read_lock_nesting > 0)
  return isSeen && isReader(now, flavour, c)
}

/** Begins a grace period for the caller, who sleeps until it is over. */
function start_gp(s: HasTasks, me: OnTask, c: Configured, flavour: Flavour): void {
  const caller = current(s, me)
  const tasks = s.tasks.map((_, task) => task)
  caller.gp_flavour = flavour
  caller.gp_waits_for = tasks.filter(task => holdsUp(s, task, flavour, c))
  caller.gp_must_cover = tasks.filter(task => isReader(current(s, { task }), flavour, c))
  schedule(s, me, c)
}

/** wait_rcu_gp(), kernel/rcu/update.c: until the callback says that the grace period is over. */
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
 * synchronize_sched(), kernel/rcu/tree.c, which 4.20 made synchronize_rcu(): before that it waits for no reader of RCU in
 * PRE, but for regions with preemption off.
 */
export function synchronize_sched() {
  return {
    synchronize_sched: (s: HasTasks, me: OnTask, c: Configured) => {
      start_gp(s, me, c, 'sched')
    },
    wait_rcu_gp,
  }
}
