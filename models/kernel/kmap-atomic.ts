/**
 * Mapping a page temporarily on a 64-bit machine: nothing needs to be mapped, but the context becomes atomic.
 *
 * Checked by `spec/kernel/address-space.ts` and `spec/kernel/atomic-depth.ts`.
 */

import { type HasAddressSpace, linearAddress } from './address-space.ts'
import type { Configured } from './config.ts'
import { pagefault_disable, pagefault_enable, preempt_disable, preempt_enable } from './preempt.ts'
import { breaks, current, type HasTasks, type OnTask } from './task.ts'

/** pfn_to_page(), include/asm-generic/memory_model.h: arithmetic, so a frame without memmap gives a wild pointer. */
export function pfn_to_page(s: HasTasks & HasAddressSpace, me: OnTask, pfn: number): number {
  if ((s.memmap[pfn] ?? 'none') === 'none') breaks(s, me, 'asks for the page of a frame without memmap')
  return pfn
}

/** kmap_atomic(), include/linux/highmem.h: page_address() is arithmetic again. */
export function kmap_atomic(s: HasTasks, me: OnTask, c: Configured, page: number): number {
  preempt_disable(s, me, c)
  pagefault_disable(s, me)
  current(s, me).kmaps++
  return linearAddress(page)
}

/**
 * __kunmap_atomic(), include/linux/highmem.h: ignores the address, let alone a struct page. Called for something not mapped
 * this way, it enables what was not disabled.
 */
export function kunmap_atomic(s: HasTasks, me: OnTask, c: Configured): void {
  pagefault_enable(s, me)
  preempt_enable(s, me, c)
  const task = current(s, me)
  task.kmaps = Math.max(0, task.kmaps - 1)
}
