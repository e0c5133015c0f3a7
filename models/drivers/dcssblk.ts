/**
 * dcssblk, drivers/s390/block/dcssblk.c: a segment is added and removed, while somebody uses its disk, or that of a pmem
 * which has nothing to do with it.
 *
 * Frame 0 is the pmem's, frame 1 the segment's. X16, a range that is one byte short, is below the size of what is counted here.
 */

import { model, when } from 'interleave'
import { firstArea, type Memmap, memremap, memunmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { devres_release_all } from '../kernel/devres.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { dax_clear_once, daxUser } from '../mappers/dax-clear-once.ts'
import { list_add_rcu, registeredRange } from '../mappers/kmap-ranges.ts'
import { teardown_kmap } from '../mappers/kmap-teardown.ts'
import { del_gendisk, newDisk } from './block-device.ts'

export const dcssblk = model('dcssblk', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** Whose disk is used. */
  user: 'pmem' as 'pmem' | 'dcssblk',

  // What v5 does wrong, and how it is repaired.

  /** D7a: the resource is not freed while the record has it. */
  repairD7a: false,
  /** D7b: devres is released before the segment is unloaded, not at the last put_device(). */
  repairD7b: false,
  /** X2: private_data is cleared, and read in an RCU reader. */
  repairX2: false,
  repairX3: false,

  // What is right, to be undone by variants.

  /** Remove refuses while the disk is open. */
  refusesOpen: true,
  repairD1: true,
  unlocksOnError: true,
  waitsForReaders: true,
})
  .shared(c => {
    checkConfig(c)
    const isPmem = c.user === 'pmem'
    return {
      tasks: newTasks(2),
      memmap: ['none', 'none'] as Memmap[],
      areas: [memremap(firstArea, 1), { ...memremap(firstArea + 1, 1), mapped: false }],
      ranges: 0 as number | null,
      kmaps: [registeredRange(0, 1, firstArea), { ...registeredRange(1, 1, firstArea + 1), linked: false }],
      register_lock: null as number | null,
      devres: [] as 'teardown_kmap'[],
      // Of the disk that is used; nobody opens the other.
      disk: { ...newDisk(), added: isPmem, private_data: isPmem },
    }
  })
  .process('dax', {
    locals: (c, id) => daxUser(id, c.user === 'pmem' ? 0 : 1),
    steps: dax_clear_once(),
    mayRest: ['blkdev_get'],
  })
  .process('dcssblk', {
    locals: () => ({ task: 1, kmap: 1, area: 1 }),
    steps: {
      // Its devm_kzalloc() of the resource is on the root device.
      dcssblk_add_store: enter_kernel,
      segment_load: s => {
        s.areas[1]!.mapped = true
      },
      devm_register_kmap_pfn_range: s => {
        s.devres.push('teardown_kmap')
        list_add_rcu(s, 1)
      },
      add_disk: (s, _me, c) => {
        if (c.user === 'pmem') return
        s.disk.private_data = true
        s.disk.added = true
      },
      // D7a: success takes the way of errors, past out_nobuf.
      'devm_kfree(res)': (s, _me, c) => {
        if (!c.repairD7a) s.kmaps[1]!.resFreed = true
      },
      // With dcssblk_devices_sem held, as all of what follows.
      dcssblk_remove_store: (s, _me, c) => {
        when(!c.refusesOpen || c.user === 'pmem' || s.disk.openers === 0)
        if (c.user === 'dcssblk') del_gendisk(s, c)
        if (c.repairD7b) return 'release_nodes'
      },
      // D7b: the device has no driver, so that its devres waits for the last reference.
      segment_unload: (s, me, c) => {
        memunmap(s, me)
        if (c.repairD7b) return 'kfree(dev_info)'
      },
      // put_device(), the last one: device_release().
      ...devres_release_all<'teardown_kmap', 'devres is empty'>({ released: 'devres is empty' }),
      ...teardown_kmap({ done: 'release_nodes' }),
      'devres is empty': (_s, _me, c) => {
        if (c.repairD7b) return 'segment_unload'
      },
      'kfree(dev_info)': (s, me, c) => {
        if (c.user === 'dcssblk') s.disk.freed = true
        return_to_user(s, me, c)
      },
    },
    // Refused with -EBUSY, it may never be tried again.
    mayRest: ['dcssblk_remove_store'],
  })
  .span('dax', 'RCU reader', rcuReader)
  .span('dax', 'kmap', kmapHeld)
  .span('dcssblk', 'device mapped', areaMapped)
  .span('dcssblk', 'register_lock', holds('register_lock'))
  .span('dcssblk', 'grace period', gracePeriod)
