/** Mutexes: a cell of the shared state that holds the task that owns it, or null. */

import type { Configured } from './config.ts'
import { lock_acquire, lock_release, type MayHaveLockdep } from './lockdep.ts'
import { sleepUntil } from './sleep.ts'
import { breaks, type HasTasks, type OnTask } from './task.ts'

type HasMutex<N extends string> = HasTasks & MayHaveLockdep & { [mutex in N]: number | null }

/** mutex_lock(), kernel/locking/mutex.c. A step that calls it must return its result, see {@link sleepUntil}. */
export function mutex_lock<const N extends string>(mutex: N) {
  return (s: HasMutex<N>, me: OnTask, c: Configured): undefined => {
    const cells: { [mutex in N]: number | null } = s
    const again = sleepUntil(s, me, c, () => cells[mutex] === null)
    if (again !== undefined) return again
    cells[mutex] = me.task
    lock_acquire(s, me, mutex)
  }
}

/**
 * mutex_unlock(), kernel/locking/mutex.c. The owner is checked if the caller passes itself, as DEBUG_MUTEXES does with
 * `lock->owner`.
 */
export function mutex_unlock<const N extends string>(mutex: N) {
  return (s: HasMutex<N>, me?: OnTask): void => {
    const cells: { [mutex in N]: number | null } = s
    const owner = cells[mutex]
    if (me !== undefined && owner !== me.task) breaks(s, me, 'unlocks what it has not locked')
    if (owner !== null) lock_release(s, { task: owner }, mutex)
    cells[mutex] = null
  }
}
