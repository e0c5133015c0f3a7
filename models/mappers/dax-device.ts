/**
 * The device under a file system with DAX, as left by its driver's probe.
 *
 * Checked by `spec/mappers/dax-io.ts` and `spec/mappers/dax-zero-page-range.ts`.
 */

import { looksUp } from '../drivers/dax-version.ts'
import { pmemDevres } from '../drivers/pmem.ts'
import { type Area, firstArea, type Memmap, memremap } from '../kernel/address-space.ts'
import { checkConfig } from '../kernel/config.ts'
import type { MapBhConstants } from './dax-map-bh.ts'
import { type Kmap, registeredRange } from './kmap-ranges.ts'

export interface DeviceConstants extends MapBhConstants {
  /** Whether the range is registered after memremap(), so that devres tears it down before memunmap(). */
  readonly registersLast: boolean
}

/** A device of `size` bytes: pmem is mapped, and in V5 registered; brd has pages instead, and is never unbound. */
export function daxDevice(c: DeviceConstants, size: number) {
  checkConfig(c)
  if (size > firstArea) throw new Error(`the device has ${size} bytes; it may have ${firstArea}`)
  const isPmem = c.device === 'pmem'
  const isListed = isPmem && looksUp(c)
  return {
    memmap: Array<Memmap>(size).fill(isPmem ? 'none' : 'system'),
    areas: isPmem ? [memremap(firstArea, size)] : ([] as Area[]),
    ranges: isListed ? 0 : (null as number | null),
    kmaps: isListed ? [registeredRange(0, size, firstArea)] : ([] as Kmap[]),
    register_lock: null as number | null,
    devres: isPmem ? pmemDevres(c) : [],
  }
}
