import { harmless, showMessage } from '../report/text/value.ts'
import { cutInWords } from './cut-report.ts'
import { exitCodes } from './exit-codes.ts'
import { findSpecs } from './find-specs.ts'
import { onInterruption } from './interruption.ts'
import { Listener } from './listener.ts'
import { SupervisedThread } from './supervised-thread.ts'
import type { Terminal } from './terminal.ts'

/**
 * Prints specs, including those below folders, with their variants and constants, and verdict tables. A spec that does
 * not load is listed with its error.
 */
export async function listCommand(names: readonly string[], terminal: Terminal): Promise<number> {
  const files = await findSpecs(names)
  if (files.length === 0) terminal.print(`no spec files in ${names.map(name => `'${name}'`).join(', ')}`)
  const interruption = onInterruption()
  const thread = new SupervisedThread(new Listener(terminal).handle)
  for (const file of files) {
    if (interruption.signal.aborted) break
    terminal.print(await listed(file, thread, interruption.signal, terminal))
  }
  thread.end()
  return interruption.signal.aborted ? exitCodes.inconclusive : exitCodes.allHold
}

async function listed(
  file: string,
  thread: SupervisedThread,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<string> {
  const ended = await thread.run({ command: 'list', file }, { signal })
  if (ended.kind === 'done') return ended.value
  return wrong(file, ended.kind === 'failed' ? ended.failure.message : cutInWords(file, ended), terminal)
}

function wrong(file: string, message: string, { paint }: Terminal): string {
  return `${paint('bold', harmless(file))}\n  ${paint('red', showMessage(message))}`
}
