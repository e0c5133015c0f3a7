/**
 * What a block driver leaves with its disk, and how the kernel reaches it while the driver goes away: the disk stays as long
 * as it is open, and `private_data` keeps pointing to what the driver frees.
 *
 * Checked by `spec/drivers/dax-lifetime.ts` and `spec/modes/block-device.ts`.
 */

import { firstArea, type HasAddressSpace, memunmap, type OwnsArea } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import { might_sleep } from '../kernel/sleep.ts'
import { breaks, type HasTasks, type OnTask } from '../kernel/task.ts'
import { return_to_user } from '../kernel/user-mode.ts'
import type { Mapper } from '../mappers/kmap-pfn.ts'
import type { Versioned } from './dax-version.ts'

export interface Disk {
  /** Whether it can be opened: from add_disk() to del_gendisk(). */
  added: boolean
  /** Whether bd_disk->private_data points to something. v5 never clears it. */
  private_data: boolean
  /** Whether its target was freed. */
  freed: boolean
  /** bd_openers. */
  openers: number
  /** Whether a driver owns the frames, and its number in the sequence of owners. */
  bound: boolean
  generation: number
}

export interface HasDisk {
  disk: Disk
}

export function newDisk(): Disk {
  return { added: true, private_data: true, freed: false, openers: 0, bound: true, generation: 1 }
}

export interface DiskConstants extends Versioned {
  /** By how much direct_access falls short. */
  readonly short?: number
  /** X5: as in later versions, bdev_direct_access() treats anything but whole pages as an error. */
  readonly repairX5?: boolean
  /** X2: remove() clears private_data, which is read and used in an RCU reader. */
  readonly repairX2: boolean
  /** X3: that reader lasts until the frame was looked up, so its owner has not changed. Requires X2 repaired. */
  readonly repairX3?: boolean
}

type Kernel = HasTasks & HasDisk

/** Reads of private_data's target. */
export function readDriverData(s: Kernel, me: OnTask): void {
  if (s.disk.freed) breaks(s, me, 'reads freed driver data')
}

/** What the procedure needs of its caller's locals. */
export interface DirectAccess extends Mapper {
  /** The requested length: a page, in the units of the model. */
  readonly size: number
  /** The generation that gave the frame out, for the claims. */
  generation: number
}

/** Where the driver mapped its first frame: virt_addr, io_addr or start of its data. */
const virt_addr = firstArea

/**
 * bdev_direct_access(), fs/block_dev.c, and ->direct_access() of the driver: pmem_direct_access(), drivers/nvdimm/pmem.c,
 * axon_ram_direct_access(), arch/powerpc/sysdev/axonram.c, or dcssblk_direct_access(), drivers/s390/block/dcssblk.c. X2:
 * nothing prevents the driver's data from being freed. Repaired, an RCU reader does, from the test of private_data on.
 *
 * What it checks before that is left out: that the extent lies in the partition (-ERANGE, also once a disk is deleted, for
 * which `dax-clear-once` has a setting) and begins with a page (-EINVAL). Both only narrow the window of X2.
 */
export function bdev_direct_access<
  const Found extends string,
  const Addressed extends string,
  const Failed extends string,
>(goto: {
  /** V5: the frame is known. */
  readonly found: Found
  /** V0: its address is known. */
  readonly addressed: Addressed
  readonly failed: Failed
}) {
  return {
    bdev_direct_access: (s: Kernel, me: DirectAccess, c: DiskConstants): Failed | undefined => {
      might_sleep(s, me)
      if (!c.repairX2) return undefined
      if (!s.disk.private_data) return goto.failed
      rcu_read_lock(s, me, c)
      return undefined
    },
    direct_access: (s: Kernel, me: DirectAccess, c: DiskConstants): Found | Addressed | Failed => {
      readDriverData(s, me)
      me.generation = s.disk.generation
      me.count = me.size - (c.short ?? 0)
      const isRefused = c.repairX5 === true && me.count < me.size
      if (c.repairX2 && (isRefused || !c.repairX3)) rcu_read_unlock(s, me, c)
      if (isRefused) return goto.failed
      if (c.version !== 'V0') return goto.found
      me.addr = virt_addr + me.pfn!.pfn
      return goto.addressed
    },
  } as const
}

/** X3 repaired: the reader of {@link bdev_direct_access} ends after the look-up of the frame, found or not. */
export function endDirectAccess(s: Kernel, me: DirectAccess, c: DiskConstants): void {
  if (c.repairX2 && c.repairX3) rcu_read_unlock(s, me, c)
}

/** del_gendisk(), block/genhd.c: the disk can no longer be opened, and a task that has it open keeps it. */
export function del_gendisk(s: HasDisk, c: DiskConstants): void {
  s.disk.added = false
  if (c.repairX2) s.disk.private_data = false
}

/** The devres entries of a driver that is detached, and the end of unbinding. */
export function releaseDisk() {
  return {
    memunmap: (s: Kernel & HasAddressSpace, me: OnTask & OwnsArea) => {
      memunmap(s, me)
    },
    kfree: (s: Kernel) => {
      s.disk.freed = true
    },
    'driver = NULL': (s: Kernel, me: OnTask, c: Configured) => {
      return_to_user(s, me, c)
    },
  } as const
}
