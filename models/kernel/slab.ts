/**
 * Allocated memory with generations: a pointer that outlives its object differs from a pointer to a later object in the same
 * slot.
 */

import type { Frozen } from 'interleave-checker'
import { breaks, type HasTasks, type OnTask } from './task.ts'

/** A slot for one object. Its generation counts allocations, so a model has to bound their number. */
export interface Slot {
  generation: number
  allocated: boolean
}

export interface Pointer {
  readonly slot: number
  readonly generation: number
}

export interface HasSlab {
  slab: Slot[]
}

/** A slab with this many slots. */
export function newSlab(slots: number): Slot[] {
  return Array.from({ length: slots }, () => ({ generation: 0, allocated: false }))
}

/** kmalloc(), include/linux/slab.h: reuses the slot freed last, if any, which is the worst case. */
export function kmalloc(s: HasSlab): Pointer {
  const slot = s.slab.findIndex(({ allocated }) => !allocated)
  const place = s.slab[slot]
  if (place === undefined) throw new Error(`the slab has ${s.slab.length} slots, and all of them are in use`)
  place.allocated = true
  place.generation++
  return { slot, generation: place.generation }
}

/** kfree(), mm/slub.c. */
export function kfree(s: HasTasks & HasSlab, me: OnTask, pointer: Pointer): void {
  if (!isAllocated(s, pointer)) breaks(s, me, 'frees memory twice')
  const place = s.slab[pointer.slot]
  if (place !== undefined) place.allocated = false
}

/** Reads or writes through a pointer. False if the object was freed, as KASAN would report. */
export function access(s: HasTasks & HasSlab, me: OnTask, pointer: Pointer): boolean {
  if (isAllocated(s, pointer)) return true
  breaks(s, me, 'uses freed memory')
  return false
}

/** Whether the object of a pointer is still allocated, rather than a later one in its slot. */
export function isAllocated(s: Frozen<HasSlab>, { slot, generation }: Pointer): boolean {
  const place = s.slab[slot]
  return place?.allocated === true && place.generation === generation
}

/** Leak at rest: claimed as `{ given: <nothing in progress>, then: nothingIsAllocated }`. */
export function nothingIsAllocated(s: Frozen<HasSlab>): boolean {
  return s.slab.every(({ allocated }) => !allocated)
}
