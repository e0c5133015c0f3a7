/**
 * `__pfn_t`: a frame number with flags, include/linux/mm.h of the series.
 *
 * Checked by `spec/mappers/dax-clear.ts` and `spec/mappers/dax-io.ts`.
 */

import type { HasAddressSpace } from '../kernel/address-space.ts'
import { pfn_to_page } from '../kernel/kmap-atomic.ts'
import type { HasTasks, OnTask } from '../kernel/task.ts'

export interface PfnT {
  pfn: number
  /** PFN_DEV: the system's memmap does not cover the frame. A snapshot, taken by direct_access. */
  dev: boolean
  /** PFN_MAP, of the RFC: the driver gave the frame a struct page. Also a snapshot. */
  map?: boolean
}

/** __pfn_t_to_page(): null for a frame marked as having no page. It checks only the flags, not the memmap. */
export function pfn_t_to_page(s: HasTasks & HasAddressSpace, me: OnTask, pfn: PfnT): number | null {
  return pfn.dev && !('map' in pfn && pfn.map) ? null : pfn_to_page(s, me, pfn.pfn)
}
