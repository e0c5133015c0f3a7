import { Worker } from 'node:worker_threads'

let spare: Worker | undefined

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
