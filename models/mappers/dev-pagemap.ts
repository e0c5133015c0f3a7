/**
 * struct dev_pagemap: the struct pages of a device, and the reference that keeps them alive. As in October 2015 (v2, 19/20
 * and 20/20), where it is the request queue's reference, and as in mm/memremap.c since.
 *
 * One frame represents the range. Its struct page is part of the memmap and is removed with it.
 *
 * Checked by `spec/mappers/gup.ts` and `spec/modes/page-mapped.ts`.
 */

import { choose, joined, prefixed, when } from 'interleave-checker'
import type { HasAddressSpace } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import {
  type PercpuRef,
  percpu_ref_callback,
  percpu_ref_exit,
  percpu_ref_get,
  percpu_ref_init,
  percpu_ref_kill,
  percpu_ref_put,
  percpu_ref_tryget,
  percpu_ref_tryget_live,
} from '../kernel/percpu-ref.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../kernel/rcu.ts'
import { access, type HasSlab, kfree, kmalloc, type Pointer } from '../kernel/slab.ts'
import { breaks, type HasTasks, type OnTask } from '../kernel/task.ts'

export interface DevPagemap {
  readonly at: Pointer
  ref: PercpuRef
  /** Whether pgmap->ref is not NULL. */
  hasRef: boolean
  /** pgmap->done: completed by the release of the reference. */
  done: boolean
}

export interface HasDevPagemap extends HasTasks, HasSlab, HasAddressSpace {
  pgmap: DevPagemap
  /** Whether the range is in pgmap_array, or on the list that preceded it. */
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
   * How a page pins the pagemap: `ref`, each get_page() takes a reference; `base`, the page's first count holds one.
   */
  readonly pins: 'ref' | 'base'
  /**
   * follow_page_pte() gets the page by get_page_foll(), mm/internal.h until 4.4, which counts the page and takes no reference to
   * the pagemap: that of the look-up is the page's from then on. Default false; 20/20 of October left it so.
   */
  readonly getsByFoll?: boolean
  /** Unbinding unmaps the frame from user space first. */
  readonly truncates: boolean
  /** get_page() is try_get_page(), which refuses a page with count 0. */
  readonly triesGet: boolean
  /** Unbinding waits for the last reference, not only for the confirmation, before it removes memory (X22). */
  readonly waitsForRefs: boolean
  /** pgmap->ref is set to NULL before the range leaves pgmap_array. */
  readonly clearsRefFirst: boolean
  /**
   * After waiting for the pagemap's own reference, its percpu memory is freed. The queue's reference is not the pagemap's to
   * exit.
   */
  readonly exitsRef: boolean
  /** get_dev_pagemap() uses tryget_live(), not tryget(). */
  readonly trygetsLive: boolean
  /**
   * A grace period passes between the end of look-ups and kfree() of the pagemap that they read. Default true; VO and VM
   * have none.
   */
  readonly waitsForLookups: boolean
}

export interface BindingConstants extends PagemapConstants {
  /** devm_memremap_pages() makes the pagemap visible after its memmap exists (X10). */
  readonly publishesLast: boolean
}

/** What the procedures need of their caller's locals. */
export interface Pinner extends OnTask {
  /** How many references to the pagemap the task holds: a ghost. */
  refs: number
}

/** The frame. */
const pfn = 0

/** A pagemap with its own reference, or with that of the request queue, which outlives it. */
export function newDevPagemap(s: HasSlab, c: PagemapConstants): DevPagemap {
  const at = kmalloc(s)
  const ref = percpu_ref_init(c.pins === 'base' ? at : kmalloc(s))
  // percpu_ref_get_many() of memremap_pages(): the page's first count holds a reference.
  if (c.pins === 'base') ref.count++
  return { at, ref, hasRef: true, done: false }
}

/** Before there is one. */
export function noDevPagemap(): DevPagemap {
  const nowhere: Pointer = { slot: 0, generation: 0 }
  return { at: nowhere, ref: percpu_ref_init(nowhere), hasRef: true, done: false }
}

/** get_dev_pagemap(), kernel/memremap.c. */
export function get_dev_pagemap<const F extends string, const N extends string>(goto: {
  readonly found: F
  readonly none: N
}) {
  const lookUp = (s: HasDevPagemap): 'rcu_read_unlock' | 'percpu_ref_tryget_live' => {
    return s.registered ? 'percpu_ref_tryget_live' : 'rcu_read_unlock'
  }
  return {
    rcu_read_lock: (
      s: HasDevPagemap,
      me: Pinner,
      c: PagemapConstants,
    ): 'xa_load' | '__get_dev_pagemap' | 'find_dev_pagemap' => {
      rcu_read_lock(s, me, c)
      if (c.pins === 'base') return 'xa_load'
      return isOctober(c) ? '__get_dev_pagemap' : 'find_dev_pagemap'
    },
    __get_dev_pagemap: lookUp,
    find_dev_pagemap: lookUp,
    xa_load: lookUp,
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

/** put_dev_pagemap(): percpu_ref_put(pgmap->ref). */
export function put_dev_pagemap(s: HasDevPagemap, me: Pinner): void {
  me.refs--
  access(s, me, s.pgmap.at)
  put(s, me)
}

/** get_page() of a device's page, or try_get_page(): false if it is refused. */
export function get_page(s: HasDevPagemap, me: Pinner, c: PagemapConstants): boolean {
  pfn_to_page(s, me, pfn)
  if (c.triesGet && s.page_count === 0) return false
  s.page_count++
  if (c.pins === 'ref' && c.getsByFoll !== true) {
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

/** By what it has and Linux 4.5 has not; repairs leave at least one of the two. */
function isOctober(c: PagemapConstants): boolean {
  return c.pins === 'ref' && (c.truncates || !c.waitsForRefs)
}

/** zap_pte_range(), mm/memory.c, takes the lock of the page table, so it waits for tasks that read the PTE under it. */
function zap(s: HasDevPagemap): void {
  when(s.ptl === null)
  s.pte = false
}

/**
 * memunmap_pages(), mm/memremap.c, which begins at 'unmap_mapping_range': before it, the frame is removed from user space.
 *
 * With `ref`, devm_memremap_pages_release(), kernel/memremap.c, and blk_cleanup_queue(), which begin at 'blk_set_queue_dying'.
 * October removes the frame once no new references are given out. Linux 4.5 has it the other way round at the end, first
 * pgmap_radix_release() and then the memory: no look-up gets a reference by then, whether it finds the range or not.
 */
export function memunmap_pages<const R extends string>(goto: { readonly released: R }) {
  return joined(
    {
      unmap_mapping_range: (s: HasDevPagemap, _me: Pinner, c: PagemapConstants): 'percpu_ref_kill' => {
        if (c.truncates) zap(s)
        return 'percpu_ref_kill'
      },
      blk_set_queue_dying: (): undefined => undefined,
    },
    killRef((c: PagemapConstants) => (c.pins === 'base' ? 'put_page of each pfn' : 'blk_mq_run_hw_queues')),
    {
      'put_page of each pfn': (s: HasDevPagemap, me: Pinner, c: PagemapConstants) => {
        page_ref_dec(s, me, c)
      },
      wait_for_completion: (s: HasDevPagemap, me: Pinner, c: PagemapConstants): 'arch_remove_memory' => {
        when(c.waitsForRefs ? s.pgmap.done : s.confirmed)
        if (c.exitsRef) percpu_ref_exit(s, me, s.pgmap.ref)
        if (c.clearsRefFirst) s.pgmap.hasRef = false
        return 'arch_remove_memory'
      },
      // Of which the queue of a bio driver has none.
      blk_mq_run_hw_queues: (_s: HasDevPagemap, _me: Pinner, c: PagemapConstants) => {
        return c.waitsForRefs ? 'blk_mq_freeze_queue_wait' : 'blk_wait_queue_dead'
      },
      blk_mq_freeze_queue_wait: (s: HasDevPagemap, _me: Pinner, c: PagemapConstants) => {
        when(s.pgmap.done)
        return c.truncates ? 'flush: synchronize_rcu' : 'arch_remove_memory'
      },
      // pmem_detach_disk() of 19/20, while blk_cleanup_queue() goes on.
      blk_wait_queue_dead: (s: HasDevPagemap, _me: Pinner, c: PagemapConstants) => {
        when(s.confirmed)
        return c.truncates ? 'flush: synchronize_rcu' : 'arch_remove_memory'
      },
    },
    // devm_memremap_pages_release() of 19/20: "flush in-flight dax_map_atomic() operations", then truncate_pagecache() of
    // each inode with pages there.
    prefixed('flush: ', synchronize_rcu()),
    {
      truncate_pagecache: (s: HasDevPagemap) => {
        zap(s)
      },
      // Pages with elevated counts only cause a warning.
      arch_remove_memory: (s: HasDevPagemap, _me: Pinner, c: PagemapConstants) => {
        s.memmap[pfn] = 'none'
        if (c.pins === 'base') return 'pgmap_array_delete'
        return isOctober(c) ? 'del_page_map' : 'pgmap_radix_release'
      },
      pgmap_array_delete: unlist,
      pgmap_radix_release: unlist,
      del_page_map: unlist,
    },
    synchronize_rcu(),
    {
      kfree: (s: HasDevPagemap, me: Pinner, c: PagemapConstants): R | undefined => {
        kfree(s, me, s.pgmap.at)
        if (c.pins === 'base' || c.waitsForRefs) return goto.released
      },
      // pmem_detach_disk() of 19/20: blk_cleanup_queue(), which waits for the references, started earlier and ends now.
      async_synchronize_full_domain: (s: HasDevPagemap): R => {
        when(s.pgmap.done)
        return goto.released
      },
    },
  )
}

/** The steps that wait for the references of pages, or in October only for the confirmation. */
export const waitsForPages: readonly string[] = [
  'wait_for_completion',
  'blk_mq_freeze_queue_wait',
  'blk_wait_queue_dead',
]

/** The range is taken out of where look-ups find it. */
function unlist(s: HasDevPagemap, _me: Pinner, c: PagemapConstants): 'kfree' | 'synchronize_rcu' {
  s.registered = false
  return c.waitsForLookups ? 'synchronize_rcu' : 'kfree'
}

/**
 * devm_memremap_pages(), kernel/memremap.c of Linux 4.5, for pmem_alloc(), drivers/nvdimm/pmem.c. October 2015 does the
 * same, with a list for the radix tree. Goes to `bound`, or to `failed` after undoing everything.
 */
export function devm_memremap_pages<const B extends string, const F extends string>(goto: {
  readonly bound: B
  readonly failed: F
}) {
  return joined(
    {
      // pgmap->ref is the q_usage_counter of the queue that pmem_alloc() just created: alive.
      devres_alloc_node: (s: HasDevPagemap, _me: OnTask, c: BindingConstants): 'arch_add_memory' | undefined => {
        s.pgmap = newDevPagemap(s, c)
        if (c.publishesLast) return 'arch_add_memory'
      },
      radix_tree_insert: (s: HasDevPagemap, _me: OnTask, c: BindingConstants): 'devres_add' | undefined => {
        s.registered = true
        if (c.publishesLast) return 'devres_add'
      },
      // And page->pgmap of each page, which is set later still.
      arch_add_memory: (
        s: HasDevPagemap,
        _me: OnTask,
        c: BindingConstants,
      ): 'radix_tree_insert' | 'pgmap_radix_release' | 'devres_free' | undefined => {
        const works = choose(true, false)
        if (!works) return c.publishesLast ? 'devres_free' : 'pgmap_radix_release'
        s.memmap[pfn] = 'device'
        s.page_count = 1
        if (c.publishesLast) return 'radix_tree_insert'
      },
      devres_add: (): B => goto.bound,

      // err_add_memory.
      pgmap_radix_release: (s: HasDevPagemap, _me: OnTask, c: BindingConstants): 'devres_free' | undefined => {
        s.registered = false
        if (!c.waitsForLookups) return 'devres_free'
      },
    },
    synchronize_rcu(),
    {
      devres_free: (s: HasDevPagemap, me: OnTask) => {
        kfree(s, me, s.pgmap.at)
      },
    },
    // blk_cleanup_queue(), block/blk-core.c, by pmem_alloc(). The count of a queue without a disk is atomic and needs no
    // grace period; here it waits for one, and nothing follows.
    killRef<never>(),
    {
      blk_freeze_queue: (s: HasDevPagemap): F => {
        when(s.pgmap.done)
        return goto.failed
      },
    },
  )
}

/** percpu_ref_kill(), which queues the callback and drops the creator's reference. */
function killRef<const N extends string>(next: (c: PagemapConstants) => N | undefined = () => undefined) {
  return {
    percpu_ref_kill: (s: HasDevPagemap, me: OnTask) => {
      percpu_ref_kill(s, me, s.pgmap.ref)
      s.callback = true
    },
    'percpu_ref_put of the base': (s: HasDevPagemap, me: OnTask, c: PagemapConstants): N | undefined => {
      put(s, me)
      return next(c)
    },
  }
}

/** The callback of the pagemap's reference. */
export function pagemapRefCallback() {
  return percpu_ref_callback({
    ref: (s: HasDevPagemap) => s.pgmap.ref,
    confirm: s => {
      s.confirmed = true
    },
    put,
    done: 'done',
  })
}
