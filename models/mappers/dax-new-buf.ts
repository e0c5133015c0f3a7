/**
 * The content of the medium, and dax_new_buf(), which must not expose old content to others.
 *
 * Checked by `spec/mappers/dax-io.ts` and `spec/mappers/dax-iomap.ts`.
 */

import type { Versioned } from '../drivers/dax-version.ts'
import { type HasAddressSpace, store } from '../kernel/address-space.ts'
import type { HasTasks } from '../kernel/task.ts'
import { throughMapping } from './dax-map-bh.ts'
import type { Mapper } from './kmap-pfn.ts'

/** A byte of the medium: the file's data, stale data of a previous owner, zeroed, or just written. */
export type Byte = 'file' | 'stale' | 'zero' | 'user'

export interface HasMedia {
  media: Byte[]
}

interface NewBlock extends Mapper {
  b_blocknr: number
}

/**
 * memset() of 4.2 and v5, clear_pmem(), include/linux/pmem.h, from 4.3 on: zeroes the bytes from `from` to `to` of the mapped
 * block. False if the task did not survive it, since it has no fixups.
 */
export function clear_pmem(
  s: HasTasks & HasAddressSpace & HasMedia,
  me: NewBlock,
  c: Versioned,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  for (let at = from; at < to; at++) {
    throughMapping(s, me, me.addr! + at, c)
    if (!store(s, me, me.addr! + at)) return false
    s.media[me.b_blocknr + at] = 'zero'
  }
  return true
}
