/**
 * The rules of the kernel that a task can break, and the claims that no task breaks them.
 *
 * The procedures check the rules where the kernel's debug code would, and where it can't look: a use after free, say,
 * that does no harm this time. A claim is said as `.invariant('...', s => neverSleepsInReader(s))`.
 */

import type { Frozen } from 'interleave'
import type { Configured } from './config.ts'
import type { HasTasks, Task } from './task.ts'

export type Rule =
  | 'asks for the page of a frame without memmap'
  | 'ends a grace period inside a reader'
  | 'finds an unmapped address'
  | 'reads a freed record'
  | 'sleeps in a reader'
  | 'sleeps in atomic context'
  | 'stores to an unmapped address'
  | 'unmaps an address outside its mapping'

type Tasks = Frozen<HasTasks>

function never(rule: Rule): (s: Tasks) => boolean {
  return s => s.tasks.every(task => !task.broke.includes(rule))
}

/** pfn_to_page() is evaluated only for a frame that has a struct page at that moment. */
export const neverAsksForMissingPage = never('asks for the page of a frame without memmap')

/** Every store through a kernel address happens while that address is mapped. */
export const neverStoresToUnmapped = never('stores to an unmapped address')

/** A look-up never returns an address that is not mapped. */
export const neverFindsUnmapped = never('finds an unmapped address')

/** No step reads a kmap record after its kfree(). */
export const neverReadsFreedRecord = never('reads a freed record')

/** No step that may sleep is taken inside rcu_read_lock(), whether or not this configuration can notice. */
export const neverSleepsInReader = never('sleeps in a reader')

/** No step that may sleep is taken while preemption or page faults are disabled. */
export const neverSleepsInAtomic = never('sleeps in atomic context')

/** The address given back belongs to the mapping that the task obtained last and still holds. */
export const neverUnmapsElsewhere = never('unmaps an address outside its mapping')

/** synchronize_rcu() returns only when every reader that was there at the call has ended. */
export const gracePeriodsCoverReaders = never('ends a grace period inside a reader')

/** Page faults, and preemption where it is counted, are disabled once for each page that is mapped, and no more. */
export function atomicDepthIsBalanced(s: Tasks, c: Configured): boolean {
  return s.tasks.every(task => {
    return task.pagefault_disabled === task.kmaps && task.preempt_count === expectedPreemptCount(task, c)
  })
}

function expectedPreemptCount(task: Frozen<Task>, c: Configured): number {
  if (c.config === 'NP') return 0
  // In NPC, rcu_read_lock() is preempt_disable().
  return c.config === 'NPC' ? task.kmaps + task.rcu_read_lock_nesting : task.kmaps
}

/** rcu_read_lock() is held once for each mapping, and never in user mode. */
export function rcuDepthIsBalanced(s: Tasks): boolean {
  return s.tasks.every(({ mode, rcu_read_lock_nesting: nesting, maps }) => {
    return nesting === maps.length && (mode === 'kernel' || nesting === 0)
  })
}
