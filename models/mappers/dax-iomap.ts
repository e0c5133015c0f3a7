/**
 * `dax_iomap_rw()` and `dax_iomap_actor()`, fs/dax.c since Linux 4.12 (VX): read() and write() of a file on a DAX file
 * system, and the copy made by a fault on a private mapping, `copy_cow_page_dax()`, while the driver is unbound and memory
 * is short.
 *
 * An extent is mapped in an SRCU section, a piece at a time. The file system zeroes new blocks before they are mapped, as
 * XFS does by xfs_zero_extent(). direct_access counts in pages, so it never gives out less than one (X5).
 *
 * Left out: that each copy looks once more whether the device is alive, and moves nothing if it is not, which only ends a
 * section sooner; signals and poisoned memory, which do too; and the zero pages of holes, which a write takes out of the page cache.
 */

import { model } from 'interleave-checker'
import { type HasDisk, newDisk, readDriverData, releaseDisk } from '../drivers/block-device.ts'
import {
  type DaxReader,
  dax_direct_access,
  dax_read_unlock,
  type HasDaxDevice,
  kill_dax,
} from '../drivers/dax-super.ts'
import { firstArea, type HasAddressSpace, type Memmap, memremap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { EFAULT, EIO, ENXIO, ERANGE } from '../kernel/errno.ts'
import { withRules } from '../kernel/rules.ts'
import { schedule } from '../kernel/sleep.ts'
import { areaMapped, srcuGracePeriod, srcuReader } from '../kernel/spans.ts'
import { newSrcuStruct } from '../kernel/srcu.ts'
import { type HasTasks, newTasks } from '../kernel/task.ts'
import { copy_byte, touch_user } from '../kernel/user-copy.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { beginCall, byteOf, type Extent, extentAt, newFiles, shrink_page_list, type Transfer } from './dax-file.ts'
import { copyUserPage, type Fault, newFault } from './dax-insert-mapping.ts'
import { pageSize, pageStart, throughMapping } from './dax-map-bh.ts'

export interface IomapCall extends Omit<Transfer, 'id'>, DaxReader {
  /** iomap->type, and the extent of the iomap: its first byte on the device, and where it ends in the file. */
  type: Extent['kind']
  sector: number
  from: number
  until: number
  /** Whether the actor has transferred any of it. */
  isDone: boolean
  xfer: number
  ret: number
}

export interface CowFault extends Fault, DaxReader {
  rc: 0 | 'VM_FAULT_SIGBUS' | null
}

export const daxIomap = model('dax-iomap', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  version: 'VX' as const,
  /** See FileConstants for these and others. */
  tasks: 1,
  pages: 2,
  starts: [0, 1],
  ends: [2, 4],
  evictions: 1,
  badPages: 0,
  readsAtEof: false,
  bdevs: 1,
  /** The number of tasks that fault on a private mapping of the first page. */
  faults: 0,
  /** 1, or 0 for a driver that stays bound. */
  unbinds: 1,
  /** By how many bytes the driver's memory falls short of whole pages, as with dcssblk (X16). */
  short: 0,

  // Correct; each is undone by a variant.

  /** The file system zeroes new blocks. */
  zeroes: true,
  looks: true,
  waits: true,
})
  .shared(c => {
    checkConfig(c)
    const size = c.tasks * c.pages * pageSize
    return {
      ...newFiles(c),
      tasks: newTasks(c.tasks + c.faults + c.unbinds),
      // The last page is for the copy.
      memmap: [...Array<Memmap>(size).fill('none'), ...Array<Memmap>(pageSize).fill('system')],
      areas: [memremap(firstArea, size)],
      disk: newDisk(),
      alive: true,
      dax_srcu: newSrcuStruct(c.tasks + c.faults + c.unbinds),
    }
  })
  .process('dax_iomap', {
    count: c => c.tasks,
    locals: (_c, id): IomapCall => ({
      task: id,
      index: null,
      count: 0,
      addr: null,
      rw: 'READ',
      start: 0,
      pos: 0,
      end: 0,
      isEmpty: false,
      type: 'mapped',
      sector: 0,
      from: 0,
      until: 0,
      isDone: false,
      xfer: 0,
      ret: 0,
      rc: null,
      moved: 0,
    }),
    steps: [
      {
        dax_iomap_rw: (s, me, c) => {
          beginCall(s, me, c)
          enter_kernel(s, me)
        },
        'while (iov_iter_count(iter))': (_s, me) => {
          me.isDone = false
          if (me.pos >= me.end) return 'return'
        },
        // ->iomap_begin() of the file system, which may sleep.
        iomap_begin: (s, me, c) => {
          schedule(s, me, c)
          const { block, count, kind } = extentAt(s, me, c)
          me.type = kind
          me.sector = block * pageSize
          me.from = pageStart(me.pos)
          me.until = Math.min(me.from + count * pageSize, me.end)
          if (kind === 'hole') return 'iov_iter_zero'
          return kind === 'new' ? 'xfs_zero_extent' : 'dax_read_lock'
        },
        // By bios, which fail like all others once the driver is gone.
        xfs_zero_extent: (s, me, c) => {
          if (!s.alive) {
            me.ret = -EIO
            return 'return'
          }
          const pages = Math.ceil((me.until - me.from) / pageSize)
          for (let page = 0; page < pages; page++) {
            s.allocated[me.sector / pageSize + page] = true
            for (let at = 0; at < pageSize && c.zeroes; at++) s.media[me.sector + page * pageSize + at] = 'zero'
          }
          return 'dax_read_lock'
        },
        // "return iov_iter_zero(...)": 0 if the buffer does not exist.
        iov_iter_zero: (s, me, c) => {
          const touched = touch_user(s, me, c, me.pos - me.start)
          if (touched === 'after a fault') return 'iov_iter_zero'
          if (touched === 'no') return me.isDone ? 'while (iov_iter_count(iter))' : 'return'
          me.isDone = true
          me.pos++
          return me.pos < me.until ? 'iov_iter_zero' : 'while (iov_iter_count(iter))'
        },
      },
      dax_direct_access({ direct_access: findPage, mapped: 'copy_iter', failed: 'ret = map_len' }),
      {
        'ret = map_len': (s, me) => {
          me.ret = s.alive ? -ERANGE : -ENXIO
          return 'dax_read_unlock'
        },
        // A fault on the user's page may sleep. dax_copy_from_iter(), dax_copy_to_iter(), byte by byte.
        copy_iter: (s, me, c) => {
          const length = mapLength(me)
          if (me.xfer >= length) return 'pos += xfer'
          const touched = touch_user(s, me, c, me.pos + me.xfer - me.start)
          if (touched === 'no') return 'pos += xfer'
          if (touched === 'after a fault') return 'copy_iter'
          const addr = me.addr! + (me.pos % pageSize) + me.xfer
          throughMapping(s, me, addr, c)
          if (!copy_byte(s, me, addr, me.rw === 'READ' ? 'load' : 'store')) return 'pos += xfer'
          if (me.rw === 'WRITE') s.media[byteOf(me, me.pos + me.xfer, c)] = 'user'
          me.xfer++
          return 'copy_iter'
        },
        'pos += xfer': (_s, me) => {
          const isShort = me.xfer < mapLength(me)
          if (me.xfer === 0) me.ret = -EFAULT
          else me.isDone = true
          me.pos += me.xfer
          me.xfer = 0
          if (!isShort && me.pos < me.until) return 'dax_alive'
        },
      },
      dax_read_unlock({ unlocked: 'return done ? done : ret' }),
      {
        'return done ? done : ret': (_s, me) => {
          if (me.isDone) return 'while (iov_iter_count(iter))'
        },
        return: (s, me, c) => {
          me.moved = me.pos - me.start
          me.rc = me.moved === 0 ? me.ret : me.moved
          return_to_user(s, me, c)
          me.pos = me.start = me.end = 0
          me.sector = me.from = me.until = me.count = me.ret = 0
          me.type = 'mapped'
        },
      },
    ],
  })
  .process('fault', {
    count: c => c.faults,
    locals: (c, id): CowFault => ({
      task: c.tasks + id,
      index: null,
      ...newFault(c.tasks * c.pages * pageSize),
      rc: null,
    }),
    steps: [
      {
        dax_iomap_pte_fault: (s, me) => {
          enter_kernel(s, me)
        },
      },
      // copy_cow_page_dax().
      dax_direct_access({ direct_access: findCowPage, mapped: 'kmap_atomic(to)', failed: 'dax_read_unlock' }),
      copyUserPage<HasTasks & HasAddressSpace & HasDisk, 'dax_read_unlock'>(() => 'dax_read_unlock'),
      dax_read_unlock({ unlocked: 'return' }),
      {
        return: (s, me, c) => {
          me.rc = me.count === 0 ? 'VM_FAULT_SIGBUS' : 0
          me.count = 0
          return_to_user(s, me, c)
        },
      },
    ],
  })
  .process('unbind', {
    count: c => c.unbinds,
    locals: c => ({ task: c.tasks + c.faults, area: 0 }),
    steps: [
      {
        device_release_driver: (s, me) => {
          enter_kernel(s, me)
        },
      },
      kill_dax({ killed: 'memunmap' }),
      releaseDisk(),
    ],
  })
  .action('shrink_page_list', shrink_page_list)
  .span('dax_iomap', 'SRCU reader', srcuReader('dax_srcu'))
  .span('fault', 'SRCU reader', srcuReader('dax_srcu'))
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'SRCU grace period', srcuGracePeriod)
  .extend(withRules)

type Kernel = HasTasks & HasAddressSpace & HasDaxDevice & HasDisk

interface Sizes {
  readonly tasks: number
  readonly pages: number
  readonly short: number
  readonly looks: boolean
  readonly waits: boolean
}

/** map_len: how much of the mapping is requested from `me.pos` on. */
function mapLength(me: IomapCall): number {
  return Math.min(me.count - (me.pos % pageSize), me.until - me.pos)
}

/** pmem_dax_direct_access(), drivers/nvdimm/pmem.c: as many whole pages as there are, from that of `me.pos` on. */
function findPage(s: Kernel, me: IomapCall, c: Sizes): boolean {
  readDriverData(s, me)
  const first = me.sector + pageStart(me.pos) - me.from
  const isThere = c.tasks * c.pages * pageSize - c.short - first
  const wanted = Math.ceil((me.until - pageStart(me.pos)) / pageSize) * pageSize
  me.count = Math.min(pageStart(isThere), wanted)
  me.addr = firstArea + first
  return me.count > 0
}

function findCowPage(s: Kernel, me: CowFault): boolean {
  readDriverData(s, me)
  me.generation = s.disk.generation
  me.count = pageSize
  me.addr = firstArea + me.pfn!.pfn
  return true
}
