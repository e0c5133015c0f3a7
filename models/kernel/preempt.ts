/**
 * The two counts that make a context atomic.
 *
 * Checked by `spec/kernel/atomic-depth.ts`.
 */

import type { Frozen } from 'interleave-checker'
import type { Configured } from './config.ts'
import { current, type HasTasks, type OnTask, type Task } from './task.ts'

/** preempt_disable(), include/linux/preempt.h: a compiler barrier without PREEMPT_COUNT. */
export function preempt_disable(s: HasTasks, me: OnTask, c: Configured): void {
  if (c.config !== 'NP') current(s, me).preempt_count++
}

/** preempt_enable(), include/linux/preempt.h. Nothing keeps it from going below 0. */
export function preempt_enable(s: HasTasks, me: OnTask, c: Configured): void {
  if (c.config !== 'NP') current(s, me).preempt_count--
}

/** pagefault_disable(), include/linux/uaccess.h. */
export function pagefault_disable(s: HasTasks, me: OnTask): void {
  current(s, me).pagefault_disabled++
}

/** pagefault_enable(), include/linux/uaccess.h. It warns below 0, and goes on. */
export function pagefault_enable(s: HasTasks, me: OnTask): void {
  current(s, me).pagefault_disabled--
}

/**
 * faulthandler_disabled(), include/linux/uaccess.h: whether a fault on a user page is refused, so that a copy comes back
 * short. A count that has gone below 0 refuses as well.
 */
export function faulthandler_disabled({ pagefault_disabled, preempt_count }: Frozen<Task>): boolean {
  return pagefault_disabled !== 0 || preempt_count !== 0
}
