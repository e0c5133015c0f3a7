/**
 * The list `ranges` of mm/kmap_pfn.c: which frames a driver has mapped, and where.
 *
 * Records are linked like list_head, so a walker at a deleted record can still move on. A freed record stays in `s.kmaps`,
 * so that claims can detect reads of it.
 *
 * Checked by `spec/mappers/dax-clear.ts` and `spec/mappers/dax-fault.ts`.
 */

import { breaks, type HasTasks, type OnTask } from '../kernel/task.ts'

/** `struct kmap`, with the `res` that it borrows. */
export interface Kmap {
  /** The next record of the list, or null at its end. list_del_rcu() leaves it unchanged. */
  next: number | null
  /** res->start, as a pfn. */
  readonly pfn: number
  /** resource_size(res), in pages. */
  readonly pages: number
  readonly base: number

  // Ghosts.
  linked: boolean
  /** Whether a grace period has passed since it was unlinked, so no walker can still hold it. */
  waited: boolean
  freed: boolean
  /** Whether the resource that it borrows was freed. */
  resFreed: boolean
}

export interface HasRanges {
  /** The first record of the list. */
  ranges: number | null
  kmaps: Kmap[]
}

/** devm_register_kmap_pfn_range(), mm/kmap_pfn.c, the list that it leaves: its record is the only one. */
export function registeredRange(pfn: number, pages: number, base: number): Kmap {
  return { next: null, pfn, pages, base, linked: true, waited: false, freed: false, resFreed: false }
}

/** A record that is not on the list, at least not yet. */
export function unregisteredRange(pfn: number, pages: number, base: number): Kmap {
  return { ...registeredRange(pfn, pages, base), linked: false, waited: true }
}

export function kmapAt(s: HasRanges, at: number): Kmap {
  const kmap = s.kmaps[at]
  if (kmap === undefined) throw new Error(`there is no kmap record ${at}`)
  return kmap
}

/** A record as a walker reads it. */
export function readKmap(s: HasTasks & HasRanges, me: OnTask, at: number): Kmap {
  const kmap = kmapAt(s, at)
  if (kmap.freed) breaks(s, me, 'reads a freed record')
  readResource(s, me, kmap)
  return kmap
}

/** The resource that a record borrows. */
export function readResource(s: HasTasks, me: OnTask, kmap: Kmap): void {
  if (kmap.resFreed) breaks(s, me, 'reads a freed resource')
}

/**
 * list_add_rcu(), include/linux/rculist.h: at the head. Drivers call it as one step for devm_register_kmap_pfn_range(): that
 * it takes register_lock matters where two register, which is the matter of `overlapping-ranges`.
 */
export function list_add_rcu(s: HasRanges, at: number): void {
  const kmap = kmapAt(s, at)
  kmap.next = s.ranges
  kmap.linked = true
  kmap.waited = false
  s.ranges = at
}

/** list_del_rcu(), include/linux/rculist.h: new walkers no longer reach the record, and walkers at it can move on. */
export function list_del_rcu(s: HasRanges, at: number): void {
  const kmap = kmapAt(s, at)
  const before = s.kmaps.find(other => other.linked && other.next === at)
  if (before === undefined) s.ranges = kmap.next
  else before.next = kmap.next
  kmap.linked = false
}
