/**
 * Giving up the CPU: where it is allowed, and what RCU makes of it.
 *
 * Checked by `spec/kernel/atomic-depth.ts`.
 */

import type { Configured } from './config.ts'
import { rcu_qs } from './quiescent-state.ts'
import { breaks, current, type HasTasks, type OnTask } from './task.ts'

/**
 * might_sleep(), include/linux/kernel.h: says that what follows may sleep, which is a mistake in a reader and in atomic
 * context, whether or not it does sleep this time. The kernel can tell only with DEBUG_ATOMIC_SLEEP: by preempt_count()
 * and, in PRE, rcu_preempt_depth(); in NP it is blind. The rule is the same in all of them. PREEMPT_VOLUNTARY, which
 * counts as NP, makes it a cond_resched() as well; a model that means that says so.
 */
export function might_sleep(s: HasTasks, me: OnTask): void {
  const { preempt_count, pagefault_disabled, spinlocks, rcu_read_lock_nesting } = current(s, me)
  if (rcu_read_lock_nesting > 0) breaks(s, me, 'sleeps in a reader')
  if (preempt_count > 0 || pagefault_disabled > 0 || spinlocks > 0) breaks(s, me, 'sleeps in atomic context')
}

/**
 * cond_resched(), kernel/sched/core.c: switches only at a preempt_count() of 0, which is what keeps it from switching in
 * a reader in NPC, and nothing else does.
 *
 * It always switches where it may. That TIF_NEED_RESCHED is not set this time adds nothing: not to have passed a
 * quiescent state looks, to everyone else, like a grace period that is slow to end.
 */
export function cond_resched(s: HasTasks, me: OnTask, c: Configured): void {
  might_sleep(s, me)
  if (current(s, me).preempt_count === 0) context_switch(s, me, c)
}

/** schedule() to wait for something, kernel/sched/core.c: in atomic context it complains, and switches all the same. */
export function schedule(s: HasTasks, me: OnTask, c: Configured): void {
  might_sleep(s, me)
  context_switch(s, me, c)
}

/** rcu_note_context_switch(), kernel/rcu/tree.c, called by __schedule(). */
function context_switch(s: HasTasks, me: OnTask, c: Configured): void {
  // rcu_preempt_note_context_switch(): queued on blkd_tasks until it leaves its reader.
  if (c.config === 'PRE' && current(s, me).rcu_read_lock_nesting > 0) return
  rcu_qs(s, me)
}
