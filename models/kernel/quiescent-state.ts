/**
 * Where grace periods learn that they need not wait for a task any longer; see `rcu.ts`.
 *
 * Checked by `spec/kernel/rcu.ts`.
 */

import type { HasTasks, OnTask } from './task.ts'

/**
 * Ends the outermost reader, as rcu_read_unlock(), include/linux/rcupdate.h, does: what follows it is quiescent in every
 * configuration.
 */
export function endReader(s: HasTasks, me: OnTask): void {
  for (const waiter of s.tasks) {
    waiter.gp_must_cover = waiter.gp_must_cover.filter(task => task !== me.task)
  }
  rcu_qs(s, me)
}

/** rcu_sched_qs(), kernel/rcu/tree.c: the CPU of this task is seen in a quiescent state. */
export function rcu_qs(s: HasTasks, me: OnTask): void {
  for (const waiter of s.tasks) waiter.gp_waits_for = waiter.gp_waits_for.filter(task => task !== me.task)
}
