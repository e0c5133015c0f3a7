/** Wait queues: tasks sleep until another task wakes them to check their condition again (kernel/sched/wait.c). */

import type { Configured } from './config.ts'
import { might_sleep, schedule, sleepUntil } from './sleep.ts'
import type { HasTasks, OnTask } from './task.ts'

/** The tasks in the queue that have not been woken, in ascending order. */
export type WaitQueue = readonly number[]

type HasQueue<N extends string> = { [queue in N]: WaitQueue }

/** wake_up_all(), include/linux/wait.h. */
export function wake_up_all<const N extends string>(s: HasQueue<N>, queue: N): void {
  const cells: { [queue in N]: WaitQueue } = s
  cells[queue] = []
}

/**
 * wait_event(), include/linux/wait.h: enqueues the task before it checks the condition, so a task that makes it true after
 * the check finds it in the queue. Goes to `then` when the condition holds. It starts with a might_sleep(): calling it in
 * atomic context is a mistake even if the condition already holds.
 */
export function wait_event<const N extends string, S, const T extends string>(
  queue: N,
  condition: (s: S) => boolean,
  goto: { readonly then: T },
) {
  return {
    prepare_to_wait: (s: HasTasks & HasQueue<N>, me: OnTask) => {
      might_sleep(s, me)
      const cells: { [queue in N]: WaitQueue } = s
      cells[queue] = [...cells[queue].filter(task => task !== me.task), me.task].sort()
    },
    'if (condition) break': (s: S & HasQueue<N>, me: OnTask): 'schedule' | T => {
      if (!condition(s)) return 'schedule'
      finish_wait(s, me, queue)
      return goto.then
    },
    schedule: (s: HasTasks & HasQueue<N>, me: OnTask, c: Configured): 'prepare_to_wait' => {
      const again = sleepUntil(s, me, c, () => !s[queue].includes(me.task))
      if (again !== undefined) return again
      schedule(s, me, c)
      return 'prepare_to_wait'
    },
  } as const
}

/** finish_wait(), kernel/sched/wait.c. */
function finish_wait<N extends string>(s: HasQueue<N>, me: OnTask, queue: N): void {
  const cells: { [queue in N]: WaitQueue } = s
  cells[queue] = cells[queue].filter(task => task !== me.task)
}
