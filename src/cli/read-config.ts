import { UsageError } from '../base/errors.ts'
import type { InterleaveConfig } from '../config/config.ts'
import { cutInWords } from './cut-report.ts'
import { onInterruption } from './interruption.ts'
import { Listener } from './listener.ts'
import { startSpareThread } from './spare-thread.ts'
import { SupervisedThread } from './supervised-thread.ts'
import type { Terminal } from './terminal.ts'

/** Reads a configuration in a thread, since an author's code never runs in the main one. Throws {@link UsageError} `bad-config`. */
export async function readConfig(file: string, terminal: Terminal): Promise<InterleaveConfig> {
  const { signal, release } = onInterruption('end')
  const thread = new SupervisedThread(new Listener(terminal).handle)
  const running = thread.run({ command: 'config', file }, { signal })
  // Another thread for the specs, on which a configuration then has no influence.
  startSpareThread()
  const ended = await running
  release()
  thread.end()
  if (ended.kind === 'done') return ended.value
  throw new UsageError('bad-config', ended.kind === 'failed' ? ended.failure.message : cutInWords(file, ended))
}
