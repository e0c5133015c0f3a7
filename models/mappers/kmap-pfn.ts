/**
 * `kmap_atomic_pfn_t()` and `kunmap_atomic_pfn_t()`, mm/kmap_pfn.c of v5: the kernel address of a frame that may have no
 * struct page, and an RCU reader between the two calls that is meant to keep the driver's mapping alive.
 *
 * D1: the unmapping side looks the address up again to find out whether it was a device's. Repaired, it gets a token that
 * the mapping side returned. It returns at once for NULL, which is left out: no caller passes that.
 *
 * Checked by `spec/mappers/dax-clear.ts` and `spec/mappers/dax-io.ts`.
 */

import { checkFound, type HasAddressSpace } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { kmap_atomic, kunmap_atomic } from '../kernel/kmap-atomic.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import { breaks, current, type HasTasks, type OnTask } from '../kernel/task.ts'
import { type HasRanges, readKmap } from './kmap-ranges.ts'
import { type PfnT, pfn_t_to_page } from './pfn.ts'

type Kernel = HasTasks & HasAddressSpace & HasRanges

/** What the procedures need of their caller's locals. */
export interface Mapper extends OnTask {
  /** The frame to map. */
  pfn: PfnT | null
  /** How many pages from there the caller will use. */
  count: number
  /** The returned address, which is passed to kunmap; null if there is none. */
  addr: number | null
  /** Its struct page, if any. Whether it has one is the token that repairs D1. */
  page: number | null
  /** The current position in a walk of `ranges`. */
  walk: number | null
}

export interface KmapConstants extends Configured {
  readonly repairD1: boolean
  /** Whether a failed look-up unlocks: as posted, true. */
  readonly unlocksOnError: boolean
}

/** kmap_atomic_pfn_t(), mm/kmap_pfn.c. Goes to `mapped` with `me.addr` set and RCU locked, or to `failed` with neither. */
export function kmap_atomic_pfn_t<const Mapped extends string, const Failed extends string>(goto: {
  readonly mapped: Mapped
  readonly failed: Failed
}) {
  return {
    __pfn_t_to_page: (s: Kernel, me: Mapper) => {
      me.page = pfn_t_to_page(s, me, pfnOf(me))
    },
    rcu_read_lock: (s: Kernel, me: Mapper, c: Configured) => {
      rcu_read_lock(s, me, c)
      current(s, me).maps.push({ addr: null, pages: 0 })
      if (me.page === null) return 'list_for_each_entry_rcu'
    },
    kmap_atomic: (s: Kernel, me: Mapper, c: Configured): Mapped => {
      returnAddress(s, me, kmap_atomic(s, me, c, me.page!))
      return goto.mapped
    },
    list_for_each_entry_rcu: (s: Kernel, me: Mapper) => {
      me.walk = s.ranges
      if (me.walk === null) return 'rcu_read_unlock'
    },
    'pfn within kmap->res': (s: Kernel, me: Mapper): Mapped | 'rcu_read_unlock' | 'pfn within kmap->res' => {
      const kmap = readKmap(s, me, me.walk!)
      const offset = pfnOf(me).pfn - kmap.pfn
      const isFound = offset >= 0 && offset < kmap.pages
      me.walk = isFound ? null : kmap.next
      if (!isFound) return me.walk === null ? 'rcu_read_unlock' : 'pfn within kmap->res'
      checkFound(s, me, kmap.base + offset)
      returnAddress(s, me, kmap.base + offset)
      return goto.mapped
    },
    // Only the error path unlocks here.
    rcu_read_unlock: (s: Kernel, me: Mapper, c: KmapConstants): Failed => {
      current(s, me).maps.pop()
      if (c.unlocksOnError) rcu_read_unlock(s, me, c)
      return goto.failed
    },
  } as const
}

/** kunmap_atomic_pfn_t(), mm/kmap_pfn.c: unmaps `me.addr` and ends the reader. */
export function kunmap_atomic_pfn_t<const U extends string>(goto: { readonly unmapped: U }) {
  return {
    kunmap_atomic_pfn_t: (s: Kernel, me: Mapper, c: KmapConstants) => {
      const map = current(s, me).maps.at(-1)
      const start = map?.addr ?? Number.NaN
      const isOwn = map !== undefined && me.addr !== null && me.addr >= start && me.addr < start + map.pages
      if (!isOwn) breaks(s, me, 'unmaps an address outside its mapping')
      if (c.repairD1) return me.page === null ? 'rcu_read_unlock' : 'kunmap_atomic'
    },
    list_for_each_entry_rcu: (s: Kernel, me: Mapper) => {
      me.walk = s.ranges
      if (me.walk === null) return 'kunmap_atomic'
    },
    'addr within kmap': (s: Kernel, me: Mapper): 'addr within kmap' | 'kunmap_atomic' | 'rcu_read_unlock' => {
      const kmap = readKmap(s, me, me.walk!)
      const offset = me.addr! - kmap.base
      const isFound = offset >= 0 && offset < kmap.pages
      me.walk = isFound ? null : kmap.next
      if (isFound) return 'rcu_read_unlock'
      return me.walk === null ? 'kunmap_atomic' : 'addr within kmap'
    },
    // It is in no range, so it must have been a page.
    kunmap_atomic: (s: Kernel, me: Mapper, c: Configured) => {
      kunmap_atomic(s, me, c)
    },
    rcu_read_unlock: (s: Kernel, me: Mapper, c: Configured): U => {
      current(s, me).maps.pop()
      rcu_read_unlock(s, me, c)
      me.addr = null
      me.page = null
      return goto.unmapped
    },
  } as const
}

function pfnOf(me: Mapper): PfnT {
  if (me.pfn === null) throw new Error('there is no pfn to map')
  return me.pfn
}

function returnAddress(s: Kernel, me: Mapper, addr: number): void {
  me.addr = addr
  const map = current(s, me).maps.at(-1)
  if (map === undefined) return
  map.addr = addr
  map.pages = me.count
}
