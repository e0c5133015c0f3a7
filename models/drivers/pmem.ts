/** Letting go of a pmem device, drivers/nvdimm/pmem.c: remove() and what devres undoes after it, newest first. */

import { type HasAddressSpace, memunmap, type OwnsArea } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { devres_release_all } from '../kernel/devres.ts'
import type { HasTasks, OnTask } from '../kernel/task.ts'
import { enter_kernel, return_to_user } from '../kernel/user-mode.ts'
import { type OwnsKmap, teardown_kmap } from '../mappers/kmap-teardown.ts'

/**
 * What probe left to devres. The pmem_device is the oldest entry; a model that has it adds its own steps for it at
 * 'devm_kfree', which go on to 'release_nodes'.
 */
export type PmemManaged = 'devm_kfree' | 'memunmap' | 'teardown_kmap'

type Kernel = HasTasks & HasAddressSpace

/** Writing the device's name to `unbind`: __device_release_driver(), drivers/base/dd.c, and pmem's part of it. */
export function unbind_pmem<A extends PmemManaged>() {
  return {
    // pmem_remove() deletes the disk and waits for nobody: the queue of a bio driver has nothing to drain.
    device_release_driver: (s: Kernel, me: OnTask) => {
      enter_kernel(s, me)
    },
    ...devres_release_all<A, 'driver_detached'>({ released: 'driver_detached' }),
    ...teardown_kmap({ done: 'release_nodes' }),
    memunmap: (s: Kernel, me: OwnsArea & OwnsKmap): 'release_nodes' => {
      memunmap(s, me)
      return 'release_nodes'
    },
    driver_detached: (s: Kernel, me: OnTask, c: Configured) => {
      return_to_user(s, me, c)
    },
  } as const
}

/**
 * The entries of probe, oldest first: registered after memremap(), unless a variant has it the other way, and not at all
 * in V0, which is 4.2.
 */
export function pmemDevres(c: {
  readonly registersLast: boolean
  readonly version?: 'V0' | 'V5'
}): ('memunmap' | 'teardown_kmap')[] {
  if (c.version === 'V0') return ['memunmap']
  return c.registersLast ? ['memunmap', 'teardown_kmap'] : ['teardown_kmap', 'memunmap']
}
