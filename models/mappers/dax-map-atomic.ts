/**
 * `dax_map_atomic()` and `dax_unmap_atomic()`, fs/dax.c of October 2015 (VO) and of Linux 4.5 (VM): the address from
 * direct_access, under a reference of the request queue. In September (VS) these are `__dax_map_bh()` and `dax_unmap_bh()`,
 * with blk_dax_get() and blk_dax_put().
 *
 * Checked by `spec/mappers/dax-io.ts` and `spec/drivers/dax-lifetime.ts`.
 */

import type { Versioned } from '../drivers/dax-version.ts'
import { type Addressed, type AddressSource, findAddress, holdAddress } from '../drivers/found-address.ts'
import { blk_queue_enter, blk_queue_exit, type HasQueues, type OnDevice } from '../drivers/request-queue.ts'
import type { HasAddressSpace } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { rcu_read_lock, rcu_read_unlock } from '../kernel/rcu.ts'
import { breaks, current, type HasTasks } from '../kernel/task.ts'

type Kernel = HasTasks & HasQueues

/** What the procedures need of their caller's locals. */
export interface AtomicMapper extends Addressed, OnDevice {
  /** A ghost: the block device whose queue was entered. */
  entered: number | null
}

/** Goes to `mapped` with `me.addr` and `me.count` set and the queue entered, or to `failed` with neither. */
export function dax_map_atomic<
  S extends Kernel & HasAddressSpace,
  M extends AtomicMapper,
  C extends Versioned,
  const Mapped extends string,
  const Failed extends string,
>(options: AddressSource<S, M, C, Mapped, Failed>) {
  return {
    blk_queue_enter: (s: S, me: M): Failed | undefined => {
      if (!blk_queue_enter(s, me)) return options.failed
      me.entered = me.bdev
    },
    bdev_direct_access: (s: S, me: M, c: C): Mapped | Failed | undefined => {
      if (!findAddress(s, me, c, options.direct_access)) {
        leaveQueue(s, me)
        return options.failed
      }
      if (c.version === 'VO') return
      holdAddress(s, me)
      return options.mapped
    },
    // 19/20. X22: until here, teardown of page-mapped pmem does not wait.
    rcu_read_lock: (s: S, me: M, c: C): Mapped => {
      rcu_read_lock(s, me, c)
      holdAddress(s, me)
      return options.mapped
    },
  } as const
}

/** Releases `me.addr`, which is not an error. */
export function dax_unmap_atomic<const U extends string>(goto: { readonly unmapped: U }) {
  return {
    blk_queue_exit: (s: Kernel, me: AtomicMapper, c: Versioned): U | undefined => {
      leaveQueue(s, me)
      me.addr = null
      if (c.version === 'VO') return
      current(s, me).maps.pop()
      return goto.unmapped
    },
    rcu_read_unlock: (s: Kernel, me: AtomicMapper, c: Configured): U => {
      rcu_read_unlock(s, me, c)
      current(s, me).maps.pop()
      return goto.unmapped
    },
  } as const
}

function leaveQueue(s: Kernel, me: AtomicMapper): void {
  if (me.entered !== me.bdev) breaks(s, me, 'unmaps an address outside its mapping')
  me.entered = null
  blk_queue_exit(s, me)
}
