/**
 * dcssblk, drivers/s390/block/dcssblk.c: a segment is added and removed, while a task uses its disk or that of an unrelated
 * pmem.
 *
 * Left out: the other place that unloads segments and removes the device, `removeseg` of dcssblk_shared_store(). Like remove it
 * refuses while the disk is open, and unloads before the last put_device() (D7b); but it releases the semaphore before it
 * unregisters the device, so it does not wait with it. Another writer of `shared` then finds the segment gone and the disk
 * put, as in X16, in 4.2 as in v5. Also left out are bios (X14), and `save`, which saves a segment when its disk is closed. The
 * attributes `save` and `seglist` take the semaphore as `shared` does, which stands for all three.
 *
 * To open a disk is one step. In the kernel it is looked up first, and dcssblk_open() may come when all is over, and read what
 * was freed: that is I6 again, which dcssblk breaks in each of these versions in any case.
 *
 * Frames, addresses and lengths are in bytes, for X16, and a page has two. The first page is the pmem's, the second the
 * segment's.
 */

import { choose, model, prefixed, when } from 'interleave-checker'
import { firstArea, type Memmap, memremap, memunmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { devres_release_all } from '../kernel/devres.ts'
import { kernfs_get_active, kernfs_put_active, kernfs_remove, newKernfsNode } from '../kernel/kernfs.ts'
import { withRules } from '../kernel/rules.ts'
import { sleepUntil } from '../kernel/sleep.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { breaks, newTasks } from '../kernel/task.ts'
import { enter_kernel, oops, return_to_user } from '../kernel/user-mode.ts'
import { dax_clear_once, daxUser } from '../mappers/dax-clear-once.ts'
import { list_add_rcu, registeredRange, unregisteredRange } from '../mappers/kmap-ranges.ts'
import { teardown_kmap } from '../mappers/kmap-teardown.ts'
import { del_gendisk, newDisk, readDriverData } from './block-device.ts'

const pageSize = 2

const user = dax_clear_once()

export const dcssblk = model('dcssblk', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** V0 is 4.2, which has neither a record nor a look-up. */
  version: 'V5' as 'V0' | 'V5',
  /** Whose disk is used. */
  user: 'pmem' as 'pmem' | 'dcssblk',
  /** How many users there are. */
  users: 1,
  /**
   * The add fails: at devm_register_kmap_pfn_range(), when the device is already registered, or, as is possible in 4.2 as
   * well, at device_register() itself.
   */
  fails: false,

  // Defects of v5 and their repairs.

  /** D7a: the resource is not freed while the record refers to it. */
  repairD7a: false,
  /** D7b: devres is released before the segment is unloaded, not at the last put_device(). */
  repairD7b: false,
  /** X2: private_data is cleared, and is read in an RCU reader. */
  repairX2: false,
  repairX3: false,
  /** X16: 1 as posted. `end` is the last byte of the segment, but is used as the one after it: direct_access falls short. */
  short: 0,
  /** X16: 1 as posted. The resource of the record falls short in the same way. */
  resourceShort: 0,
  /** X16: a failed add unregisters the device, instead of only putting it. */
  repairX16: true,

  /** A task writes to the attribute `shared` of the device, while it is removed. */
  writesShared: false,
  /** The device is unregistered without the semaphore, so a task waiting for the semaphore is not waited for. */
  unregistersUnlocked: false,
  /** Opening the disk takes the semaphore, so it cannot happen between the test of use_count and del_gendisk(). */
  opensLocked: false,

  // Correct; each is undone by a variant.

  /** Remove refuses while the disk is open. */
  refusesOpen: true,
  repairD1: true,
  unlocksOnError: true,
  waitsForReaders: true,
})
  .shared(c => {
    checkConfig(c)
    const isPmem = c.user === 'pmem'
    const segment = firstArea + pageSize
    return {
      tasks: newTasks(c.users + 2),
      memmap: Array<Memmap>(2 * pageSize).fill('none'),
      areas: [memremap(firstArea, pageSize), { ...memremap(segment, pageSize), mapped: false }],
      ranges: 0 as number | null,
      kmaps: [
        registeredRange(0, pageSize, firstArea),
        unregisteredRange(pageSize, pageSize - c.resourceShort, segment),
      ],
      register_lock: null as number | null,
      dcssblk_devices_sem: null as number | null,
      devres: [] as 'teardown_kmap'[],
      // For the disk in use; the other one is never opened.
      disk: { ...newDisk(), added: isPmem, private_data: isPmem },
      /** dev_info->dev: whether it is in sysfs, and its reference count. */
      registered: false,
      references: 0,
      /** The attribute `shared`. */
      shared: newKernfsNode(false),
      /** put_disk() dropped the last reference: dev_info->gd is gone. */
      gdFreed: false,
    }
  })
  .process('dax', {
    count: c => c.users,
    locals: (c, id) => daxUser(id, c.user === 'pmem' ? 0 : pageSize, pageSize),
    steps: [
      {
        ...user,
        // dcssblk_open() counts openers of the disk in use_count, and takes no lock.
        blkdev_get: (s, me, c) => {
          when(!c.opensLocked || c.user === 'pmem' || s.dcssblk_devices_sem === null)
          user.blkdev_get(s, me)
        },
        // dcssblk_release(): takes the semaphore, and decrements the count at private_data, unless that is NULL.
        blkdev_put: (s, me, c) => {
          when(c.user === 'pmem' || s.dcssblk_devices_sem === null)
          if (s.disk.private_data) readDriverData(s, me)
          user.blkdev_put(s, me, c)
        },
      },
    ],
    mayRest: ['blkdev_get'],
  })
  .process('dcssblk', {
    locals: c => ({ task: c.users, kmap: 1, area: 1, rc: null as number | null }),
    steps: [
      {
        // Its devm_kzalloc() of the resource is on the root device.
        dcssblk_add_store: enter_kernel,
        segment_load: s => {
          s.areas[1]!.mapped = true
        },
        device_register: (s, me, c) => {
          when(s.dcssblk_devices_sem === null)
          s.dcssblk_devices_sem = me.task
          if (c.version === 'V0' && c.fails) {
            // device_initialize() of it succeeded, device_add() failed.
            s.references = 1
            return 'put_disk'
          }
          s.registered = true
          s.shared.linked = true
          // One is its creator's, one that of klist_children, to which device_add() added it.
          s.references = 2
        },
        devm_register_kmap_pfn_range: (s, _me, c) => {
          if (c.fails && c.repairX16) {
            // Before it waits for writers of an attribute.
            s.dcssblk_devices_sem = null
            return 'device_del: kernfs_deactivate'
          }
          if (c.fails) return 'put_disk'
          if (c.version === 'V0') return
          s.devres.push('teardown_kmap')
          list_add_rcu(s, 1)
        },
        add_disk: (s, _me, c) => {
          if (c.user === 'pmem') return
          s.disk.private_data = true
          s.disk.added = true
        },
        // D7a: the success path runs through the error path, past out_nobuf.
        'devm_kfree(res)': (s, _me, c) => {
          s.dcssblk_devices_sem = null
          if (!c.repairD7a) s.kmaps[1]!.resFreed = true
        },
        // With the semaphore held it checks use_count: -EBUSY if that is not 0.
        dcssblk_remove_store: (s, me, c) => {
          when(!c.refusesOpen || c.user === 'pmem' || s.disk.openers === 0)
          when(s.dcssblk_devices_sem === null)
          s.dcssblk_devices_sem = me.task
        },
        // Until here the disk can still be opened. Then blk_cleanup_queue() and put_disk().
        del_gendisk: (s, _me, c) => {
          if (c.user === 'dcssblk') del_gendisk(s, c)
          if (!c.writesShared) return 'device_unregister'
          s.gdFreed = true
          if (c.unregistersUnlocked) s.dcssblk_devices_sem = null
          return 'device_unregister: kernfs_deactivate'
        },
      },
      // device_del() removes the attributes, and waits for their writers: with the semaphore held (3.18 to 4.4).
      prefixed('device_unregister: ', kernfs_remove('shared')),
      {
        device_unregister: (s, me, c) => {
          if (c.writesShared && c.unregistersUnlocked) {
            when(s.dcssblk_devices_sem === null)
            s.dcssblk_devices_sem = me.task
          }
          s.registered = false
          if (c.repairD7b) return 'release_nodes'
        },
        // D7b: the device has no driver, so its devres is released with the last reference.
        segment_unload: (s, me, c) => {
          memunmap(s, me)
          if (c.repairD7b) return 'kfree(dev_info)'
        },
      },
      // put_device(), for the last reference: device_release().
      devres_release_all<'teardown_kmap', 'devres is empty'>({ released: 'devres is empty' }),
      teardown_kmap({ done: 'release_nodes' }),
      {
        'devres is empty': (_s, _me, c) => {
          if (c.repairD7b) return 'segment_unload'
        },
        'kfree(dev_info)': (s, me, c) => {
          if (c.user === 'dcssblk') s.disk.freed = true
          s.dcssblk_devices_sem = null
          s.references = 0
          return_to_user(s, me, c)
          return 'done'
        },
      },
      // Not in the driver: device_add() is undone, and the creator's reference is left to put_dev.
      prefixed('device_del: ', kernfs_remove('shared')),
      {
        device_del: s => {
          s.registered = false
          s.references--
        },
        // The label put_dev of dcssblk_add_store().
        put_disk: s => {
          s.gdFreed = true
        },
        'put_dev: segment_unload': (s, me) => {
          memunmap(s, me)
        },
        put_device: (s, me, c) => {
          s.references--
          s.dcssblk_devices_sem = null
          me.rc = -12
          return_to_user(s, me, c)
        },
      },
    ],
    // After -EBUSY it may never be tried again.
    mayRest: ['dcssblk_remove_store'],
  })
  .process('sysfs', {
    // A task writes to the attribute `shared` of the device.
    count: c => (c.fails || c.writesShared ? 1 : 0),
    locals: c => ({ task: c.users + 1 }),
    steps: {
      kernfs_get_active: (s, me) => {
        when(kernfs_get_active(s, me, 'shared'))
        enter_kernel(s, me)
      },
      'down_write(&dcssblk_devices_sem)': (s, me, c) => {
        const again = sleepUntil(s, me, c, () => s.dcssblk_devices_sem === null)
        if (again !== undefined) return again
        s.dcssblk_devices_sem = me.task
      },
      // segment_modify_shared() knows only loaded segments, and put_dev has unloaded this one. It may have been loaded
      // again, as part of another device.
      dcssblk_shared_store: (s, me) => {
        const isLoaded = s.areas[1]!.mapped || choose(false, true)
        if (isLoaded) return 'set_disk_ro'
        // BUG_ON(rc == -EINVAL), with the semaphore held from then on.
        breaks(s, me, 'hits a BUG_ON')
        oops(s, me)
        return 'done'
      },
      // set_disk_ro(dev_info->gd, ...)
      set_disk_ro: (s, me) => {
        if (s.gdFreed) breaks(s, me, 'reads freed driver data')
      },
      'up_write(&dcssblk_devices_sem)': s => {
        s.dcssblk_devices_sem = null
      },
      kernfs_put_active: (s, me, c) => {
        kernfs_put_active(s, me, 'shared')
        return_to_user(s, me, c)
      },
    },
    mayRest: ['kernfs_get_active'],
  })
  .span('dax', 'RCU reader', rcuReader)
  .span('dax', 'kmap', kmapHeld)
  .span('dcssblk', 'device mapped', areaMapped)
  .span('dcssblk', 'register_lock', holds('register_lock'))
  .span('dcssblk', 'grace period', gracePeriod)
  .extend(withRules)
