/**
 * A thread for authors' code, supervised by the main thread, so that nothing in that code can end the command, hang it,
 * or lose its results.
 *
 * A thread usually stops on request, between two units of work. If it does not, the inspector finds out where it is, and
 * it is terminated. A terminated thread is replaced for the next task.
 */

import type { Worker } from 'node:worker_threads'
import { RunningTask } from './running-task.ts'
import { takeThread } from './spare-thread.ts'
import type { RelayedMessage, TaskEnd, TaskLimits } from './task-end.ts'
import type { Task, TaskResult } from './thread-messages.ts'

export class SupervisedThread {
  private worker: Worker | undefined
  private readonly relay: (message: RelayedMessage) => void | Promise<void>

  /** `relay` gets every message of a thread except the end of its task; while its promise is pending, the thread waits. */
  constructor(relay: (message: RelayedMessage) => void | Promise<void>) {
    this.relay = relay
  }

  /** Runs a task; call it after the previous task has ended. Never rejects. */
  async run<T extends Task>(task: T, limits: TaskLimits): Promise<TaskEnd<TaskResult<T>>> {
    this.worker ??= takeThread()
    const running = new RunningTask(this.worker, task, limits, this.relay)
    const ended = await running.ended
    if (running.isGone) this.worker = undefined
    return ended
  }

  end(): void {
    void this.worker?.terminate()
    this.worker = undefined
  }
}
