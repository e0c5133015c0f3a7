/**
 * Accesses to a pmem device while it is unbound, and perhaps rebound to something else: by DAX (X2, X3), or as a block device
 * (X14), as in both 4.2 and v5.
 */

import { model, when } from 'interleave-checker'
import { firstArea, type Memmap, memremap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { EIO } from '../kernel/errno.ts'
import { withRules } from '../kernel/rules.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { dax_clear_once, daxUser } from '../mappers/dax-clear-once.ts'
import { list_add_rcu, registeredRange, unregisteredRange } from '../mappers/kmap-ranges.ts'
import { del_gendisk, newDisk, readDriverData } from './block-device.ts'
import { type PmemManaged, type Unbinding, unbind_pmem } from './pmem.ts'
import { blk_queue_enter, blk_queue_exit, isFrozen, newQueue, queueOf } from './request-queue.ts'

export const pmemLifetime = model('pmem-lifetime', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** V0 is 4.2, which has neither a record nor a look-up. */
  version: 'V5' as 'V0' | 'V5',
  /** How many tasks use DAX, and how many use a bio. */
  dax: 1,
  bios: 0,
  /** How the block layer hands a page to the driver: in a bio, or by ->rw_page(), as readahead and swap do. */
  by: 'bio' as 'bio' | 'rw_page',
  /** Whether the file system with DAX is on the whole disk or on a partition. */
  wholeDisk: false,
  /** Whether the frames are bound again. */
  rebinds: true,
  /**
   * To what: pmem's disk, by pmem_attach_disk(), of a recreated namespace; or a BTT, which registers no range.
   */
  next: 'pmem' as 'pmem' | 'btt',
  /** Whether it is then mapped at the old address, as may happen once that is unmapped. */
  sameAddress: false,

  // Defects of v5 and their repairs.

  /** X2: private_data is cleared, and is read in an RCU reader. */
  repairX2: false,
  /** X3: in the same reader as the look-up of the frame. */
  repairX3: false,
  /**
   * X14: a bio holds a reference of the queue, and remove() waits until none is left, as in later versions. September's 9/15
   * takes it in pmem_make_request(), October's 1/20 in generic_make_request(). With V0 that is September, whose
   * dax_clear_blocks() goes on as in 4.2: neither 10/15 nor any other patch has it take a reference.
   */
  repairX14: false,
  /** X14 for ->rw_page(): bdev_write_page() takes one, too. Neither of the two patches does that; Linux 4.4 does. */
  repairsRwPage: false,

  repairD1: true,
  unlocksOnError: true,
  waitsForReaders: true,
})
  .shared(c => {
    checkConfig(c)
    const isListed = c.version === 'V5'
    const devres: PmemManaged[] = ['devm_kfree', 'memunmap']
    if (isListed) devres.push('teardown_kmap')
    const next = c.sameAddress ? firstArea : firstArea + 1
    return {
      tasks: newTasks(c.dax + c.bios + 1),
      memmap: ['none'] as Memmap[],
      areas: [memremap(firstArea, 1), { ...memremap(next, 1), mapped: false }],
      ranges: isListed ? 0 : (null as number | null),
      kmaps: [
        isListed ? registeredRange(0, 1, firstArea) : unregisteredRange(0, 1, firstArea),
        unregisteredRange(0, 1, next),
      ],
      register_lock: null as number | null,
      devres,
      disk: newDisk(),
      queues: [newQueue()],
    }
  })
  .process('dax', {
    count: c => c.dax,
    locals: (_c, id) => daxUser(id, 0),
    steps: dax_clear_once(),
    mayRest: ['blkdev_get'],
  })
  .process('bio', {
    count: c => c.bios,
    locals: (c, id) => ({ task: c.dax + id, bdev: 0, rc: null as number | null }),
    steps: {
      blkdev_get: (s, me, c) => {
        when(s.disk.added)
        s.disk.openers++
        enter_kernel(s, me)
        return c.by === 'bio' ? 'generic_make_request' : 'bdev_write_page'
      },
      generic_make_request: (s, me, c) => {
        if (!c.repairX14 || blk_queue_enter(s, me)) return 'pmem_make_request'
        me.rc = -EIO
        return 'blkdev_put'
      },
      bdev_write_page: (s, me, c) => {
        if (!c.repairsRwPage || blk_queue_enter(s, me)) return 'pmem_rw_page'
        me.rc = -EIO
        return 'blkdev_put'
      },
      // X14: `pmem` is bd_disk->private_data, and pmem->virt_addr the mapping.
      pmem_rw_page: (s, me) => {
        readDriverData(s, me)
        return 'memcpy_to_pmem'
      },
      pmem_make_request: readDriverData,
      memcpy_to_pmem: (s, me) => {
        me.rc = 0
        if (!store(s, me, firstArea)) return 'done'
      },
      // Or page_endio().
      bio_endio: (s, me, c) => {
        if (c.by === 'bio' ? c.repairX14 : c.repairsRwPage) blk_queue_exit(s, me)
      },
      blkdev_put: (s, me, c) => {
        s.disk.openers--
        return_to_user(s, me, c)
      },
    },
    mayRest: ['blkdev_get'],
  })
  .process('unbind', {
    locals: (c): Unbinding => ({ task: c.dax + c.bios, kmap: 0, area: 0, bdev: 0 }),
    steps: [
      {
        // nd_pmem_remove(), as 4.2 calls it: del_gendisk(), put_disk(), and the start of blk_cleanup_queue().
        nd_pmem_remove: (s, me, c) => {
          del_gendisk(s, c)
          queueOf(s, me).dying = true
        },
        blk_cleanup_queue: (s, me, c) => {
          when(!c.repairX14 || isFrozen(s, me))
        },
      },
      {
        ...unbind_pmem<PmemManaged, Unbinding>(),
        'driver = NULL': (s, me, c) => {
          s.disk.bound = false
          return_to_user(s, me, c)
          return c.rebinds ? 'nd_pmem_probe' : 'done'
        },
        devm_kfree: s => {
          s.disk.freed = true
          return 'release_nodes'
        },
        nd_pmem_probe: (s, _me, c) => {
          s.areas[1]!.mapped = true
          if (c.version === 'V5' && c.next === 'pmem') list_add_rcu(s, 1)
          s.disk.bound = true
          s.disk.generation++
        },
      },
    ],
  })
  .span('dax', 'RCU reader', rcuReader)
  .span('dax', 'kmap', kmapHeld)
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'register_lock', holds('register_lock'))
  .span('unbind', 'grace period', gracePeriod)
  .extend(withRules)
  .glossary({
    cells: {
      'areas[].mapped': { is: "the driver's mapping" },
      'disk.generation': { is: 'the owner of the frames' },
      ranges: { index: 'range' },
    },
  })
