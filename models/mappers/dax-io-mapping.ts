/**
 * How dax_io(), fs/dax.c, maps and unmaps an extent of a file, in each version.
 *
 * Checked by `spec/mappers/dax-io.ts`.
 */

import { joined, prefixed } from 'interleave-checker'
import { entersQueue } from '../drivers/dax-version.ts'
import type { HasQueues } from '../drivers/request-queue.ts'
import { firstArea, type HasAddressSpace } from '../kernel/address-space.ts'
import type { HasTasks } from '../kernel/task.ts'
import { type AtomicMapper, dax_map_atomic, dax_unmap_atomic } from './dax-map-atomic.ts'
import { type BlockMapper, dax_map_bh, dax_unmap_bh, findExtent, type MapBhConstants } from './dax-map-bh.ts'
import type { HasRanges } from './kmap-ranges.ts'

type Kernel = HasTasks & HasAddressSpace & HasRanges & HasQueues

export interface ExtentMapper extends BlockMapper, AtomicMapper {}

/** Starts at the label to which {@link unmapExtent} goes, and goes to `mapped` or, with `me.retval` set, to `failed`. */
export function mapExtent<const Mapped extends string, const Failed extends string>(goto: {
  readonly mapped: Mapped
  readonly failed: Failed
}) {
  return joined(
    prefixed('map: ', dax_map_bh(goto)),
    prefixed(
      'dax_map_atomic: ',
      dax_map_atomic({
        direct_access: (s: Kernel, me: ExtentMapper, c: MapBhConstants) => {
          me.addr = firstArea + me.b_blocknr
          return findExtent(s, me, c)
        },
        mapped: goto.mapped,
        failed: 'map: return ERR_PTR(-EIO)',
      }),
    ),
  )
}

/** dax_unmap_bh() or dax_unmap_atomic() of the current mapping, if any; goes to `unmapped`, or on to the next mapping. */
export function unmapExtent<const V5 extends string, const Queued extends string>(goto: {
  readonly unmapped: V5
  /** Where the version has a queue to enter. */
  readonly exited: Queued
}) {
  const { dax_unmap_bh: unmap, ...kunmap } = dax_unmap_bh(goto)
  return joined(
    {
      dax_unmap_bh: (s: Kernel, me: ExtentMapper, c: MapBhConstants) => {
        if (!entersQueue(c)) return unmap(s, me, c)
        return me.addr === null ? goto.exited : 'dax_unmap_atomic: blk_queue_exit'
      },
    },
    kunmap,
    prefixed('dax_unmap_atomic: ', dax_unmap_atomic({ unmapped: goto.exited })),
  )
}
