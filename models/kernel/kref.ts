/** Reference counts, lib/refcount.c and include/linux/kref.h. */

import { breaks, type HasTasks, type OnTask } from './task.ts'

export interface Kref {
  refcount: number
}

/** kref_init(): the reference of who makes the object. */
export function kref_init(): Kref {
  return { refcount: 1 }
}

/** kref_get(): for who has a reference already. Whose last one is gone may be freed at any moment, so it comes too late. */
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

/** kref_put(): true for the one who dropped the last reference, and has to release the object. */
export function kref_put(s: HasTasks, me: OnTask, kref: Kref): boolean {
  if (kref.refcount <= 0) breaks(s, me, 'drops a reference that is not there')
  kref.refcount--
  return kref.refcount === 0
}
