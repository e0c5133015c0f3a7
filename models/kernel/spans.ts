/**
 * Bars along the lane of a task: sections, held locks, mappings. A model adds them with `.span`; no verdict depends on them.
 *
 * Checked by `spec/drivers/axonram.ts`.
 */

import type { Frozen } from 'interleave-checker'
import type { HasAddressSpace, OwnsArea } from './address-space.ts'
import type { SrcuStruct } from './srcu.ts'
import type { HasTasks, OnTask } from './task.ts'

type At = { readonly pc: string }

/** From rcu_read_lock() to the matching rcu_read_unlock(). */
export function rcuReader(s: Frozen<HasTasks>, me: OnTask): boolean {
  return taskOf(s, me).rcu_read_lock_nesting > 0
}

/** In synchronize_rcu(), until it returns. */
export function gracePeriod(_s: unknown, me: At): boolean {
  return /(^|: )wait_rcu_gp$/.test(me.pc)
}

/** In a section of an SRCU domain. */
export function srcuReader<const N extends string>(domain: N) {
  return (s: { readonly [domain in N]: Frozen<SrcuStruct> }, me: OnTask): boolean =>
    s[domain].sections.includes(me.task)
}

/** In synchronize_srcu(), until it returns. */
export function srcuGracePeriod(_s: unknown, me: At): boolean {
  return /(^|: )wait_srcu_gp$/.test(me.pc)
}

/** Holds a mutex or a spinlock. */
export function holds<const N extends string>(lock: N) {
  return (s: { readonly [lock in N]: number | null }, me: OnTask): boolean => s[lock] === me.task
}

/** Holds an address from kmap_atomic_pfn_t(). */
export function kmapHeld(s: Frozen<HasTasks>, me: OnTask): boolean {
  return taskOf(s, me).maps.some(({ addr }) => addr !== null)
}

/** The driver's mapping still exists. */
export function areaMapped(s: Frozen<HasAddressSpace>, me: OwnsArea): boolean {
  return s.areas[me.area]?.mapped === true
}

function taskOf(s: Frozen<HasTasks>, me: OnTask): Frozen<HasTasks>['tasks'][number] {
  const task = s.tasks[me.task]
  if (task === undefined) throw new Error(`there is no task ${me.task}`)
  return task
}
