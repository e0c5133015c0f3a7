/**
 * Workqueues, kernel/workqueue.c: a worker runs queued work later, once no matter how often it was queued before it started.
 */

import { when } from 'interleave-checker'
import type { Configured } from './config.ts'
import { lock_acquire, lock_release, lock_sync, type MayHaveLockdep } from './lockdep.ts'
import { sleepUntil } from './sleep.ts'
import type { HasTasks, OnTask } from './task.ts'

export interface Work {
  /** WORK_STRUCT_PENDING. */
  pending: boolean
  /** Whether a worker is running it. */
  running: boolean
}

type HasWork<N extends string> = HasTasks & MayHaveLockdep & { [work in N]: Work }

/** INIT_WORK(), include/linux/workqueue.h. */
export function newWork(): Work {
  return { pending: false, running: false }
}

/** queue_work(), include/linux/workqueue.h: does nothing if the work is pending already. */
export function queue_work<const N extends string>(s: { [work in N]: Work }, work: N): void {
  const item: Work = s[work]
  item.pending = true
}

/** process_one_work(), kernel/workqueue.c: the steps before and after the function of the work. */
export function process_one_work<const N extends string>(work: N) {
  return {
    begin: (s: HasWork<N>, me: OnTask): void => {
      const item: Work = s[work]
      when(item.pending)
      item.pending = false
      item.running = true
      lock_acquire(s, me, work)
    },
    end: (s: HasWork<N>, me: OnTask): void => {
      const item: Work = s[work]
      item.running = false
      lock_release(s, me, work)
    },
  }
}

/**
 * flush_work(), kernel/workqueue.c: waits until the queued work has run. A step that calls it must return its result, see
 * {@link sleepUntil}. In the kernel it does not wait for work queued later.
 */
export function flush_work<const N extends string>(work: N) {
  return (s: HasWork<N>, me: OnTask, c: Configured): undefined => {
    const item: Work = s[work]
    const again = sleepUntil(s, me, c, () => !item.pending && !item.running)
    if (again !== undefined) return again
    lock_sync(s, me, work)
  }
}
