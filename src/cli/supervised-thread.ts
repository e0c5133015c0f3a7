/**
 * A thread for the code of authors, and the main thread that sees to it that nothing such code does ends the command,
 * hangs it, or loses what is known.
 *
 * A thread usually stops on request, between two units of work. If it does not, the inspector finds out where it is,
 * and ended. A thread that is gone is replaced when there is a next task.
 */

import type { Worker } from 'node:worker_threads'
import { RunningTask } from './running-task.ts'
import { takeThread } from './spare-thread.ts'
import type { Ended, Heard, TaskLimits } from './task-end.ts'
import type { Task } from './thread-messages.ts'

export class SupervisedThread {
  private worker: Worker | undefined
  private readonly hear: (heard: Heard) => void | Promise<void>

  /** `hear` gets every message of a thread except the end of its task; a promise keeps the thread waiting. */
  constructor(hear: (heard: Heard) => void | Promise<void>) {
    this.hear = hear
  }

  /** Runs a task, when the one before has ended. Never rejects. */
  async run(task: Task, limits: TaskLimits): Promise<Ended> {
    this.worker ??= takeThread()
    const running = new RunningTask(this.worker, task, limits, this.hear)
    const ended = await running.ended
    if (running.isGone) this.worker = undefined
    return ended
  }

  end(): void {
    void this.worker?.terminate()
    this.worker = undefined
  }
}
