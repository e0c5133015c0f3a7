/**
 * Giving up the CPU: where that is allowed, and what it means for RCU.
 *
 * Checked by `spec/kernel/atomic-depth.ts`.
 */

import { when } from 'interleave-checker'
import type { Configured } from './config.ts'
import { isAwaited, rcu_qs } from './quiescent-state.ts'
import type { Rule } from './rules.ts'
import { breaks, current, type HasTasks, type OnTask } from './task.ts'

/**
 * might_sleep(), include/linux/kernel.h: states that the following code may sleep, which is a mistake in a reader and in
 * atomic context, even if it does not sleep this time. The kernel notices only with DEBUG_ATOMIC_SLEEP, by preempt_count()
 * and, in PRE, rcu_preempt_depth(); in NP it is blind. The rule is the same in all of them. PREEMPT_VOLUNTARY, which counts
 * as NP, turns it into a cond_resched() as well; a model that wants that calls both.
 */
export function might_sleep(s: HasTasks, me: OnTask): void {
  for (const rule of brokenBySleeping(s, me)) breaks(s, me, rule)
}

function brokenBySleeping(s: HasTasks, me: OnTask): Rule[] {
  const { preempt_count, preemption_off, pagefault_disabled, rcu_read_lock_nesting } = current(s, me)
  const rules: Rule[] = []
  if (rcu_read_lock_nesting > 0) rules.push('sleeps in a reader')
  if (preempt_count > 0 || preemption_off > 0 || pagefault_disabled > 0) rules.push('sleeps in atomic context')
  return rules
}

/**
 * cond_resched(), kernel/sched/core.c: switches only at a preempt_count() of 0. That alone keeps it from switching in a
 * reader in NPC.
 *
 * Here it always switches when allowed. Modelling an unset TIF_NEED_RESCHED would add nothing: to all others, a missed
 * quiescent state looks like a slow grace period.
 */
export function cond_resched(s: HasTasks, me: OnTask, c: Configured): void {
  might_sleep(s, me)
  if (current(s, me).preempt_count === 0) context_switch(s, me, c)
}

/** schedule() to wait for something, kernel/sched/core.c: in atomic context it complains, but switches anyway. */
export function schedule(s: HasTasks, me: OnTask, c: Configured): void {
  might_sleep(s, me)
  context_switch(s, me, c)
}

/**
 * Sleeps until `isReady`, for instance while another task holds a lock. A step that calls it must return its result: nothing
 * if it may proceed, otherwise its own label, to check again.
 *
 * The context switch is a separate step only where it makes a difference: in a reader or in atomic context, where sleeping
 * is a mistake that a grace period in NP and NPC takes for a quiescent state.
 */
export function sleepUntil(s: HasTasks, me: OnTask, c: Configured, isReady: () => boolean): undefined {
  const { broke } = current(s, me)
  const isNoticed = isAwaited(s, me, c) || brokenBySleeping(s, me).some(rule => !broke.includes(rule))
  // The condition is read last, so that a run shows what the task is waiting for.
  if (isReady()) {
    might_sleep(s, me)
    return
  }
  when(isNoticed)
  schedule(s, me, c)
  return labelOf(me)
}

/** The current label of the process. A frame that {@link within} substitutes for its locals has none. */
function labelOf(me: OnTask): never {
  const { pc } = me as { readonly pc?: string }
  if (pc === undefined) throw new Error('what may have to wait is called with the locals of a process')
  return pc as never
}

/** rcu_note_context_switch(), kernel/rcu/tree.c, called by __schedule(), and rcu_preempt_note_context_switch(). */
function context_switch(s: HasTasks, me: OnTask, c: Configured): void {
  rcu_qs(s, me, c)
}
