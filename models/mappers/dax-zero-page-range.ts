/**
 * `dax_zero_page_range()`, fs/dax.c of v5: truncation zeroes the rest of a page, while the driver is unbound.
 *
 * Sizes are in bytes, as in `dax-map-bh`, which also has D3.
 */

import { choose, model, prefixed } from 'interleave-checker'
import { unbind_pmem } from '../drivers/pmem.ts'
import type { Config } from '../kernel/config.ts'
import { withRules } from '../kernel/rules.ts'
import { schedule } from '../kernel/sleep.ts'
import { breaks, newTasks } from '../kernel/task.ts'
import { enter_kernel, oops, return_to_user } from '../kernel/user-mode.ts'
import { daxDevice } from './dax-device.ts'
import { type BlockMapper, dax_map_bh, dax_unmap_bh, pageSize } from './dax-map-bh.ts'
import { type Byte, clear_pmem } from './dax-new-buf.ts'

export interface Truncate extends BlockMapper {
  offset: number
  length: number
  /** buffer_written(bh): whether there is something to zero. */
  isWritten: boolean
  rc: number | null
}

export const daxZeroPageRange = model('dax-zero-page-range', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** V0 is 4.2, which has neither a record nor a look-up. */
  version: 'V5' as 'V0' | 'V5',
  /** The number of tasks, each of which truncates its own file of one page. */
  tasks: 1,
  /** 1, or 0 for a driver that stays bound. */
  unbinds: 1,
  /** brd has a struct page for each of its frames, and registers no range. */
  device: 'pmem' as 'pmem' | 'brd',
  /** By how many bytes direct_access falls short of a page, as for the last page of dcssblk (X16). */
  short: 0,
  /** How many bytes beyond the page the caller requests: none, in the tree. */
  beyond: 0,

  // Defects of v5 and their repairs.

  /** D1: a token instead of a look-up tells kunmap whether the address was a device's. */
  repairD1: false,
  /** D3: `if (rc < 0)` for `if (rc)`. */
  repairD3: false,
  /** X5: less than a page is an error, as in later versions. */
  repairX5: false,

  // Correct in v5; each is undone by a variant.

  /** BUG_ON() for requests beyond the page. */
  checksRange: true,
  PFN_DEV: true,
  unlocksOnError: true,
  waitsForReaders: true,
  registersLast: true,
})
  .shared(c => ({
    ...daxDevice(c, c.tasks * pageSize),
    tasks: newTasks(c.tasks + c.unbinds),
    media: Array<Byte>(c.tasks * pageSize).fill('file'),
  }))
  .process('truncate', {
    count: c => c.tasks,
    locals: (_c, id): Truncate => ({
      task: id,
      offset: 0,
      length: 0,
      isWritten: false,
      b_blocknr: id * pageSize,
      b_size: pageSize,
      pfn: null,
      count: 0,
      addr: null,
      page: null,
      walk: null,
      retval: 0,
      rc: null,
    }),
    steps: [
      {
        dax_truncate_page: (s, me, c) => {
          enter_kernel(s, me)
          me.offset = choose(0, 1, 2)
          me.length = choose(...[0, 1, 2, 3].filter(length => me.offset + length <= pageSize)) + c.beyond
          if (me.length === 0) return 'return'
        },
        'BUG_ON(offset + length > PAGE_CACHE_SIZE)': (s, me, c) => {
          if (!c.checksRange || me.offset + me.length <= pageSize) return
          breaks(s, me, 'hits a BUG_ON')
          oops(s, me)
          return 'done'
        },
        get_block: (s, me, c) => {
          schedule(s, me, c)
          me.isWritten = choose(true, false)
          if (!me.isWritten) return 'return'
        },
      },
      prefixed('map: ', dax_map_bh({ mapped: 'memset', failed: 'return' })),
      {
        memset: (s, me, c) => {
          if (!clear_pmem(s, me, c, { from: me.offset, to: me.offset + me.length })) return 'done'
        },
      },
      prefixed('unmap: ', dax_unmap_bh({ unmapped: 'return' })),
      {
        return: (s, me, c) => {
          me.rc = me.retval
          me.pfn = null
          me.count = 0
          return_to_user(s, me, c)
        },
      },
    ],
  })
  .process('unbind', {
    count: c => c.unbinds,
    locals: c => ({ task: c.tasks, kmap: 0, area: 0 }),
    steps: unbind_pmem<'memunmap' | 'teardown_kmap'>(),
  })
  .extend(withRules)
