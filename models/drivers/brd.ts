/**
 * brd, drivers/block/brd.c: a disk in ordinary pages. It registers no range and frees pages without a grace period; a mapped
 * page is meant to be protected by the open disk (D8). The RCU lock that kmap_atomic_pfn_t() takes for pages, too, is left
 * out, since nothing here waits for readers. So are brd_lock, within which a page is put into the tree in one step;
 * brd_mutex, which keeps two BLKFLSBUF apart, and not one and a user; kill_bdev(), which empties the page cache; and
 * brd_exit(), which frees pages, too, but not while a disk is open: that pins the module.
 */

import { model, when } from 'interleave-checker'
import type { Area, Memmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { kmap_atomic, kunmap_atomic, pfn_to_page } from '../kernel/kmap-atomic.ts'
import { mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { withRules } from '../kernel/rules.ts'
import { holds } from '../kernel/spans.ts'
import { breaks, newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'

/** The state of a page: not yet allocated, in brd_pages, or freed. */
type Page = 'none' | 'in the tree' | 'freed'

export const brd = model('brd', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** V0 is 4.2, where brd_direct_access() returns the page's address and nothing is mapped. */
  version: 'V5' as 'V0' | 'V5',
  readers: 1,
  /** How often the disk is opened for ioctl(BLKFLSBUF). */
  flushes: 1,
  /** For that it opens an empty partition, beside the one whose file system uses DAX. */
  partitioned: false,
  /** BLKFLSBUF refuses while another task has the disk open: undone by a variant. */
  refusesOpen: true,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(c.readers + c.flushes),
      memmap: Array<Memmap>(c.flushes + 1).fill('system'),
      areas: [] as Area[],
      /** The successive pages of the disk's only block. */
      pages: Array<Page>(c.flushes + 1).fill('none'),
      bd_mutex: null as number | null,
      openers: 0,
      /** For the partition that is opened to flush. */
      partitionOpeners: 0,
    }
  })
  .process('dax', {
    count: c => c.readers,
    locals: (_c, id) => ({ task: id, pfn: 0, page: null as number | null }),
    steps: {
      // The mutex belongs to the block device that is opened: the partition, if there are two.
      blkdev_get: (s, me, c) => {
        when(c.partitioned || s.bd_mutex === null)
        enter_kernel(s, me)
        s.openers++
      },
      // brd_direct_access(), drivers/block/brd.c. brd_lookup_page(): "the page lifetime is protected by the fact that we have opened the device node".
      brd_insert_page: (s, me, c) => {
        const there = s.pages.indexOf('in the tree')
        me.pfn = there >= 0 ? there : s.pages.indexOf('none')
        s.pages[me.pfn] = 'in the tree'
        if (c.version === 'V5') return
        me.page = pfn_to_page(s, me, me.pfn)
        return 'clear_page'
      },
      kmap_atomic: (s, me, c) => {
        me.page = pfn_to_page(s, me, me.pfn)
        kmap_atomic(s, me, c, me.page)
      },
      clear_page: (s, me, c) => {
        if (s.pages[me.pfn] === 'freed') breaks(s, me, 'touches a freed page')
        if (c.version === 'V5') return
        me.page = null
        return 'blkdev_put'
      },
      kunmap_atomic: (s, me, c) => {
        kunmap_atomic(s, me, c)
        me.page = null
      },
      blkdev_put: (s, me, c) => {
        when(c.partitioned || s.bd_mutex === null)
        s.openers--
        return_to_user(s, me, c)
      },
    },
  })
  .process('flush', {
    count: c => c.flushes,
    locals: (c, id) => ({ task: c.readers + id, rc: null as 'EBUSY' | 'flushed' | null }),
    steps: {
      blkdev_get: (s, me, c) => {
        when(s.bd_mutex === null)
        enter_kernel(s, me)
        if (c.partitioned) s.partitionOpeners++
        else s.openers++
      },
      brd_ioctl: mutex_lock('bd_mutex'),
      // brd_ioctl() checks the block device that it was called for, and frees the pages of the disk.
      'if (bd_openers <= 1)': (s, me, c) => {
        const bd_openers = c.partitioned ? s.partitionOpeners : s.openers
        me.rc = c.refusesOpen && bd_openers > 1 ? 'EBUSY' : 'flushed'
        if (me.rc === 'EBUSY') return 'mutex_unlock'
      },
      brd_free_pages: s => {
        const there = s.pages.indexOf('in the tree')
        if (there >= 0) s.pages[there] = 'freed'
      },
      mutex_unlock: s => mutex_unlock('bd_mutex')(s),
      blkdev_put: (s, me, c) => {
        when(s.bd_mutex === null)
        if (c.partitioned) s.partitionOpeners--
        else s.openers--
        return_to_user(s, me, c)
      },
    },
  })
  .span('flush', 'bd_mutex', holds('bd_mutex'))
  .extend(withRules)
