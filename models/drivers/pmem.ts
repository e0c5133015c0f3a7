/**
 * Detaching pmem, drivers/nvdimm/pmem.c: remove() and then its devres entries, newest first. 4.2 undoes them by hand, in
 * pmem_free(), in this order; the series uses devres. pmem_rw_bytes(), by which a BTT does its own I/O, is left out: under
 * the bios of a BTT, that is X14 again.
 *
 * Checked by `spec/drivers/dax-lifetime.ts` and `spec/drivers/pmem-lifetime.ts`.
 */

import { joined, prefixed, when } from 'interleave-checker'
import { type HasAddressSpace, memunmap, type OwnsArea } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { devres_release_all } from '../kernel/devres.ts'
import { synchronize_rcu } from '../kernel/rcu.ts'
import type { HasTasks, OnTask } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { type OwnsKmap, teardown_kmap } from '../mappers/kmap-teardown.ts'
import { entersQueue, looksUp, type Versioned } from './dax-version.ts'
import { type HasQueues, isFrozen, type OnDevice, queueOf } from './request-queue.ts'

/**
 * The devres entries of probe. The pmem_device is the oldest; a model that has it adds steps for it at 'devm_kfree', which
 * continue to 'release_nodes'.
 */
export type PmemManaged = 'devm_kfree' | 'memunmap' | 'teardown_kmap'

type Kernel = HasTasks & HasAddressSpace

/** What {@link pmem_detach_disk} needs of its caller's locals. */
export interface Detaching extends OnTask, OwnsArea, OnDevice {}

/** The locals of a process that unbinds pmem, in every version. */
export interface Unbinding extends Detaching, OwnsKmap {}

/** Writing the device's name to `unbind`: __device_release_driver(), drivers/base/dd.c, and pmem's part of it. */
export function unbind_pmem<A extends PmemManaged, M extends OwnsArea & OwnsKmap = OwnsArea & OwnsKmap>() {
  return joined(
    {
      // nd_pmem_remove() deletes the disk, for which del_gendisk() writes back what the file system has, by bios. It does not
      // wait for users of DAX: the queue of a bio driver has nothing to drain.
      device_release_driver: (s: Kernel, me: OnTask) => {
        enter_kernel(s, me)
      },
    },
    release_pmem<A, M>(),
  )
}

/** The devres entries of pmem, and the end of unbinding. */
function release_pmem<A extends PmemManaged, M extends OwnsArea & OwnsKmap = OwnsArea & OwnsKmap>() {
  return joined(
    devres_release_all<A, 'driver = NULL'>({ released: 'driver = NULL' }),
    teardown_kmap({ done: 'release_nodes' }),
    {
      memunmap: (s: Kernel, me: M): 'release_nodes' => {
        memunmap(s, me)
        return 'release_nodes'
      },
      'driver = NULL': (s: Kernel, me: OnTask, c: Configured) => {
        return_to_user(s, me, c)
      },
    },
  )
}

export interface DetachConstants extends Versioned {
  /** VO: the frames have struct pages, from devm_memremap_pages(), which 19/20 releases already in pmem_detach_disk(). */
  readonly pageMapped: boolean
  /** Teardown waits: for references, in VO for RCU. As posted, true. */
  readonly waits: boolean
}

/**
 * pmem_detach_disk(), drivers/nvdimm/pmem.c since September 2015: blk_cleanup_queue() waits for users of the queue. In
 * October it runs concurrently with unbinding, which waits for it at its end (19/20), but only after page-mapped memory is
 * gone.
 */
export function pmem_detach_disk<const D extends string>(goto: { readonly detached: D }) {
  return joined(
    {
      blk_set_queue_dying: (s: HasQueues, me: Detaching, c: DetachConstants) => {
        queueOf(s, me).dying = true
        if (!isReleasedEarly(c)) return 'blk_freeze_queue'
        return c.waits ? 'synchronize_rcu' : 'arch_remove_memory'
      },
    },
    // devm_memremap_pages_release(): "flush in-flight dax_map_atomic() operations" (X22).
    synchronize_rcu(),
    {
      arch_remove_memory: (s: HasAddressSpace, me: Detaching) => {
        memunmap(s, me)
      },
      blk_freeze_queue: (s: HasQueues, me: Detaching, c: DetachConstants): D => {
        when(!c.waits || isFrozen(s, me))
        return goto.detached
      },
    },
  )
}

/**
 * {@link unbind_pmem} in every version: it waits for the users that have entered the queue, in versions where they enter it.
 */
export function unbindByVersion<A extends PmemManaged>() {
  return joined(
    {
      device_release_driver: (s: Kernel, me: OnTask, c: Versioned) => {
        enter_kernel(s, me)
        return entersQueue(c) ? 'pmem_detach_disk: blk_set_queue_dying' : 'release_nodes'
      },
    },
    prefixed('pmem_detach_disk: ', pmem_detach_disk({ detached: 'release_nodes' })),
    release_pmem<A, Unbinding>(),
  )
}

function isReleasedEarly(c: DetachConstants): boolean {
  return c.version === 'VO' && c.pageMapped
}

/** The entries of probe, oldest first: if registered, then after memremap(), except in the variant with the wrong order. */
export function pmemDevres(c: Versioned & { readonly registersLast: boolean }): ('memunmap' | 'teardown_kmap')[] {
  if (!looksUp(c)) return ['memunmap']
  return c.registersLast ? ['memunmap', 'teardown_kmap'] : ['teardown_kmap', 'memunmap']
}
