/**
 * Where a grace period learns that it no longer has to wait for a task; see `rcu.ts`.
 *
 * Checked by `spec/kernel/rcu.ts` and `spec/kernel/preempt-reader.ts`.
 */

import type { Configured } from './config.ts'
import { current, type Flavour, type HasTasks, type OnTask, type Task } from './task.ts'

/** Whether a grace period of this flavour has to cover the task in its current state. */
export function isReader(task: Task, flavour: Flavour, c: Configured): boolean {
  const isOne = c.config !== 'PRE' || c.consolidated === true
  if ((isOne || flavour === 'rcu') && task.rcu_read_lock_nesting > 0) return true
  // A task that leaked it still leaves the region when it returns to user mode.
  return (isOne || flavour === 'sched') && task.preemption_off > 0 && task.mode === 'kernel'
}

/**
 * Ends a reader, by rcu_read_unlock() or preempt_enable(). After the outermost one, the code is quiescent in every
 * configuration.
 */
export function endReader(s: HasTasks, me: OnTask, c: Configured): void {
  const task = current(s, me)
  forget(s, me, waiter => !isReader(task, waiter.gp_flavour, c))
}

/** exit_rcu(), kernel/rcu/update.c: the task has exited. */
export function exit_rcu(s: HasTasks, me: OnTask): void {
  forget(s, me, () => true)
}

/** rcu_sched_qs(), kernel/rcu/tree.c: the CPU of this task is seen in a quiescent state. */
export function rcu_qs(s: HasTasks, me: OnTask, c: Configured): void {
  for (const waiter of s.tasks) {
    if (isQuiescentFor(s, me, waiter, c)) waiter.gp_waits_for = waiter.gp_waits_for.filter(task => task !== me.task)
  }
}

/** Whether a grace period still waits for the task and would see a quiescent state of its CPU. */
export function isAwaited(s: HasTasks, me: OnTask, c: Configured): boolean {
  return s.tasks.some(waiter => waiter.gp_waits_for.includes(me.task) && isQuiescentFor(s, me, waiter, c))
}

/**
 * rcu_preempt_note_context_switch(), kernel/rcu/tree_plugin.h: a task in a reader is queued on `blkd_tasks` until it leaves
 * the reader: its CPU is quiescent, the task is not. This holds for grace periods of readers, not of RCU-sched.
 */
function isQuiescentFor(s: HasTasks, me: OnTask, waiter: Task, c: Configured): boolean {
  return c.config !== 'PRE' || waiter.gp_flavour === 'sched' || current(s, me).rcu_read_lock_nesting <= 0
}

function forget(s: HasTasks, me: OnTask, isOver: (waiter: Task) => boolean): void {
  for (const waiter of s.tasks) {
    if (!isOver(waiter)) continue
    waiter.gp_must_cover = waiter.gp_must_cover.filter(task => task !== me.task)
    waiter.gp_waits_for = waiter.gp_waits_for.filter(task => task !== me.task)
  }
}
