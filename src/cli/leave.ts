/**
 * Leaving the command. `process.exit` waits for every thread, and one that is within an operation of the system (a pipe that
 * nobody writes to) or of JavaScript that takes long is not ended before that is over. The main thread never waits like this.
 */

import { notice } from './notice.ts'
import { areGone } from './spare-thread.ts'

/** Ends the command with an exit code, when all that it wrote has been read. */
export async function leave(code: number): Promise<void> {
  const isFree = await areGone()
  if (!isFree && !canReplace) notice(killed(code))
  await written(process.stdout)
  await written(process.stderr)
  if (isFree) process.exit(code)
  if (canReplace) replace(code)
  process.kill(process.pid, 'SIGKILL')
}

/** Ends the command as if nobody had listened to the signal, whatever its threads do. */
export function leaveBySignal(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
}

/** Of Node.js 22.15: puts another program in the place of this one, and asks no thread. */
type Replacing = NodeJS.Process & { readonly execve?: (file: string, args: readonly string[]) => void }

const canReplace = (process as Replacing).execve !== undefined && process.platform !== 'win32'

function replace(code: number): void {
  ;(process as Replacing).execve?.(process.execPath, [process.execPath, '-e', `process.exit(${code})`])
}

function killed(code: number): string {
  return `a thread is within an operation that nothing can end, so that the command kills itself; its exit code is not ${code}, as it would be with Node.js 22.15 or later`
}

function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise(resolve => stream.write('', () => resolve()))
}
