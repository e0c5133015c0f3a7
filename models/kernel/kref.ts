/** Reference counts, lib/refcount.c and include/linux/kref.h. */

import { breaks, type HasTasks, type OnTask } from './task.ts'

export interface Kref {
  refcount: number
}

/** kref_init(): the creator's reference. */
export function kref_init(): Kref {
  return { refcount: 1 }
}

/** kref_get(): for holders of a reference. Once the last is dropped, the object may be freed at any moment. */
export function kref_get(s: HasTasks, me: OnTask, kref: Kref): void {
  if (kref.refcount <= 0) breaks(s, me, 'takes a reference to what is dead')
  kref.refcount++
}

/** kref_get_unless_zero(): for a task that found the object in a list which holds no reference itself. */
export function kref_get_unless_zero(kref: Kref): boolean {
  if (kref.refcount <= 0) return false
  kref.refcount++
  return true
}

/** kref_put(): true if the last reference was dropped; the caller must then release the object. */
export function kref_put(s: HasTasks, me: OnTask, kref: Kref): boolean {
  if (kref.refcount <= 0) breaks(s, me, 'drops a reference that is not there')
  kref.refcount--
  return kref.refcount === 0
}
