/**
 * The iterator by which the CPU accesses the frames of a scatterlist, lib/scatterlist.c. Patch 5/5 leaves it unchanged, but
 * not sg_page_iter_page(), by which it gets each page, and which no longer warns. Left out is what the end of a write does
 * with its page, a look at its flags and a flush of the cache: without a page, the store before it has ended the task.
 *
 * Checked by `spec/mappers/scatterlist.ts`.
 */

import { type HasAddressSpace, store } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { kmap_atomic, kunmap_atomic } from '../kernel/kmap-atomic.ts'
import { breaks, type HasTasks, type OnTask } from '../kernel/task.ts'
import { type HasScatterlist, type ScatterlistConstants, sg_next, sg_page, sg_pfn } from './scatterlist.ts'

type Kernel = HasTasks & HasAddressSpace & HasScatterlist & { visited: number[]; ranOff: boolean }
type Constants = ScatterlistConstants & Configured

/** What the procedure needs of its caller's locals. */
export interface Miter extends OnTask {
  /** The current entry, or null at the end. */
  sg: number | null
  /** miter->addr, as long as it is mapped. */
  addr: number | null
}

/** The result of pfn_to_page() and page_address() for NULL on 64 bits: arithmetic, without a fault. */
const NULL_PAGE = -1

/** For each entry sg_miter_next() with SG_MITER_ATOMIC, a store to the mapped page, and sg_miter_stop(). */
export function sg_miter<const D extends string>(goto: { readonly done: D }) {
  return {
    // sg_page_iter_page(), which does not warn, and kmap_atomic(), which does not check.
    sg_miter_next: (s: Kernel, me: Miter, c: Constants) => {
      const page = sg_page(s, me.sg!, c)
      if (page === null) breaks(s, me, 'maps the page of an entry without one')
      me.addr = kmap_atomic(s, me, c, page ?? NULL_PAGE)
    },
    store: (s: Kernel, me: Miter): 'done' | undefined => {
      if (!store(s, me, me.addr!)) return 'done'
    },
    sg_miter_stop: (s: Kernel, me: Miter, c: Constants): D | 'sg_miter_next' => {
      kunmap_atomic(s, me, c)
      me.addr = null
      s.visited.push(sg_pfn(s, me.sg!, c))
      const next = sg_next(s, me.sg!, c)
      if (next === undefined) s.ranOff = true
      me.sg = next ?? null
      return me.sg === null ? goto.done : 'sg_miter_next'
    },
  } as const
}
