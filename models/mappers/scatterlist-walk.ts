/**
 * A driver builds a scatterlist of two chained tables, may replace its frames, and passes it to a walker: for DMA, or for
 * access by the CPU. Some frames have pages; those of pmem have none.
 *
 * The driver fills it with sg_next(), as blk_rq_map_sg() does, and ends it with sg_mark_end().
 *
 * Checked by `spec/mappers/scatterlist.ts`.
 */

import { choose, model, prefixed } from 'interleave-checker'
import { firstArea, type Memmap, memremap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { withRules } from '../kernel/rules.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel } from '../kernel/user-mode.ts'
import { kmap_atomic_pfn_t, kunmap_atomic_pfn_t, type Mapper } from './kmap-pfn.ts'
import { type Kmap, registeredRange } from './kmap-ranges.ts'
import type { Flag } from './pfn-encodings.ts'
import {
  addressOf,
  entries,
  isOld,
  newScatterlist,
  nth_pfn,
  type ScatterlistVersion,
  secondTable,
  sg_chain,
  sg_has_page,
  sg_init_table,
  sg_mark_end,
  sg_next,
  sg_pfn,
  sg_set_page,
  sg_set_pfn,
  sgWords,
  tables,
} from './scatterlist.ts'
import { type Miter, sg_miter } from './sg-miter.ts'

/** What the walker does with each entry. */
export type Walker = 'dma_map_sg' | 'sg_page_iter_pfn' | 'sg_miter' | 'kmap_atomic_pfn_t'

/** A frame with a page; one of pmem, without; and the page of a bounce buffer. */
const pageFrame = 1
const deviceFrame = 9
const bounceFrame = 2

const lastOfFirstTable = secondTable - 1

export const scatterlistWalk = model('scatterlist', {
  config: 'NP' as Config,
  version: 'V5' as ScatterlistVersion,
  alignofScatterlist: 8,
  keepsLinks: true,
  walker: 'dma_map_sg' as Walker,
  /**
   * How frames are replaced by those of a bounce buffer: by sg_next(), or as `&sgl[i]` by a driver that expects no chain.
   */
  bounces: 'no' as 'no' | 'by sg_next' | 'by index',
  // Of kmap_atomic_pfn_t(): both repaired, since D1 is not the concern here.
  repairD1: true,
  unlocksOnError: true,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(1),
      sgs: newScatterlist(),
      memmap: Array.from({ length: firstArea }, (_, pfn): Memmap => (pfn < deviceFrame ? 'system' : 'none')),
      areas: [memremap(firstArea, 1)],
      ranges: 0 as number | null,
      kmaps: [registeredRange(deviceFrame, 1, firstArea)] as Kmap[],

      // Ghosts.

      /** The frames that the list should hold, in order, and those that the walker reached. */
      put: [] as number[],
      visited: [] as number[],
      /** Whether sg_next() left the tables. */
      ranOff: false,
      /** The flags of the frames that an iterator returned. */
      handedOut: [] as Flag[],
      /** For a pointer that is not to a struct page: whether it was stored, or BUG_ON() fired. */
      wild: null as 'put in' | 'refused' | null,
    }
  })
  .process('driver', {
    locals: (): Mapper & Miter & { at: number } => {
      return { task: 0, at: 0, sg: null, pfn: null, count: 1, addr: null, page: null, walk: null }
    },
    steps: [
      {
        enter_kernel,
        sg_init_table: (s, _me, c) => {
          sg_init_table(s, 0, tables[0], c)
          sg_init_table(s, secondTable, tables[1], c)
        },
        sg_chain: (s, _me, c) => {
          sg_chain(s, lastOfFirstTable, secondTable, c)
          const isWild = choose(false, true)
          return isWild ? 'sg_assign_page' : 'sg_set_page or sg_set_pfn'
        },
        // BUG_ON(page_link & 0x03) of 4.2: in 5/5 these are bits of a shifted pfn, and sg_set_page() does not get here (X8).
        sg_assign_page: (s, _me, c) => {
          const pointer = addressOf(0, c) + 2
          s.wild = isOld(c) && pointer % 4 !== 0 ? 'refused' : 'put in'
          return 'done'
        },
        'sg_set_page or sg_set_pfn': (s, me, c) => {
          // In 4.2 there is no sg_set_pfn().
          const pfn = choose(...(c.version === 'V0' ? [pageFrame] : [pageFrame, deviceFrame]))
          if (pfn === pageFrame) sg_set_page(s, me.at, pfn, c)
          else sg_set_pfn(s, me.at, pfn, c)
          s.put.push(pfn)
          const isLast = choose(false, true)
          const next = isLast ? null : sg_next(s, me.at, c)
          if (typeof next !== 'number') return 'sg_mark_end'
          me.at = next
          return 'sg_set_page or sg_set_pfn'
        },
        sg_mark_end: (s, me, c) => {
          sg_mark_end(s, me.at, c)
          me.at = 0
          if (c.bounces === 'no') return 'for_each_sg'
        },
        'sg_set_page of bounce': (s, me, c) => {
          const isByIndex = c.bounces === 'by index'
          sg_set_page(s, me.at, bounceFrame, c)
          const next = isByIndex ? me.at + 1 : sg_next(s, me.at, c)
          if (isByIndex) s.put[me.at] = bounceFrame
          else s.put = s.put.map(() => bounceFrame)
          if (next === undefined) s.ranOff = true
          const isThere = typeof next === 'number' && (!isByIndex || next < Math.min(s.put.length, tables[0]))
          me.at = isThere ? next : 0
          if (isThere) return 'sg_set_page of bounce'
        },

        for_each_sg: (_s, me, c) => {
          me.sg = 0
          if (c.walker === 'sg_miter') return 'sg_miter: sg_miter_next'
          if (c.walker === 'kmap_atomic_pfn_t') return 'sg->pfn'
        },
        sg_next: (s, me, c) => {
          const at = me.sg!
          s.visited.push(sg_pfn(s, at, c))
          // sg_page_iter_pfn(): the first frame of the entry.
          if (c.walker === 'sg_page_iter_pfn') s.handedOut = sgWords(c).flagsOf(nth_pfn(s.sgs[at]!.val, 0, c))
          const next = sg_next(s, at, c)
          if (next === undefined) s.ranOff = true
          me.sg = next ?? null
          return me.sg === null || s.visited.length === entries ? 'done' : 'sg_next'
        },
      },

      prefixed('sg_miter: ', sg_miter({ done: 'done' })),
      {
        'sg->pfn': (s, me, c) => {
          me.pfn = { pfn: sg_pfn(s, me.sg!, c), dev: !sg_has_page(s, me.sg!, c) }
        },
      },
      prefixed('kmap: ', kmap_atomic_pfn_t({ mapped: 'store', failed: 'done' })),
      {
        store: (s, me) => {
          if (!store(s, me, me.addr!)) return 'done'
        },
      },
      prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'sg_next of kmap' })),
      {
        'sg_next of kmap': (s, me, c) => {
          s.visited.push(me.pfn!.pfn)
          const next = sg_next(s, me.sg!, c)
          if (next === undefined) s.ranOff = true
          me.sg = next ?? null
          return me.sg === null ? 'done' : 'sg->pfn'
        },
      },
    ],
  })
  .extend(withRules)
