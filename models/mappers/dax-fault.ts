/**
 * `dax_insert_mapping()`, fs/dax.c of v5, and the user's accesses through the PTE that it leaves, while the driver is
 * unbound, the frames are bound again, or taken out of the machine.
 *
 * X4: the PTE is inserted when nothing is held any longer. D9: nobody takes it away.
 */

import { model, prefixed, when } from 'interleave'
import { bdev_direct_access, type DirectAccess, del_gendisk, newDisk } from '../drivers/block-device.ts'
import { type PmemManaged, unbind_pmem } from '../drivers/pmem.ts'
import { firstArea, type Memmap, memremap, store } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { might_sleep } from '../kernel/sleep.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { breaks, newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { kmap_atomic_pfn_t, kunmap_atomic_pfn_t } from './kmap-pfn.ts'
import { registeredRange } from './kmap-ranges.ts'

export interface Fault extends DirectAccess {
  rc: 'VM_FAULT_NOPAGE' | 'VM_FAULT_SIGBUS' | null
}

export const daxFault = model('dax-fault', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  faults: 1,
  /** What follows when the driver is unbound: nothing, another driver, or the frames leave the machine. */
  then: 'unplug' as 'nothing' | 'rebind' | 'unplug',

  // What v5 does wrong, and how it could be repaired.

  /** X4: the PTE is inserted before the frame is unmapped. */
  repairX4: false,
  /** D9: teardown zaps the PTEs when its grace period is over, as unmap_mapping_range() does for a truncate. */
  repairD9: false,
  repairX2: false,

  repairD1: true,
  unlocksOnError: true,
  waitsForReaders: true,
})
  .shared(c => {
    checkConfig(c)
    return {
      tasks: newTasks(c.faults + 1),
      memmap: ['none'] as Memmap[],
      areas: [memremap(firstArea, 1)],
      ranges: 0 as number | null,
      kmaps: [registeredRange(0, 1, firstArea)],
      register_lock: null as number | null,
      devres: ['devm_kfree', 'memunmap', 'teardown_kmap'] as PmemManaged[],
      disk: newDisk(),
      plugged: true,
      /** For each task, whether its page table leads to the frame. */
      ptes: Array<boolean>(c.faults).fill(false),
    }
  })
  .process('fault', {
    count: c => c.faults,
    locals: (_c, id): Fault => ({
      task: id,
      pfn: { pfn: 0, dev: true },
      count: 1,
      addr: null,
      page: null,
      walk: null,
      generation: 0,
      rc: null,
    }),
    steps: {
      __dax_fault: enter_kernel,
      ...bdev_direct_access({ found: '__pfn_t_to_page', failed: 'return VM_FAULT_SIGBUS' }),
      ...kmap_atomic_pfn_t({ mapped: 'clear_page', failed: 'return VM_FAULT_SIGBUS' }),
      clear_page: (s, me, c) => {
        if (!store(s, me, me.addr!)) return 'done'
        return c.repairX4 ? 'vm_insert_mixed' : 'kunmap: kunmap_atomic_pfn_t'
      },
      ...prefixed('kunmap: ', kunmap_atomic_pfn_t({ unmapped: 'unmapped' })),
      unmapped: (_s, _me, c) => {
        if (c.repairX4) return 'return VM_FAULT_NOPAGE'
      },
      // It may have to allocate a page table.
      vm_insert_mixed: (s, me, c) => {
        might_sleep(s, me)
        if (!s.disk.bound || s.disk.generation !== me.generation) {
          breaks(s, me, 'inserts a PTE to what its driver has left')
        }
        s.ptes[me.id] = true
        if (c.repairX4) return 'kunmap: kunmap_atomic_pfn_t'
      },
      'return VM_FAULT_NOPAGE': (s, me, c) => {
        me.rc = 'VM_FAULT_NOPAGE'
        return_to_user(s, me, c)
      },
      // At any time until munmap(). Without a PTE there is another fault, which would begin above.
      'user store': (s, me) => {
        if (!s.ptes[me.id]) return 'done'
        if (!s.plugged) breaks(s, me, 'touches an unplugged frame')
        if (s.disk.generation !== me.generation) breaks(s, me, "reaches another owner's data")
      },
      munmap: (s, me) => {
        s.ptes[me.id] = false
        return 'done'
      },
      'return VM_FAULT_SIGBUS': (s, me, c) => {
        me.rc = 'VM_FAULT_SIGBUS'
        return_to_user(s, me, c)
      },
    },
  })
  .process('unbind', {
    locals: c => ({ task: c.faults, kmap: 0, area: 0 }),
    steps: {
      pmem_remove: (s, _me, c) => {
        del_gendisk(s, c)
      },
      ...unbind_pmem<PmemManaged>(),
      driver_detached: (s, me, c) => {
        if (c.repairD9) s.ptes.fill(false)
        s.disk.bound = false
        return_to_user(s, me, c)
        return c.then === 'nothing' ? 'done' : c.then
      },
      devm_kfree: s => {
        s.disk.freed = true
        return 'release_nodes'
      },
      rebind: s => {
        s.disk.bound = true
        s.disk.generation++
        return 'done'
      },
      unplug: s => {
        when(!s.disk.bound)
        s.plugged = false
      },
    },
  })
  .span('fault', 'RCU reader', rcuReader)
  .span('fault', 'kmap', kmapHeld)
  .span('fault', 'PTE', (s, me) => s.ptes[me.id] === true)
  .span('unbind', 'device mapped', areaMapped)
  .span('unbind', 'register_lock', holds('register_lock'))
  .span('unbind', 'grace period', gracePeriod)
