/**
 * The two ways in which a DAX fault ends, fs/dax.c of September (VS), October (VO) and Linux 4.5 (VM): clearing and copying
 * happen under a reference of the queue, and the PTE is inserted after it was dropped (X4).
 *
 * Checked by `spec/mappers/dax-fault.ts` and `spec/modes/dax-mmap.ts`.
 */

import { joined } from 'interleave-checker'
import { type HasDisk, readDriverData } from '../drivers/block-device.ts'
import type { HasQueues } from '../drivers/request-queue.ts'
import { firstArea, type HasAddressSpace } from '../kernel/address-space.ts'
import type { HasTasks } from '../kernel/task.ts'
import { clearPage, copyUserPage, type Fault, type HasPageTables, insertPte } from './dax-insert-mapping.ts'
import { type AtomicMapper, dax_map_atomic, dax_unmap_atomic } from './dax-map-atomic.ts'
import type { MapPageConstants } from './dax-map-bh.ts'

type Kernel = HasTasks & HasAddressSpace & HasQueues & HasDisk

export interface AtomicFault extends Fault, AtomicMapper {}

/** dax_insert_mapping(): begins at 'blk_queue_enter'. */
export function daxInsertMappingByQueue<const Inserted extends string, const Failed extends string>(goto: {
  readonly inserted: Inserted
  readonly failed: Failed
}) {
  return joined(
    dax_map_atomic({ direct_access, mapped: 'clear_page', failed: goto.failed }),
    {
      clear_page: (s: Kernel, me: AtomicFault, c: MapPageConstants): 'done' | 'blk_queue_exit' => {
        return clearPage(s, me, c) ? 'blk_queue_exit' : 'done'
      },
    },
    dax_unmap_atomic({ unmapped: 'get_locked_pte' }),
    insertPte<Kernel & HasPageTables, Inserted>(() => goto.inserted),
  )
}

/** copy_user_bh(): begins at 'blk_queue_enter'. */
export function copyUserBhByQueue<const Copied extends string, const Failed extends string>(goto: {
  readonly copied: Copied
  readonly failed: Failed
}) {
  return joined(
    dax_map_atomic({ direct_access, mapped: 'kmap_atomic(to)', failed: goto.failed }),
    copyUserPage<Kernel, 'blk_queue_exit'>(() => 'blk_queue_exit'),
    dax_unmap_atomic({ unmapped: goto.copied }),
  )
}

/** bdev_direct_access(), fs/block_dev.c, of a page. */
function direct_access(s: Kernel, me: AtomicFault, c: MapPageConstants): boolean {
  readDriverData(s, me)
  me.generation = s.disk.generation
  me.count = me.size - (c.short ?? 0)
  me.addr = firstArea + me.pfn!.pfn
  return c.repairX5 !== true || me.count >= me.size
}
