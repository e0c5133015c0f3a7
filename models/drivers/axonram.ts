/**
 * axonram, arch/powerpc/sysdev/axonram.c, detached from its device by `unbind` or by a probe that fails late, while a task
 * has its disk open.
 *
 * D6: remove() and the error path of probe() unmap and free by hand, but devres, which holds the kmap record, is released
 * only after they return. Repaired, devres does all three, in reverse order of probe.
 *
 * Left out: its attribute `ecc` and its interrupt, which go first and are waited for; its bios, which are pmem's without
 * a queue to enter (X14, X15); and what the error path of probe does wrong besides, in 4.2 as in v5, when it fails before
 * there is a disk to delete, or gives back the major number that other banks have.
 */

import { model } from 'interleave-checker'
import { firstArea, type Memmap, memremap, memunmap } from '../kernel/address-space.ts'
import { type Config, checkConfig } from '../kernel/config.ts'
import { devres_release_all } from '../kernel/devres.ts'
import { withRules } from '../kernel/rules.ts'
import { areaMapped, gracePeriod, holds, kmapHeld, rcuReader } from '../kernel/spans.ts'
import { newTasks } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { dax_clear_once, daxUser } from '../mappers/dax-clear-once.ts'
import { list_add_rcu, registeredRange, unregisteredRange } from '../mappers/kmap-ranges.ts'
import { teardown_kmap } from '../mappers/kmap-teardown.ts'
import { del_gendisk, newDisk } from './block-device.ts'

type Managed = 'iounmap' | 'kfree(bank)' | 'teardown_kmap'

/** bank->ph_addr, which is not a kernel address. */
const ph_addr = 0

const user = dax_clear_once()

export const axonram = model('axonram', {
  /** The build configuration: NP, NPC or PRE. */
  config: 'NP' as Config,
  /** V0 is 4.2, which has neither a record nor a look-up. */
  version: 'V5' as 'V0' | 'V5',
  readers: 1,
  /** Why the driver is detached: it is unbound, or it fails to get its irq after adding the disk. */
  ends: 'remove' as 'remove' | 'probe fails',

  /** In V0, direct_access gives bank->io_addr as the address, as from September 2015 (11/15) on: 4.2 gives ph_addr. */
  givesIoAddr: false,

  // Defects of v5 and their repairs.

  /** D6: iounmap() and kfree() are left to devres. */
  repairD6: false,
  /** X2: private_data is cleared, and is read in an RCU reader. */
  repairX2: false,
  repairX3: false,

  repairD1: true,
  unlocksOnError: true,
  waitsForReaders: true,
})
  .shared(c => {
    checkConfig(c)
    const isBound = c.ends === 'remove'
    const byHand: Managed[] = c.repairD6 ? ['kfree(bank)', 'iounmap'] : []
    const isListed = isBound && c.version === 'V5'
    const devres: Managed[] = isBound ? byHand : []
    if (isListed) devres.push('teardown_kmap')
    return {
      tasks: newTasks(c.readers + 1),
      memmap: ['none'] as Memmap[],
      areas: [{ ...memremap(firstArea, 1), mapped: isBound }],
      ranges: isListed ? 0 : (null as number | null),
      kmaps: [isListed ? registeredRange(0, 1, firstArea) : unregisteredRange(0, 1, firstArea)],
      register_lock: null as number | null,
      devres,
      disk: { ...newDisk(), added: isBound, private_data: isBound },
    }
  })
  .process('dax', {
    count: c => c.readers,
    locals: (_c, id) => daxUser(id, 0),
    steps: [
      {
        ...user,
        // axon_ram_direct_access() of 4.2: *kaddr is the physical address.
        direct_access: (s, me, c) => {
          const next = user.direct_access(s, me, c)
          if (c.version === 'V0' && !c.givesIoAddr) me.addr = ph_addr + me.pfn!.pfn
          return next
        },
      },
    ],
    mayRest: ['blkdev_get'],
  })
  .process('driver', {
    locals: c => ({ task: c.readers, kmap: 0, area: 0 }),
    steps: [
      {
        device_lock: (s, me, c) => {
          enter_kernel(s, me)
          if (c.ends === 'remove') return 'del_gendisk'
        },
        axon_ram_probe: (s, _me, c) => {
          s.areas[0]!.mapped = true
          if (c.repairD6) s.devres.push('kfree(bank)', 'iounmap')
        },
        devm_register_kmap_pfn_range: (s, _me, c) => {
          if (c.version === 'V0') return
          s.devres.push('teardown_kmap')
          list_add_rcu(s, 0)
        },
        // Then requesting the irq fails: goto failed.
        add_disk: s => {
          s.disk.private_data = true
          s.disk.added = true
        },
        // axon_ram_remove(); from here on the error path of probe is the same.
        del_gendisk: (s, _me, c) => {
          del_gendisk(s, c)
          if (c.repairD6) return 'release_nodes'
        },
        // D6: the record is still on the list.
        iounmap: (s, me, c) => {
          memunmap(s, me)
          if (c.repairD6) return 'release_nodes'
        },
        'kfree(bank)': s => {
          s.disk.freed = true
        },
      },
      devres_release_all<Managed, 'device_unlock'>({ released: 'device_unlock' }),
      teardown_kmap({ done: 'release_nodes' }),
      {
        device_unlock: (s, me, c) => {
          return_to_user(s, me, c)
        },
      },
    ],
  })
  .span('dax', 'RCU reader', rcuReader)
  .span('dax', 'kmap', kmapHeld)
  .span('driver', 'device mapped', areaMapped)
  .span('driver', 'register_lock', holds('register_lock'))
  .span('driver', 'grace period', gracePeriod)
  .extend(withRules)
  .glossary({ cells: { 'areas[].mapped': { is: "the driver's mapping" }, ranges: { index: 'range' } } })
