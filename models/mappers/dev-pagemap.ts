/**
 * struct dev_pagemap: the struct pages of a device, and the reference that keeps them. As in October 2015 (v2, 19/20
 * and 20/20), where the reference is the request queue's, and as in mm/memremap.c since.
 *
 * One frame stands for the range. Its struct page lies in the memmap and goes with it.
 */

import { when } from 'interleave'
import type { HasAddressSpace } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import {
  type PercpuRef,
  percpu_ref_exit,
  percpu_ref_get,
  percpu_ref_init,
  percpu_ref_kill,
  percpu_ref_put,
  percpu_ref_sum,
  percpu_ref_switched,
  percpu_ref_tryget,
  percpu_ref_tryget_live,
} from '../kernel/percpu-ref.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../kernel/rcu.ts'
import { access, type HasSlab, kfree, kmalloc, type Pointer } from '../kernel/slab.ts'
import { breaks, type HasTasks, type OnTask } from '../kernel/task.ts'

export interface DevPagemap {
  readonly at: Pointer
  ref: PercpuRef
  /** Whether pgmap->ref is other than NULL. */
  hasRef: boolean
  /** pgmap->done: completed by the release of the reference. */
  done: boolean
}

export interface HasDevPagemap extends HasTasks, HasSlab, HasAddressSpace {
  pgmap: DevPagemap
  /** Whether the range is in pgmap_array, or on the list before there was one. */
  registered: boolean
  /** page->_count. */
  page_count: number
  /** The user's PTE to the frame, with the devmap bit, and the lock of its page table. */
  pte: boolean
  ptl: number | null
  /** Whether the callback of the percpu_ref is queued, and whether it has confirmed. */
  callback: boolean
  confirmed: boolean
}

export interface PagemapConstants extends Configured {
  /**
   * Who pins a page: `ref`, each get_page() takes a reference to the pagemap; `base`, the page's first count holds one.
   */
  readonly pins: 'ref' | 'base'
  /** Unbinding unmaps the frame from user space first. */
  readonly truncates: boolean
  /** get_page() is try_get_page(), which refuses a page whose count is 0. */
  readonly triesGet: boolean
  /** Unbinding waits until the last reference is gone, and not for the confirmation alone (X22). */
  readonly waitsForRefs: boolean
  /** pgmap->ref is set to NULL before the range leaves pgmap_array. */
  readonly clearsRefFirst: boolean
  /**
   * Who has waited for the pagemap's own reference gives its percpu memory back. The queue's is not the pagemap's to
   * exit.
   */
  readonly exitsRef: boolean
  /** get_dev_pagemap() takes tryget_live() and not tryget(). */
  readonly trygetsLive: boolean
}

/** What the procedures need of the locals of who calls them. */
export interface Pinner extends OnTask {
  /** How many references to the pagemap it has taken and not dropped: a ghost. */
  refs: number
}

/** The frame. */
const pfn = 0

/** A pagemap with a reference of its own, or with that of the request queue, which outlives it. */
export function newDevPagemap(s: HasSlab, c: PagemapConstants): DevPagemap {
  const at = kmalloc(s)
  const ref = percpu_ref_init(c.pins === 'base' ? at : kmalloc(s))
  // percpu_ref_get_many() of memremap_pages(): the page's first count holds a reference.
  if (c.pins === 'base') ref.count++
  return { at, ref, hasRef: true, done: false }
}

/** get_dev_pagemap(), kernel/memremap.c. */
export function get_dev_pagemap<const F extends string, const N extends string>(goto: {
  readonly found: F
  readonly none: N
}) {
  return {
    rcu_read_lock,
    xa_load: (s: HasDevPagemap): 'rcu_read_unlock' | undefined => {
      if (!s.registered) return 'rcu_read_unlock'
    },
    percpu_ref_tryget_live: (s: HasDevPagemap, me: Pinner, c: PagemapConstants) => {
      access(s, me, s.pgmap.at)
      const tryget = c.trygetsLive ? percpu_ref_tryget_live : percpu_ref_tryget
      if (!s.pgmap.hasRef) breaks(s, me, 'uses freed memory')
      else if (tryget(s, me, s.pgmap.ref)) me.refs++
    },
    rcu_read_unlock: (s: HasDevPagemap, me: Pinner, c: Configured): F | N => {
      rcu_read_unlock(s, me, c)
      return me.refs > 0 ? goto.found : goto.none
    },
  } as const
}

/** put_dev_pagemap(). */
export function put_dev_pagemap(s: HasDevPagemap, me: Pinner): void {
  me.refs--
  put(s, me)
}

/** get_page() of a device's page, or try_get_page(): false if it is refused. */
export function get_page(s: HasDevPagemap, me: Pinner, c: PagemapConstants): boolean {
  pfn_to_page(s, me, pfn)
  if (c.triesGet && s.page_count === 0) return false
  s.page_count++
  if (c.pins === 'ref') {
    percpu_ref_get(s, me, s.pgmap.ref)
    me.refs++
  }
  return true
}

/** page_ref_dec_and_test() of put_page(); with `base`, the last count drops the pagemap's reference, __put_page(). */
export function page_ref_dec(s: HasDevPagemap, me: Pinner, c: PagemapConstants): void {
  pfn_to_page(s, me, pfn)
  s.page_count--
  if (c.pins === 'base' && s.page_count === 0) put(s, me)
}

/** percpu_ref_put(), and its release(): dev_pagemap_percpu_release() completes. */
function put(s: HasDevPagemap, me: OnTask): void {
  if (percpu_ref_put(s, me, s.pgmap.ref)) s.pgmap.done = true
}

/** memunmap_pages(), mm/memremap.c; before it, what takes the frame from user space. */
export function memunmap_pages<const R extends string>(goto: { readonly released: R }) {
  return {
    // zap_pte_range() takes the lock of the page table, so it waits for who has read the PTE under it.
    unmap_mapping_range: (s: HasDevPagemap, _me: Pinner, c: PagemapConstants) => {
      if (!c.truncates) return
      when(s.ptl === null)
      s.pte = false
    },
    percpu_ref_kill: (s: HasDevPagemap, me: Pinner) => {
      percpu_ref_kill(s, me, s.pgmap.ref)
      s.callback = true
    },
    'percpu_ref_put of the base': (s: HasDevPagemap, me: Pinner) => {
      put(s, me)
    },
    'put_page of each pfn': (s: HasDevPagemap, me: Pinner, c: PagemapConstants) => {
      if (c.pins === 'base') page_ref_dec(s, me, c)
    },
    wait_for_completion: (s: HasDevPagemap, me: Pinner, c: PagemapConstants) => {
      when(c.waitsForRefs ? s.pgmap.done : s.confirmed)
      if (c.pins === 'base' && c.exitsRef) percpu_ref_exit(s, me, s.pgmap.ref)
      if (c.clearsRefFirst) s.pgmap.hasRef = false
    },
    // Pages with elevated counts are only warned of.
    arch_remove_memory: (s: HasDevPagemap) => {
      s.memmap[pfn] = 'none'
    },
    pgmap_array_delete: (s: HasDevPagemap) => {
      s.registered = false
    },
    ...synchronize_rcu(),
    kfree: (s: HasDevPagemap, me: Pinner): R => {
      kfree(s, me, s.pgmap.at)
      return goto.released
    },
  } as const
}

/** The callback that percpu_ref_kill() queues, lib/percpu-refcount.c: a process that mayRest at the first step. */
export function pagemap_ref_callback() {
  return {
    call_rcu_sched: (s: HasDevPagemap) => {
      when(s.callback)
      s.callback = false
    },
    ...synchronize_rcu(),
    percpu_ref_switch_to_atomic_rcu: (s: HasDevPagemap, me: OnTask) => {
      percpu_ref_sum(s, me, s.pgmap.ref)
    },
    'ref->confirm_switch(ref)': (s: HasDevPagemap) => {
      s.confirmed = true
    },
    'ref->confirm_switch = NULL': (s: HasDevPagemap, me: OnTask) => {
      percpu_ref_switched(s, me, s.pgmap.ref)
    },
    percpu_ref_put: (s: HasDevPagemap, me: OnTask): 'done' => {
      put(s, me)
      return 'done'
    },
  } as const
}
