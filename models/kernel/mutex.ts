/** Mutexes: a cell of the shared state that holds the task that owns it, or null. */

import { when } from 'interleave'
import { might_sleep } from './sleep.ts'
import type { HasTasks, OnTask } from './task.ts'

type HasMutex<N extends string> = HasTasks & { [mutex in N]: number | null }

/** mutex_lock(), kernel/locking/mutex.c. */
export function mutex_lock<const N extends string>(mutex: N) {
  return (s: HasMutex<N>, me: OnTask): void => {
    might_sleep(s, me)
    const cells: { [mutex in N]: number | null } = s
    when(cells[mutex] === null)
    cells[mutex] = me.task
  }
}

/** mutex_unlock(), kernel/locking/mutex.c. */
export function mutex_unlock<const N extends string>(mutex: N) {
  return (s: HasMutex<N>): void => {
    const cells: { [mutex in N]: number | null } = s
    cells[mutex] = null
  }
}
