import { Worker } from 'node:worker_threads'
import { inTime } from './in-time.ts'

let spare: Worker | undefined
/** How many milliseconds a thread that was cut short may take to be gone, on a machine that has much else to do. */
const goneMs = 2_000
/** And one that is known to be within an operation that nothing can end. */
const stuckMs = 500
/** Those that were cut short and are not gone yet, with how long they may take. */
const ending = new Map<Promise<unknown>, number>()

/** Starts a thread before it is known what for, so that it loads while options are read. */
export function startSpareThread(): void {
  spare ??= startThread()
}

/** A thread that is free: the spare one, or a new one. */
export function takeThread(): Worker {
  const thread = spare ?? startThread()
  spare = undefined
  return thread
}

/** Ends a thread in the midst of its task: an operation that it is within it may do to the end, however long that takes. */
export function cutThread(thread: Worker, isStuck = false): void {
  const gone = thread.terminate().finally(() => ending.delete(gone))
  ending.set(gone, isStuck ? stuckMs : goneMs)
}

/** Whether all threads that were cut short are gone, as soon as may be. */
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
  })
  thread.stdout.pipe(process.stderr, { end: false })
  // What it throws between two tasks concerns nobody: it will be gone when the next one comes.
  thread.on('error', () => undefined)
  thread.unref()
  return thread
}
