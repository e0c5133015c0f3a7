/**
 * Leaving the command. `process.exit` waits for every thread, and a thread inside a system call (a pipe that nobody
 * writes to) or a long operation of JavaScript ends only after that. The main thread never waits for it.
 */

import { nextTurn } from './next-turn.ts'
import { notice } from './notice.ts'
import { codeOfPrinted } from './report-reader.ts'
import { areGone } from './spare-thread.ts'

/** Ends the command with an exit code, after all its output was read. */
export async function leave(code: number): Promise<void> {
  const isFree = await areGone()
  if (!isFree && !canReplace) notice(killed(code))
  await written(process.stdout)
  await written(process.stderr)
  // An error in writing is announced after the write has ended.
  await nextTurn()
  if (isFree) process.exit(codeOfPrinted(code))
  if (canReplace) replace(codeOfPrinted(code))
  process.kill(process.pid, 'SIGKILL')
}

/** Ends the command as if the signal had not been handled, regardless of its threads. */
export function leaveBySignal(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

/** Since Node.js 22.15: replaces this process by another program, without waiting for threads. */
type Replacing = NodeJS.Process & { readonly execve?: (file: string, args: readonly string[]) => void }

const canReplace = (process as Replacing).execve !== undefined && process.platform !== 'win32'

function replace(code: number): void {
  ;(process as Replacing).execve?.(process.execPath, [process.execPath, '-e', `process.exit(${code})`])
}

function killed(code: number): string {
  return `a thread is inside an operation that cannot be ended, so the command kills itself; its exit code is not ${code}, as it would be with Node.js 22.15 or later`
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return Promise.resolve()
  return new Promise(resolve => stream.write('', () => resolve()))
}
