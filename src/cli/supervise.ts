import { cutInWords } from './cut-report.ts'
import { exitCodes } from './exit-codes.ts'
import { reportFailure } from './failure.ts'
import { onInterruption } from './interruption.ts'
import { Listener } from './listener.ts'
import { notice } from './notice.ts'
import { SupervisedThread } from './supervised-thread.ts'
import type { Terminal } from './terminal.ts'
import type { Task } from './thread-messages.ts'

/** Runs a command about one spec in a thread, and returns its exit code: never 0 if it did not finish. */
export async function supervise(
  task: Extract<Task, { command: 'accept' | 'diff' | 'graph' | 'explore' }>,
  terminal: Terminal,
): Promise<number> {
  const interruption = onInterruption(task.command === 'explore' ? 'end' : 'report')
  const thread = new SupervisedThread(new Listener(terminal).handle)
  const ended = await thread.run(task, { signal: interruption.signal })
  interruption.release()
  if (ended.kind === 'done') return ended.value
  if (ended.kind === 'failed') return reportFailure(ended.failure)
  notice(cutInWords(task.file, ended))
  return exitCodes.inconclusive
}
