/**
 * `dax_clear_blocks()` against the unbinding of the driver, in v5 of "introduce __pfn_t for unmapped pfn I/O and DAX
 * lifetime": a file system clears blocks through the driver's kernel mapping, while another task writes the device's name to
 * the driver's `unbind`. An RCU reader from kmap to kunmap is meant to keep the mapping alive.
 *
 * Stored values are not modelled, only whether the address is mapped. Nor are bdev_direct_access()'s reads of the driver's
 * data, which unbinding frees (X2), and of the disk, which del_gendisk() leaves without capacity: here it always answers,
 * and only the look-up reveals that the device is gone. Sizes are in pages, and `sector` is the page of the device, which is
 * also its pfn. D2 repaired is dax_clear_blocks() of October, 2 of 20, which maps once for each piece.
 */

import { choose, model, prefixed } from 'interleave-checker'
import { type Area, firstArea, type Memmap, memremap, memunmap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { devres_release_all } from '../kernel/devres.ts'
import { EIO } from '../kernel/errno.ts'
import { withRules } from '../kernel/rules.ts'
import { cond_resched, might_sleep } from '../kernel/sleep.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { kmap_atomic_pfn_t, kunmap_atomic_pfn_t, type Mapper } from './kmap-pfn.ts'
import { type Kmap, registeredRange } from './kmap-ranges.ts'
import { teardown_kmap } from './kmap-teardown.ts'

/** The relevant devres entries of the driver. The memory region and the pmem_device below hold no mapping. */
type Managed = 'teardown_kmap' | 'memunmap'

/** SZ_128K, the size of the pieces that the repaired code maps. */
const chunk = 1

/** The integers from `first` to `last`. */
function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** Throws for values that the types of the constants don't rule out. */
function checkDevice(c: { readonly device: string; readonly pages: number }): void {
  if (c.device !== 'pmem' && c.device !== 'brd') throw new Error(`device is '${c.device}'; it is pmem or brd`)
  if (c.pages < 1 || c.pages > firstArea) throw new Error(`pages is ${c.pages}; it is from 1 to ${firstArea}`)
}

export const daxClear = model('dax-clear', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  readers: 1,
  pages: 2,
  /** How often each reader calls dax_clear_blocks(). */
  calls: 1,
  /** 1, or 0 for a driver that stays bound. */
  unbinds: 1,
  /** brd has a struct page for each of its frames, registers no range, and gives out one page at a time. */
  device: 'pmem' as 'pmem' | 'brd',

  // Defects of v5 and their repairs.

  /** D1: a token instead of a look-up tells kunmap whether the address was a device's. */
  repairD1: false,
  /** D2: cond_resched() outside the mapped section, which is bounded. */
  repairD2: false,
  /** X1: kunmap is given the address that was mapped, not the advanced cursor. */
  repairX1: false,

  // Correct in v5; each is undone by a variant.

  /**
   * PFN_DEV is a bit. With KMAP_PFN configured off it is 0, and no frame is marked as having no page (X26). FS_DAX depends
   * on KMAP_PFN, so only the bit is removed here.
   */
  PFN_DEV: true,
  /** A failed look-up unlocks. */
  unlocksOnError: true,
  /** Teardown waits for a grace period before it frees the record. */
  waitsForReaders: true,
  /** The range is registered after memremap(), so devres tears it down before memunmap(). */
  registersLast: true,
})
  .shared(c => {
    checkConfig(c)
    checkDevice(c)
    const isPmem = c.device === 'pmem'
    const devres: Managed[] = c.registersLast ? ['memunmap', 'teardown_kmap'] : ['teardown_kmap', 'memunmap']
    return {
      tasks: newTasks(c.readers + c.unbinds),
      memmap: Array<Memmap>(c.pages).fill(isPmem ? 'none' : 'system'),
      areas: isPmem ? [memremap(firstArea, c.pages)] : ([] as Area[]),
      ranges: isPmem ? 0 : (null as number | null),
      kmaps: isPmem ? [registeredRange(0, c.pages, firstArea)] : ([] as Kmap[]),
      register_lock: null as number | null,
      devres: isPmem ? devres : [],
    }
  })
  .process('dax_clear', {
    count: c => c.readers,
    locals: (c, id): Mapper & { calls: number; sector: number; size: number; offset: number; rc: number | null } => ({
      task: id,
      calls: c.calls,
      sector: 0,
      size: 0,
      pfn: null,
      count: 0,
      addr: null,
      // Stays 0 as posted: there, addr itself advances from page to page.
      offset: 0,
      page: null,
      walk: null,
      rc: null,
    }),
    steps: [
      {
        dax_clear_blocks: (s, me, c) => {
          me.sector = choose(...range(0, c.pages - 1))
          me.size = choose(...range(1, c.pages - me.sector))
          me.rc = null
          enter_kernel(s, me)
          might_sleep(s, me)
        },
        bdev_direct_access: (_s, me, c) => {
          const available = c.device === 'brd' ? 1 : c.pages - me.sector
          me.pfn = { pfn: me.sector, dev: c.device === 'pmem' && c.PFN_DEV }
          me.count = Math.min(available, me.size, c.repairD2 ? chunk : me.size)
        },
      },
      prefixed('kmap: ', kmap_atomic_pfn_t({ mapped: 'clear_page', failed: 'return' })),
      {
        clear_page: (s, me, c) => {
          if (!store(s, me, me.addr! + me.offset)) return 'done'
          if (c.repairX1) me.offset++
          else me.addr!++
          me.sector++
          me.size--
          me.count--
          if (c.repairD2) return me.count > 0 ? 'clear_page' : 'kunmap: kunmap_atomic_pfn_t'
        },
        // D2: RCU is locked here.
        cond_resched: (s, me, c) => {
          cond_resched(s, me, c)
          if (me.count > 0) return 'clear_page'
        },
      },
      prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'while size' })),
      {
        'while size': (s, me, c) => {
          me.offset = 0
          if (c.repairD2) cond_resched(s, me, c)
          if (me.size > 0) return 'bdev_direct_access'
        },
        return: (s, me, c) => {
          me.rc = me.size > 0 ? -EIO : 0
          me.sector = 0
          me.size = 0
          me.count = 0
          me.pfn = null
          me.page = null
          return_to_user(s, me, c)
          me.calls--
          if (me.calls > 0) return 'dax_clear_blocks'
        },
      },
    ],
  })
  .process('unbind', {
    count: c => c.unbinds,
    locals: c => ({ task: c.readers, kmap: 0, area: 0 }),
    steps: [
      {
        // nd_pmem_remove() deletes the disk and does not wait for users of DAX: bio queues have nothing to drain.
        device_release_driver: (s, me) => {
          enter_kernel(s, me)
        },
      },
      devres_release_all<Managed, 'driver = NULL'>({ released: 'driver = NULL' }),
      teardown_kmap({ done: 'release_nodes' }),
      {
        memunmap: (s, me) => {
          memunmap(s, me)
          return 'release_nodes'
        },
        'driver = NULL': (s, me, c) => {
          return_to_user(s, me, c)
        },
      },
    ],
  })
  .span('dax_clear', 'RCU reader', rcuReader)
  .span('dax_clear', 'kmap', kmapHeld)
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'register_lock', holds('register_lock'))
  .span('unbind', 'grace period', gracePeriod)
  .extend(withRules)
  .glossary({
    cells: {
      'areas[].mapped': { is: "the driver's mapping" },
      ranges: { index: 'range' },
      'tasks[].pagefault_disabled': { is: 'current->pagefault_disabled' },
    },
    constants: {
      repairD1: 'a token tells kunmap whether it was a device',
      repairD2: 'cond_resched() only outside the mapped section',
      repairX1: 'kunmap gets the address that was mapped',
      waitsForReaders: 'teardown waits for a grace period',
      registersLast: 'the range is registered after memremap()',
    },
  })
