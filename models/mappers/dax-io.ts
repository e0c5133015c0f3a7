/**
 * `dax_io()`, fs/dax.c of 4.2, v5 and later versions up to Linux 4.5: read() and write() of a file on a DAX file system,
 * while the driver is unbound and pages of the user's buffer are evicted and faulted in.
 *
 * The comments D1, D3, D4, D5 mark defects of v5. The driver data that unbinding frees is covered by `pmem-lifetime` and
 * `dax-lifetime` (X2): here bdev_direct_access() always answers.
 *
 * Left out: a get_block() that fails, which goes the way of a mapping that does; dax_do_io() around it, with i_mutex, the
 * pages that it writes back first, and i_dio_count against truncation; end_io, which makes unwritten blocks written; and
 * wmb_pmem(). A block is a page, as every file system with DAX demands when it is mounted.
 */

import { model, prefixed } from 'interleave-checker'
import { type DaxVersion, entersQueue } from '../drivers/dax-version.ts'
import { type Unbinding, unbindByVersion } from '../drivers/pmem.ts'
import { newQueue } from '../drivers/request-queue.ts'
import { type Area, firstArea, memremap } from '../kernel/address-space.ts'
import type { Config } from '../kernel/config.ts'
import { EFAULT } from '../kernel/errno.ts'
import { withRules } from '../kernel/rules.ts'
import { schedule } from '../kernel/sleep.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { newTasks } from '../kernel/task.ts'
import { copy_byte, fault_in_user, is_resident, touch_user, touch_user_atomic } from '../kernel/user-copy.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { daxDevice } from './dax-device.ts'
import { beginCall, byteOf, type Extent, extentAt, newFiles, shrink_page_list, type Transfer } from './dax-file.ts'
import { type ExtentMapper, mapExtent, unmapExtent } from './dax-io-mapping.ts'
import { dax_unmap_atomic } from './dax-map-atomic.ts'
import { dax_unmap_bh, pageSize, pageStart, throughMapping } from './dax-map-bh.ts'
import { clear_pmem } from './dax-new-buf.ts'

/** The value of an uninitialised variable: one that no call can return. */
const uninitialised = 99

export interface Io extends ExtentMapper, Omit<Transfer, 'id'> {
  /** bh->b_bdev. */
  bdev: number
  max: number
  bh_max: number
  /** Whether the extent is a hole, for which nothing is mapped; or whether its blocks were just allocated. */
  bh: Extent['kind']
  /** addr of dax_io(): where the copy continues. `me.addr` is its kmap. */
  cursor: number
  len: number
}

export const daxIo = model('dax-io', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /**
   * Versions other than V5 behave as if D1, D3 and D4 were repaired; all later ones except VO are allowed to do what D5 is
   * in v5.
   */
  version: 'V5' as Exclude<DaxVersion, 'VX'>,
  /** See FileConstants for these and others. */
  tasks: 1,
  pages: 2,
  starts: [0, 1],
  ends: [2, 4],
  evictions: 1,
  badPages: 0,
  readsAtEof: false,
  /** Only the first is unbound. */
  bdevs: 1,
  /** 1, or 0 for a driver that stays bound. */
  unbinds: 1,
  /** brd has a struct page for each of its frames, registers no range, and gives one page at a time. */
  device: 'pmem' as 'pmem' | 'brd',
  /** By how many bytes direct_access falls short of the mapping, as for the last page of dcssblk (X16). */
  short: 0,
  /** VO: pmem has struct pages. */
  pageMapped: true,

  // Defects of v5 and their repairs.

  /** D1: a token instead of a look-up tells kunmap whether the address was a device's. */
  repairD1: false,
  /** D3: `if (rc < 0)` for `if (rc)`. */
  repairD3: false,
  /** D4: the length that was mapped is passed on, instead of what get_block() returned. */
  repairD4: false,
  /** D5: nothing sleeps between map and unmap: the buffer is faulted in first, and copied with faults disabled. */
  repairD5: false,
  /** X5: anything but whole pages is an error, as in later versions. */
  repairX5: false,
  /** A new block is cleared completely before it is copied to, not only around the bytes to be copied. */
  clearsWhole: false,
  /** If nothing could be copied, the call returns -EFAULT, as in Linux 4.5. */
  returnsEfault: false,
  /** X21: the return value is initialised. */
  initialisesRc: false,
  /** X21: the mapping is released before get_block() moves to another block device for the next extent. */
  unmapsFirst: false,

  // Correct in v5; each is undone by a variant.

  PFN_DEV: true,
  clips: true,
  unlocksOnError: true,
  waitsForReaders: true,
  registersLast: true,
  /** VS, VO, VM: teardown waits for users of the queue, in VO for RCU. */
  waits: true,
})
  .shared(c => {
    const size = c.tasks * c.pages * pageSize
    return {
      ...daxDevice(c, size),
      ...(c.bdevs > 1 && { areas: areasOf(c.bdevs, size) }),
      tasks: newTasks(c.tasks + c.unbinds),
      queues: Array.from({ length: c.bdevs }, newQueue),
      ...newFiles(c),
    }
  })
  .process('dax_io', {
    count: c => c.tasks,
    locals: (_c, id): Io => ({
      task: id,
      bdev: 0,
      entered: null,
      rw: 'READ',
      start: 0,
      pos: 0,
      end: 0,
      max: 0,
      bh_max: 0,
      b_blocknr: 0,
      b_size: 0,
      bh: 'mapped',
      pfn: null,
      count: 0,
      addr: null,
      page: null,
      walk: null,
      cursor: 0,
      len: 0,
      retval: 0,
      rc: null,
      isEmpty: false,
      moved: 0,
    }),
    steps: [
      {
        dax_do_io: (s, me, c) => {
          beginCall(s, me, c)
          // X21: V0 and V5 initialise retval to 0; later versions have an uninitialised rc.
          me.retval = entersQueue(c) && !c.initialisesRc ? uninitialised : 0
          me.max = me.bh_max = me.start
          enter_kernel(s, me)
        },
        // Repaired, the task sleeps for its buffer here: iov_iter_fault_in_readable().
        'while (pos < end)': (s, me, c) => {
          if (me.pos >= me.end) return 'end: dax_unmap_bh'
          if (c.repairD5 && !fault_in_user(s, me, c, me.pos - me.start)) {
            me.retval = -EFAULT
            return 'end: dax_unmap_bh'
          }
          const isMapped = me.addr !== null || me.bh === 'hole' || !c.repairD5
          if (me.pos !== me.max && isMapped) return 'copy_iter'
          if (me.pos < me.bh_max) return 'bh->b_blocknr += done'
          if (c.unmapsFirst && me.addr !== null) return 'before: blk_queue_exit'
        },
        // D5: the previous mapping still exists, with RCU locked, except in V0, VS and VM.
        get_block: (s, me, c) => {
          schedule(s, me, c)
          const { block, count, kind, bdev } = extentAt(s, me, c)
          me.bh = kind
          // X21: the mapping is released to the device of the next extent.
          me.bdev = bdev
          for (let i = 0; i < count && kind === 'new'; i++) s.allocated[block + i] = true
          me.b_blocknr = block * pageSize
          me.b_size = count * pageSize
          me.bh_max = pageStart(me.pos) + me.b_size
          me.retval = 0
          return 'if (hole)'
        },
        'bh->b_blocknr += done': (_s, me) => {
          const done = me.b_size - (me.bh_max - pageStart(me.pos))
          me.b_blocknr += done
          me.b_size -= done
        },
        'if (hole)': (_s, me) => {
          if (me.bh !== 'hole') return 'again: dax_unmap_bh'
          // D5: the mapping of the previous extent is kept.
          me.max = Math.min(pageStart(me.pos) + me.b_size, me.end)
          return 'copy_iter'
        },
      },
      prefixed(
        'again: ',
        unmapExtent({ unmapped: 'map: bdev_direct_access', exited: 'dax_map_atomic: blk_queue_enter' }),
      ),
      mapExtent({ mapped: 'dax_new_buf: head', failed: 'end: dax_unmap_bh' }),
      {
        'dax_new_buf: head': (s, me, c) => {
          // 4.2 uses the result of dax_get_addr(), which is the length, as the return value of the call.
          if (c.version === 'V0') me.retval = me.count
          // If the repaired code maps the rest of an extent again, it was already cleared.
          if (me.bh !== 'new' || me.pos !== me.max) return 'max = min(pos + size, end)'
          const to = c.clearsWhole ? mapped(me, c) : me.pos % pageSize
          if (!clear_pmem(s, me, c, { from: 0, to })) return 'done'
        },
        'dax_new_buf: tail': (s, me, c) => {
          const from = me.end - pageStart(me.pos)
          if (!c.clearsWhole && !clear_pmem(s, me, c, { from, to: mapped(me, c) })) return 'done'
        },
        'max = min(pos + size, end)': (_s, me, c) => {
          const first = me.pos % pageSize
          me.cursor = me.addr! + first
          if (me.pos === me.max) me.max = Math.min(me.pos + mapped(me, c) - first, me.end)
        },
        // D5: a fault on the user's page may sleep. copy_from_iter(), copy_to_iter() and iov_iter_zero(), byte by byte.
        copy_iter: (s, me, c) => {
          // D4: negative as loff_t, hence huge as size_t, so only the end of the iterator stops it.
          const length = me.max < me.pos ? me.end - me.pos : me.max - me.pos
          if (me.len >= length) return 'pos += len'
          const touch = c.repairD5 ? touch_user_atomic : touch_user
          const touched = touch(s, me, c, me.pos + me.len - me.start)
          if (touched === 'no') return 'pos += len'
          if (touched === 'after a fault') return 'copy_iter'
          if (me.bh !== 'hole') {
            const addr = me.cursor + me.len
            throughMapping(s, me, addr, c)
            if (!copy_byte(s, me, addr, me.rw === 'READ' ? 'load' : 'store')) return 'pos += len'
            if (me.rw === 'WRITE') s.media[byteOf(me, me.pos + me.len, c)] = 'user'
          }
          me.len++
          return 'copy_iter'
        },
        'pos += len': (s, me, c) => {
          const { len } = me
          me.pos += len
          me.cursor += len
          me.len = 0
          // Short because the buffer is missing, which is then faulted in again, and for no other reason.
          const isShort = len === 0 && !is_resident(s, me, me.pos - me.start)
          if (c.repairD5 && (len > 0 || isShort)) return 'chunk: dax_unmap_bh'
          if (len > 0) return 'while (pos < end)'
          if (c.returnsEfault) me.retval = -EFAULT
          return 'end: dax_unmap_bh'
        },
      },
      prefixed('chunk: ', dax_unmap_bh({ unmapped: 'while (pos < end)' })),
      prefixed('before: ', dax_unmap_atomic({ unmapped: 'get_block' })),
      prefixed('end: ', unmapExtent({ unmapped: 'return', exited: 'return' })),
      {
        return: (s, me, c) => {
          me.moved = me.pos - me.start
          me.rc = me.moved === 0 ? me.retval : me.moved
          return_to_user(s, me, c)
          me.pos = me.max = me.bh_max = 0
          me.b_blocknr = me.b_size = me.count = me.cursor = me.retval = 0
          me.start = me.end = 0
          me.bh = 'mapped'
          me.bdev = 0
          me.pfn = null
        },
      },
    ],
  })
  .process('unbind', {
    count: c => c.unbinds,
    locals: (c): Unbinding => ({ task: c.tasks, kmap: 0, area: 0, bdev: 0 }),
    steps: unbindByVersion<'memunmap' | 'teardown_kmap'>(),
  })
  .action('shrink_page_list', shrink_page_list)
  .span('dax_io', 'RCU reader', rcuReader)
  .span('dax_io', 'kmap', kmapHeld)
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'register_lock', holds('register_lock'))
  .span('unbind', 'grace period', gracePeriod)
  .extend(withRules)

/** The driver's mapping in each version. */
function areasOf(bdevs: number, size: number): Area[] {
  return Array.from({ length: bdevs }, (_, bdev) => memremap(firstArea + (bdev * size) / bdevs, size / bdevs))
}

/** D4: as posted, the length is taken from `retval`, the result of get_block(): 0. */
function mapped(me: Io, c: { readonly repairD4: boolean }): number {
  return c.repairD4 ? me.count : me.retval
}
