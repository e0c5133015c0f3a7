/**
 * The end of a range that a driver has registered for kmap_atomic_pfn_t().
 *
 * Checked by `spec/mappers/dax-clear.ts` and `spec/mappers/dax-io.ts`.
 */

import type { Frozen } from 'interleave-checker'
import { joined } from 'interleave-checker'
import type { HasAddressSpace } from '../kernel/address-space.ts'
import type { Configured } from '../kernel/config.ts'
import { mutex_lock, mutex_unlock } from '../kernel/mutex.ts'
import { synchronize_rcu } from '../kernel/rcu.ts'
import type { HasTasks, OnTask } from '../kernel/task.ts'
import { type HasRanges, kmapAt, list_del_rcu, readResource } from './kmap-ranges.ts'

type Kernel = HasTasks & HasRanges & { register_lock: number | null }

/** What the procedure needs of its caller's locals. */
export interface OwnsKmap extends OnTask {
  /** Its record in `s.kmaps`. */
  readonly kmap: number
}

export interface TeardownConstants extends Configured {
  /** Whether teardown waits for a grace period: as posted, true. */
  readonly waitsForReaders: boolean
}

/** teardown_kmap(), mm/kmap_pfn.c: a devres action. It drops the mutex before it waits, so readers may take it. */
export function teardown_kmap<const N extends string>(goto: { readonly done: N }) {
  return joined(
    {
      teardown_kmap: (s: Kernel, me: OwnsKmap, c: TeardownConstants) => {
        // dev_dbg() prints the resource, which outlives the binding of pmem but was freed long before for dcssblk (D7a). It
        // is assumed to be enabled: without DEBUG and dynamic debug it reads nothing.
        readResource(s, me, kmapAt(s, me.kmap))
        return mutex_lock('register_lock')(s, me, c)
      },
      list_del_rcu: (s: Kernel, me: OwnsKmap) => {
        list_del_rcu(s, me.kmap)
      },
      mutex_unlock: (s: Kernel, _me: OwnsKmap, c: TeardownConstants) => {
        mutex_unlock('register_lock')(s)
        if (!c.waitsForReaders) return 'kfree'
      },
    },
    synchronize_rcu(),
    {
      kfree: (s: Kernel, me: OwnsKmap, c: TeardownConstants): N => {
        const kmap = kmapAt(s, me.kmap)
        kmap.waited = c.waitsForReaders
        kmap.freed = true
        return goto.done
      },
    },
  )
}

/** A driver's area is unmapped only after its record was unlinked and a grace period has passed. */
export function teardownPrecedesUnmap(s: Frozen<HasAddressSpace & HasRanges>): boolean {
  return s.areas.every(area => area.mapped || s.kmaps.every(kmap => kmap.base !== area.base || kmap.waited))
}

/** The same for each unmapping as it happens, for areas that are not mapped initially. */
export function teardownPrecedesEachUnmap(
  before: Frozen<HasAddressSpace>,
  after: Frozen<HasAddressSpace & HasRanges>,
): boolean {
  return after.areas.every(({ base, mapped }, area) => {
    const isUnmapping = before.areas[area]?.mapped === true && !mapped
    return !isUnmapping || after.kmaps.every(kmap => kmap.base !== base || kmap.waited)
  })
}
