/**
 * Binding a driver to a device and detaching it, drivers/base/dd.c, under the lock of the device.
 *
 * The caller supplies the driver: its probe() and remove() are steps of the same process, which start at the labels given
 * here and end by going to the labels that the comments name.
 */

import type { Frozen } from 'interleave-checker'
import { joined } from 'interleave-checker'
import { devres_release_all, type HasDevres } from './devres.ts'
import { mutex_lock, mutex_unlock } from './mutex.ts'
import type { HasTasks, OnTask } from './task.ts'

export type DriverState = 'unbound' | 'probing' | 'bound' | 'removing'

export interface HasDevice {
  /** The state of the device according to dev->driver and the lists of the driver core. */
  driver: DriverState
  /** dev->mutex. */
  device_lock: number | null
}

type Kernel = HasTasks & HasDevice

/**
 * driver_probe_device() and really_probe(). probe() begins at `probe`, and goes to 'driver_bound' or 'probe_failed'; a
 * device that is already bound is left alone.
 */
export function really_probe<A extends string, const Probe extends string, const Done extends string>(goto: {
  readonly probe: Probe
  readonly done: Done
}) {
  return joined(
    {
      device_lock: mutex_lock('device_lock'),
      really_probe: (s: Kernel): Probe | 'device_unlock' => {
        if (s.driver !== 'unbound') return 'device_unlock'
        s.driver = 'probing'
        return goto.probe
      },
      driver_bound: (s: Kernel): 'device_unlock' => {
        s.driver = 'bound'
        return 'device_unlock'
      },
      probe_failed: () => undefined,
    },
    letGo<A, Done>(goto.done),
  )
}

/**
 * device_release_driver() and __device_release_driver(), as writing to `unbind` calls them: first ->remove(), which starts
 * at `remove` and goes to 'devres_release_all', then the devres entries. Unbinding can't fail, and waits only where these
 * do.
 */
export function device_release_driver<A extends string, const Remove extends string, const Done extends string>(goto: {
  readonly remove: Remove
  readonly done: Done
}) {
  return joined(
    {
      device_lock: mutex_lock('device_lock'),
      __device_release_driver: (s: Kernel): Remove | 'device_unlock' => {
        if (s.driver !== 'bound') return 'device_unlock'
        s.driver = 'removing'
        return goto.remove
      },
      devres_release_all: () => undefined,
    },
    letGo<A, Done>(goto.done),
  )
}

/** The common end: devres entries are released, and the device has no driver any more. */
function letGo<A extends string, const Done extends string>(done: Done) {
  return joined(devres_release_all<A, 'driver = NULL'>({ released: 'driver = NULL' }), {
    'driver = NULL': (s: Kernel) => {
      s.driver = 'unbound'
    },
    device_unlock: (s: Kernel, me: OnTask): Done => {
      mutex_unlock('device_lock')(s, me)
      return done
    },
  })
}

/** Leak at rest: a device without a driver has nothing left in devres. */
export function unboundHoldsNothing(s: Frozen<HasDevice & HasDevres<string>>): boolean {
  return s.driver !== 'unbound' || s.devres.length === 0
}

/** The driver is bound and unbound only under the lock of the device. */
export function bindingIsLocked(s: Frozen<HasDevice>): boolean {
  return s.device_lock !== null || s.driver === 'unbound' || s.driver === 'bound'
}
