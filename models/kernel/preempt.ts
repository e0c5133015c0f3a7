/**
 * The counts that make a context atomic.
 *
 * Checked by `spec/kernel/atomic-depth.ts`.
 */

import type { Frozen } from 'interleave-checker'
import type { Configured } from './config.ts'
import { endReader } from './quiescent-state.ts'
import { current, type HasTasks, type OnTask, type Task } from './task.ts'

/**
 * preempt_disable(), include/linux/preempt.h: a compiler barrier without PREEMPT_COUNT. The code that follows is a reader of
 * RCU-sched in every configuration; rcu_read_lock_sched(), include/linux/rcupdate.h, does nothing else.
 */
export function preempt_disable(s: HasTasks, me: OnTask, c: Configured): void {
  const task = current(s, me)
  task.preemption_off++
  if (c.config !== 'NP') task.preempt_count++
}

/** preempt_enable(), include/linux/preempt.h. Nothing prevents the count from going below 0. */
export function preempt_enable(s: HasTasks, me: OnTask, c: Configured): void {
  if (c.config !== 'NP') current(s, me).preempt_count--
  endRegion(s, me, c)
}

/** __do_softirq(), kernel/softirq.c, starts: a context that is counted in every configuration. */
export function enter_softirq(s: HasTasks, me: OnTask): void {
  const task = current(s, me)
  task.mode = 'kernel'
  task.softirq = true
  task.preemption_off++
  task.preempt_count++
}

/** __do_softirq() ends. */
export function leave_softirq(s: HasTasks, me: OnTask, c: Configured): void {
  const task = current(s, me)
  task.mode = 'user'
  task.softirq = false
  task.preempt_count--
  endRegion(s, me, c)
}

function endRegion(s: HasTasks, me: OnTask, c: Configured): void {
  const task = current(s, me)
  task.preemption_off = Math.max(0, task.preemption_off - 1)
  endReader(s, me, c)
}

/** pagefault_disable(), include/linux/uaccess.h. */
export function pagefault_disable(s: HasTasks, me: OnTask): void {
  current(s, me).pagefault_disabled++
}

/** pagefault_enable(), include/linux/uaccess.h. Below 0 it warns and continues. */
export function pagefault_enable(s: HasTasks, me: OnTask): void {
  current(s, me).pagefault_disabled--
}

/**
 * faulthandler_disabled(), include/linux/uaccess.h: whether a fault on a user page is refused, so that a copy returns short.
 * A count below 0 refuses as well.
 */
export function faulthandler_disabled({ pagefault_disabled, preempt_count }: Frozen<Task>): boolean {
  return pagefault_disabled !== 0 || preempt_count !== 0
}
