/** Completions: a cell of the shared state that counts how many waiters may proceed (kernel/sched/completion.c). */

import type { Configured } from './config.ts'
import { sleepUntil } from './sleep.ts'
import type { HasTasks, OnTask } from './task.ts'

export interface Completion {
  /** How many waiters may pass; 'all' after complete_all(). */
  done: number | 'all'
}

type HasCompletion<N extends string> = { [completion in N]: Completion }

/** init_completion(), include/linux/completion.h. */
export function init_completion(): Completion {
  return { done: 0 }
}

/** complete(): lets one waiter pass, whether it is already waiting or not. */
export function complete<const N extends string>(s: HasCompletion<N>, completion: N): void {
  const x: Completion = s[completion]
  if (x.done !== 'all') x.done++
}

/** complete_all(): lets all waiters pass, until it is reinitialised. */
export function complete_all<const N extends string>(s: HasCompletion<N>, completion: N): void {
  const x: Completion = s[completion]
  x.done = 'all'
}

/**
 * wait_for_completion(): an earlier complete() is not lost. A step that calls it must return its result, see {@link
 * sleepUntil}.
 */
export function wait_for_completion<const N extends string>(completion: N) {
  return (s: HasTasks & HasCompletion<N>, me: OnTask, c: Configured): undefined => {
    const x: Completion = s[completion]
    const again = sleepUntil(s, me, c, () => x.done !== 0)
    if (again !== undefined) return again
    if (x.done !== 'all') x.done--
  }
}
