/**
 * Touching user memory that is not resident.
 *
 * Checked by `spec/kernel/atomic-depth.ts` and `spec/kernel/rcu.ts`.
 */

import type { Configured } from './config.ts'
import { faulthandler_disabled } from './preempt.ts'
import { schedule } from './sleep.ts'
import { current, type HasTasks, type OnTask } from './task.ts'

/**
 * __do_page_fault(), arch/x86/mm/fault.c, for kernel code that touches a user page: false if the fault was refused, so that
 * a copy returns short; otherwise the page is now resident, and the task may have slept.
 */
export function user_fault(s: HasTasks, me: OnTask, c: Configured): boolean {
  if (faulthandler_disabled(current(s, me))) return false
  schedule(s, me, c)
  return true
}
