/**
 * Switching between user mode and kernel, and killing a task after an oops.
 *
 * Checked by `spec/kernel/rcu.ts`.
 */

import type { Configured } from './config.ts'
import { endReader, exit_rcu, rcu_qs } from './quiescent-state.ts'
import { current, type HasTasks, type OnTask } from './task.ts'

/** A system call starts: entry_SYSCALL_64, arch/x86/entry/entry_64.S. */
export function enter_kernel(s: HasTasks, me: OnTask): void {
  current(s, me).mode = 'kernel'
}

/**
 * A system call ends. rcu_check_callbacks(), kernel/rcu/tree.c: a tick in user mode counts as a quiescent state.
 */
export function return_to_user(s: HasTasks, me: OnTask, c: Configured): void {
  current(s, me).mode = 'user'
  // In PRE a leaked lock is still counted, and no tick helps.
  rcu_qs(s, me, c)
  endReader(s, me, c)
}

/**
 * oops_end(), arch/x86/kernel/dumpstack.c, and do_exit(), kernel/exit.c: the task is killed on the spot. Its counts go with
 * it, and exit_rcu() ends its readers, so later violations are not mere consequences.
 */
export function oops(s: HasTasks, me: OnTask): void {
  const task = current(s, me)
  task.mode = 'user'
  task.preempt_count = 0
  task.pagefault_disabled = 0
  task.rcu_read_lock_nesting = 0
  task.preemption_off = 0
  task.softirq = false
  task.kmaps = 0
  task.spinlocks = 0
  task.maps = []
  exit_rcu(s, me)
}
