/** Mutexes: a cell of the shared state that holds the task that owns it, or null. */

import { when } from 'interleave-checker'
import { lock_acquire, lock_release, type MayHaveLockdep } from './lockdep.ts'
import { might_sleep } from './sleep.ts'
import { breaks, type HasTasks, type OnTask } from './task.ts'

type HasMutex<N extends string> = HasTasks & MayHaveLockdep & { [mutex in N]: number | null }

/**
 * mutex_lock(), kernel/locking/mutex.c. That a task which waits here has switched, and so passed a quiescent state in NP and
 * NPC, is not modelled: it matters only to one in a reader, which breaks a rule by being here.
 */
export function mutex_lock<const N extends string>(mutex: N) {
  return (s: HasMutex<N>, me: OnTask): void => {
    might_sleep(s, me)
    const cells: { [mutex in N]: number | null } = s
    when(cells[mutex] === null)
    cells[mutex] = me.task
    lock_acquire(s, me, mutex)
  }
}

/**
 * mutex_unlock(), kernel/locking/mutex.c. By whom is checked where the caller says who it is, as DEBUG_MUTEXES does by
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
