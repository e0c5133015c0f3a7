/**
 * The kernel's address space, counted in pages: the linear map of all frames that have a memmap, and the areas that
 * drivers map with memremap().
 */

import type { Frozen } from 'interleave-checker'
import { breaks, type HasTasks, type OnTask } from './task.ts'
import { oops } from './user-mode.ts'

/** The kind of struct page that a frame has, if any. */
export type Memmap = 'none' | 'system' | 'device'

/** What memremap() gave a driver: `pages` pages starting at address `base`. */
export interface Area {
  readonly base: number
  readonly pages: number
  mapped: boolean
}

export interface HasAddressSpace {
  /** For each frame, by its pfn. */
  memmap: Memmap[]
  areas: Area[]
}

/** What memunmap() needs from its caller. */
export interface OwnsArea {
  /** Its index in `s.areas`. */
  readonly area: number
}

/** Areas start here; below, in the linear map, an address equals its pfn. */
export const firstArea = 16

/** memremap(), kernel/memremap.c. */
export function memremap(base: number, pages: number): Area {
  return { base, pages, mapped: true }
}

/** memunmap(), kernel/memremap.c. */
export function memunmap(s: HasAddressSpace, me: OwnsArea): void {
  areaOf(s, me.area).mapped = false
}

/** __va(pfn << PAGE_SHIFT), arch/x86/include/asm/page.h: the address of a frame in the linear map, whether mapped or not. */
export function linearAddress(pfn: number): number {
  return pfn
}

/** Whether an address can be stored to: in the linear map if its frame has a memmap, elsewhere if its area is mapped. */
export function isMapped(s: HasAddressSpace, addr: number): boolean {
  if (addr < firstArea) return (s.memmap[addr] ?? 'none') !== 'none'
  return s.areas.some(({ base, pages, mapped }) => mapped && addr >= base && addr < base + pages)
}

/** A user of an address; null while it has none. */
interface AddressUser {
  readonly pc: string
  readonly addr: number | null
}

/** No address is unmapped while a task that obtained it may still use it. */
export function neverUnmapsUsed(s: Frozen<HasAddressSpace>, users: readonly AddressUser[]): boolean {
  const used = users.flatMap(({ pc, addr }) => (pc === 'done' || addr === null ? [] : [addr]))
  return s.areas.every(({ base, pages, mapped }) => mapped || !used.some(addr => addr >= base && addr < base + pages))
}

/** Records a violation if the address that a task has looked up is not mapped. */
export function checkFound(s: HasTasks & HasAddressSpace, me: OnTask, addr: number): void {
  if (!isMapped(s, addr)) breaks(s, me, 'finds an unmapped address')
}

/** Stores to a page. False if the task did not survive it. The value does not matter here. */
export function store(s: HasTasks & HasAddressSpace, me: OnTask, addr: number): boolean {
  if (isMapped(s, addr)) return true
  breaks(s, me, 'stores to an unmapped address')
  oops(s, me)
  return false
}

/** Loads from a page. False if the task did not survive it. */
export function load(s: HasTasks & HasAddressSpace, me: OnTask, addr: number): boolean {
  if (isMapped(s, addr)) return true
  breaks(s, me, 'loads from an unmapped address')
  oops(s, me)
  return false
}

function areaOf(s: HasAddressSpace, area: number): Area {
  const found = s.areas[area]
  if (found === undefined) throw new Error(`there is no area ${area}`)
  return found
}
