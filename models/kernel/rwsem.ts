/** Reader-writer semaphores: many readers or one writer, all of which may sleep. */

import type { Configured } from './config.ts'
import { lock_acquire, lock_release, type MayHaveLockdep } from './lockdep.ts'
import { sleepUntil } from './sleep.ts'
import { breaks, type HasTasks, type OnTask } from './task.ts'

export interface Rwsem {
  /** The tasks that hold it for reading, with multiplicity. */
  readers: number[]
  writer: number | null
}

type HasRwsem<N extends string> = HasTasks & MayHaveLockdep & { [sem in N]: Rwsem }

/** init_rwsem(), include/linux/rwsem.h. */
export function newRwsem(): Rwsem {
  return { readers: [], writer: null }
}

/**
 * down_read(), kernel/locking/rwsem.c. A step that calls it must return its result, see {@link sleepUntil}. In the kernel a
 * waiting writer blocks later readers; here they may overtake it, which only delays it. A reader that reads again behind
 * such a writer deadlocks: that shows as a lock-order cycle from the semaphore to itself.
 */
export function down_read<const N extends string>(sem: N) {
  return (s: HasRwsem<N>, me: OnTask, c: Configured): undefined => {
    const rwsem = semaphore(s, sem)
    const again = sleepUntil(s, me, c, () => rwsem.writer === null)
    if (again !== undefined) return again
    rwsem.readers = [...rwsem.readers, me.task].sort()
    lock_acquire(s, me, sem)
  }
}

/** up_read(), kernel/locking/rwsem.c. */
export function up_read<const N extends string>(sem: N) {
  return (s: HasRwsem<N>, me: OnTask): void => {
    const rwsem = semaphore(s, sem)
    const at = rwsem.readers.indexOf(me.task)
    if (at < 0) breaks(s, me, 'unlocks what it has not locked')
    rwsem.readers = rwsem.readers.filter((_, i) => i !== at)
    lock_release(s, me, sem)
  }
}

/** down_write(), kernel/locking/rwsem.c; as {@link down_read}. */
export function down_write<const N extends string>(sem: N) {
  return (s: HasRwsem<N>, me: OnTask, c: Configured): undefined => {
    const rwsem = semaphore(s, sem)
    const again = sleepUntil(s, me, c, () => rwsem.writer === null && rwsem.readers.length === 0)
    if (again !== undefined) return again
    rwsem.writer = me.task
    lock_acquire(s, me, sem)
  }
}

/** up_write(), kernel/locking/rwsem.c. */
export function up_write<const N extends string>(sem: N) {
  return (s: HasRwsem<N>, me: OnTask): void => {
    const rwsem = semaphore(s, sem)
    if (rwsem.writer !== me.task) breaks(s, me, 'unlocks what it has not locked')
    rwsem.writer = null
    lock_release(s, me, sem)
  }
}

function semaphore<N extends string>(s: { [sem in N]: Rwsem }, sem: N): Rwsem {
  return s[sem]
}
