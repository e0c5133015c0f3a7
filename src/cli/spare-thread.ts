import { Worker } from 'node:worker_threads'
import { inTime } from './in-time.ts'
import type { ThreadData } from './thread-messages.ts'

let spare: Worker | undefined
/** The most milliseconds that a terminated thread may take to end, on a busy machine. */
const goneMs = 2_000
/** The same for a thread that is known to be inside an operation that cannot be ended. */
const stuckMs = 500
/** Terminated threads that have not ended yet, each with its time limit. */
const ending = new Map<Promise<unknown>, number>()

/** Starts a thread before its task is known, so that it loads while options are parsed. */
export function startSpareThread(): void {
  spare ??= startThread()
}

/** An idle thread: the spare one, or a new one. */
export function takeThread(): Worker {
  const thread = spare ?? startThread()
  spare = undefined
  return thread
}

/** Terminates a thread during its task. The thread may still finish its current operation, however long that takes. */
export function cutThread(thread: Worker, isStuck = false): void {
  const gone = thread.terminate().finally(() => ending.delete(gone))
  ending.set(gone, isStuck ? stuckMs : goneMs)
}

/** Waits for terminated threads, and returns whether all have ended in time. */
export async function areGone(): Promise<boolean> {
  if (ending.size === 0) return true
  const gone = Promise.all(ending.keys()).then(() => true)
  return (await inTime(gone, Math.max(...ending.values()))) ?? false
}

function startThread(): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const thread = new Worker(new URL(`./thread.${extension}`, import.meta.url), {
    stdout: true,
    argv: process.argv.slice(2, 3),
    workerData: { watchesReads: process.argv.includes('--changed') } satisfies ThreadData,
  })
  thread.stdout.pipe(process.stderr, { end: false })
  // An error between two tasks is ignored: the thread is replaced for the next task.
  thread.on('error', () => undefined)
  thread.unref()
  return thread
}
