/**
 * drivers/dax/super.c since Linux 4.12: the result of direct_access is used in a section of one SRCU domain for all devices,
 * by tasks that found the device alive in it; kill_dax() waits for such readers, which may sleep.
 *
 * Checked by `spec/drivers/dax-lifetime.ts` and `spec/mappers/dax-iomap.ts`.
 */

import { joined } from 'interleave-checker'
import type { HasAddressSpace } from '../kernel/address-space.ts'
import { type SrcuStruct, srcu_read_lock, srcu_read_unlock, synchronize_srcu } from '../kernel/srcu.ts'
import { current, type HasTasks, type OnTask } from '../kernel/task.ts'
import { type Addressed, type AddressSource, findAddress, holdAddress } from './found-address.ts'

export interface HasDaxDevice {
  /** DAXDEV_ALIVE. */
  alive: boolean
  dax_srcu: SrcuStruct
}

/** What the procedures need of their caller's locals. */
export interface DaxReader extends Addressed {
  /** Of its SRCU section. */
  index: number | null
}

export interface DaxDeviceConstants {
  /** A reader checks whether the device is alive. In the kernel, true. */
  readonly looks: boolean
  /** kill_dax() waits for the readers. In the kernel, true. */
  readonly waits: boolean
}

type Kernel = HasTasks & HasAddressSpace & HasDaxDevice

/**
 * dax_read_lock() and dax_direct_access(). Goes to `mapped` with `me.addr` and `me.count` set, or to `failed` without; in
 * the section either way. A caller that needs more in the same section goes to 'dax_alive' again.
 */
export function dax_direct_access<
  S extends Kernel,
  M extends DaxReader,
  C extends DaxDeviceConstants,
  const Mapped extends string,
  const Failed extends string,
>(options: AddressSource<S, M, C, Mapped, Failed>) {
  return {
    dax_read_lock: (s: S, me: M) => {
      me.index = srcu_read_lock(s, me, 'dax_srcu')
    },
    dax_alive: (s: S, me: M, c: C): Failed | undefined => {
      endMapping(s, me)
      if (!s.alive && c.looks) return options.failed
    },
    dax_direct_access: (s: S, me: M, c: C): Mapped | Failed => {
      if (!findAddress(s, me, c, options.direct_access)) return options.failed
      holdAddress(s, me)
      return options.mapped
    },
  } as const
}

/** dax_read_unlock(). */
export function dax_read_unlock<const U extends string>(goto: { readonly unlocked: U }) {
  return {
    dax_read_unlock: (s: Kernel, me: DaxReader): U => {
      endMapping(s, me)
      srcu_read_unlock(s, me, 'dax_srcu', me.index!)
      me.index = null
      return goto.unlocked
    },
  } as const
}

/**
 * kill_dax(): returns once each reader present at its start has left. The next step must be `killed`. Since 5.17 it notifies
 * the holder of the device first, which removes PTEs and is in `page-mapped`.
 */
export function kill_dax<const K extends string>(goto: { readonly killed: K }) {
  return joined(
    {
      kill_dax: (s: HasDaxDevice, _me: OnTask, c: DaxDeviceConstants): K | undefined => {
        s.alive = false
        if (!c.waits) return goto.killed
      },
    },
    synchronize_srcu('dax_srcu'),
  )
}

function endMapping(s: HasTasks, me: DaxReader): void {
  if (me.addr !== null) current(s, me).maps.pop()
  me.addr = null
}
