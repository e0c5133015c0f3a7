import type { Worker } from 'node:worker_threads'
import { authorLine } from './author-line.ts'
import { exitCodes } from './exit-codes.ts'
import { inTime } from './in-time.ts'
import { cutThread } from './spare-thread.ts'
import type { Cut, RelayedMessage, TaskEnd, TaskLimits } from './task-end.ts'
import { terminalFacts } from './terminal.ts'
import type { FromThread, OutcomeSoFar, Task, TaskResult, ToThread } from './thread-messages.ts'
import type { Whereabouts } from './whereabouts.ts'

/** The least seconds for loading a spec, since a time limit is meant for the search. */
const minSecondsToLoad = 2
/** The time that a thread gets to stop on request. */
const graceMs = 400
/** The time that it gets to put its results together. */
const concludingMs = 6_000
/** The time that a search gets to stop when it is interrupted; at a time limit, it gets as much as its results. */
const searchingMs = 1_000
/** How often it is inspected meanwhile. */
const lookAgainMs = 250
/** A single call of a step or a claim is to blame if it has run this long: it will hardly return. */
const longCallMs = 1_000

/** A task that runs in a thread, as seen from the main thread. */
export class RunningTask<T extends Task> {
  readonly ended: Promise<TaskEnd<TaskResult<T>>>
  isGone = false
  private readonly worker: Worker
  private readonly task: T
  private readonly limits: TaskLimits
  private readonly relay: (message: RelayedMessage) => void | Promise<void>
  private settle: (ended: TaskEnd<TaskResult<T>>) => void = () => undefined
  private doing = ''
  private setting: OutcomeSoFar | undefined
  private leaving: { readonly by: string; readonly stack: string } | undefined
  private thrown: unknown
  private stopping: Cut | undefined
  private isReported = false
  private beganMs = performance.now()
  private deadline: NodeJS.Timeout | undefined
  private readonly listeners: { readonly [event: string]: (value: unknown) => void }

  constructor(worker: Worker, task: T, limits: TaskLimits, relay: (message: RelayedMessage) => void | Promise<void>) {
    this.worker = worker
    this.task = task
    this.limits = limits
    this.relay = relay
    this.ended = new Promise(settle => {
      this.settle = settle
    })
    this.listeners = {
      message: message => this.take(message as FromThread),
      error: error => {
        this.thrown = error
      },
      exit: () => this.finish(this.lost()),
    }
    for (const [event, listener] of Object.entries(this.listeners)) worker.on(event, listener)
    worker.ref()
    limits.signal.addEventListener('abort', this.interrupt)
    this.send({ task, terminal: terminalFacts() })
    if (limits.signal.aborted) this.interrupt()
  }

  private readonly interrupt = (): void => void this.stop('interrupted')

  private send(message: ToThread): void {
    this.worker.postMessage(message)
  }

  private finish(ended: TaskEnd<TaskResult<T>>): void {
    clearTimeout(this.deadline)
    this.limits.signal.removeEventListener('abort', this.interrupt)
    for (const [event, listener] of Object.entries(this.listeners)) this.worker.off(event, listener)
    this.worker.unref()
    this.settle(ended)
  }

  private take(message: FromThread): void {
    // A thread answers a task with the result of its command: see thread.ts.
    if (message.kind === 'done') this.finish({ kind: 'done', value: message.value as TaskResult<T> })
    else if (message.kind === 'failed') this.finish(message)
    else if (message.kind === 'leaving') this.leaving = message
    else if (message.kind === 'doing') this.noteDoing(message.what)
    else this.note(message)
  }

  private noteDoing(what: string): void {
    this.doing = what
    // The time before the first setting has its own limit; that of a search begins with its setting.
    if (this.setting === undefined && !this.isReported) this.setDeadline(minSecondsToLoad)
  }

  private note(message: RelayedMessage): void {
    if (message.kind === 'setting') {
      this.setting = message.outcome
      this.isReported = false
      this.beganMs = performance.now()
      this.setDeadline()
    }
    if (message.kind === 'verdict') {
      this.setting = undefined
      this.isReported = true
    }
    const soFar =
      message.kind === 'searched' ? message.soFar : message.kind === 'progress' ? message.progress.soFar : undefined
    if (soFar !== undefined && this.setting !== undefined) this.setting = { ...this.setting, ...soFar }
    const handled = this.relay(message)
    if (message.kind === 'print' && message.wantsAnswer)
      void Promise.resolve(handled).then(() => this.send({ printed: true }))
  }

  private setDeadline(least = 0): void {
    clearTimeout(this.deadline)
    if (this.stopping === 'time limit') this.stopping = undefined
    const { maxSeconds } = this.limits
    if (maxSeconds === undefined) return
    // A timer cannot exceed 2^31 - 1 milliseconds.
    this.deadline = setTimeout(
      () => void this.stop('time limit'),
      Math.min(1000 * Math.max(maxSeconds, least), 2 ** 31 - 1),
    )
  }

  /** Asks the thread to stop, and terminates it if it does not. */
  private async stop(why: 'interrupted' | 'time limit'): Promise<void> {
    if (this.stopping === why || this.stopping === 'interrupted') return
    this.stopping = why
    const { deadline } = this
    const stopped = this.ended.then(() => true)
    // A setting that begins has its own time limit, even if loading the spec has taken too long.
    const isOver = async (ms: number) =>
      (await inTime(stopped, ms)) || (why === 'time limit' && deadline !== this.deadline)
    const since = performance.now()
    // The thread knows the time limit itself.
    if (why === 'interrupted') this.send({ stop: true })
    if (await isOver(graceMs)) return
    const { whereabouts } = await import('./whereabouts.ts')
    for (let looks = 1; ; looks++) {
      const where = await whereabouts(this.worker, this.longMs(why))
      if (await isOver(0)) return
      // One look can't tell a long call from a short one, however long looking takes on a busy machine.
      const waitedMs = looks === 1 ? 0 : performance.now() - since
      if (!this.mayStop(why, where, waitedMs)) return this.cut(why, where)
      if (await isOver(lookAgainMs)) return
    }
  }

  private longMs(why: 'interrupted' | 'time limit'): number {
    const { maxSeconds = 1 } = this.limits
    // Who interrupts does not want to wait.
    return why === 'interrupted' ? lookAgainMs / 2 : Math.min(longCallMs, 250 * maxSeconds)
  }

  /** Whether the thread may yet stop by itself, having been asked to so long ago. */
  private mayStop(why: 'interrupted' | 'time limit', where: Whereabouts, waitedMs: number): boolean {
    if (where.what !== undefined) return false
    // Between two parts of a search, such as while a fresh copy of the spec loads, no part of it is on the stack.
    const isBusy = this.setting !== undefined && where.isWithinOne !== true
    const isShort = why === 'interrupted' && !where.isConcluding && !this.isReported
    const patienceMs = isShort ? searchingMs : concludingMs
    return (isBusy || this.isReported || where.isInCode === true) && waitedMs < patienceMs
  }

  private cut(why: Cut, where: Whereabouts): void {
    this.isGone = true
    this.finish(this.cutShort(why, where))
    cutThread(this.worker, where.isWithinOne)
  }

  private cutShort(why: Cut, where: Whereabouts): TaskEnd<never> {
    const { doing, setting } = this
    const known = setting === undefined ? undefined : { ...setting, ...where.soFar }
    return { kind: 'cut', why, doing, where, setting: known, seconds: (performance.now() - this.beganMs) / 1000 }
  }

  /** The end of a task whose thread is gone. */
  private lost(): TaskEnd<never> {
    this.isGone = true
    const { thrown, leaving, task, doing } = this
    if ((thrown as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY')
      return this.cutShort('memory limit', { isConcluding: false })
    if (thrown !== undefined) return failed(task, ...uncaught(thrown))
    if (leaving !== undefined) return failed(task, `ended the process: it calls ${leaving.by}`, leaving.stack)
    return failed(task, `awaits a promise that never settles: nothing was left to do while ${doing}`, '')
  }
}

function uncaught(thrown: unknown): [string, string] {
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : ''
  return [
    `throws an error that nothing catches, after its steps and claims have returned (in a promise or a timer, say): ${message}`,
    stack,
  ]
}

/** The spec is at fault: our own code never ends a thread. */
function failed({ file }: Task, what: string, stack: string): TaskEnd<never> {
  const at = authorLine(stack)
  const where = at === undefined ? '' : ` (${at.file}:${at.line})`
  return { kind: 'failed', failure: { code: exitCodes.model, message: `${file} ${what}${where}.`, stack } }
}
