/** A thread that runs what an author wrote: one task after the other, see supervised-thread.ts. */

import { parentPort } from 'node:worker_threads'
import { InternalError } from '../base/errors.ts'
import { aTurn } from './a-turn.ts'
import { failureOf } from './failure.ts'
import { keepFromLeaving, keepStandardOutput } from './kept-process.ts'
import { paintOf, type SupervisedTerminal } from './terminal.ts'
import type { FromThread, Request, Task, ToThread } from './thread-messages.ts'

if (parentPort === null) throw new InternalError('thread.ts runs as a thread only')
const port = parentPort
const post = (message: FromThread): void => port.postMessage(message)
// What a check takes longest to load; it will be needed in a moment.
if (process.argv[2] === 'check') void import('./check-command.ts')
let interruption = new AbortController()
let onPrinted = (): void => undefined

keepStandardOutput(text => post({ kind: 'aside', text }))
keepFromLeaving((by, stack) => post({ kind: 'leaving', by, stack }))
port.on('message', (message: ToThread) => {
  if ('stop' in message) interruption.abort()
  else if ('printed' in message) onPrinted()
  else void answer(message)
})

/** While a task runs the port keeps nothing alive, so that a thread with nothing left to wait for ends, and is seen to. */
async function answer({ task, terminal }: Request): Promise<void> {
  interruption = new AbortController()
  port.unref()
  try {
    const value = await run(task, desk(terminal.hasColour, terminal.width))
    port.ref()
    await aTurn()
    post({ kind: 'done', value })
  } catch (error) {
    port.ref()
    post({ kind: 'failed', failure: failureOf(error) })
  }
}

/** Runs a task, when its command has been loaded, which takes none of the time that the author's code has. */
async function run(task: Task, terminal: SupervisedTerminal): Promise<unknown> {
  const command = await commandOf(task, terminal)
  terminal.doing(`loading ${task.file}`)
  return command()
}

async function commandOf(task: Task, terminal: SupervisedTerminal): Promise<() => Promise<unknown>> {
  const { file } = task
  switch (task.command) {
    case 'check': {
      const { checkCommand } = await import('./check-command.ts')
      return () => checkCommand(file, task.options, terminal, task.skip)
    }
    case 'explore': {
      const { exploreCommand } = await import('./explore-command.ts')
      return () => exploreCommand(file, task.options, terminal)
    }
    case 'graph': {
      const { graphCommand } = await import('./graph-command.ts')
      return () => graphCommand(file, task.options, terminal)
    }
    case 'list': {
      const { specEntry } = await import('./spec-entry.ts')
      return () => specEntry(file, terminal)
    }
    case 'describe': {
      const { describeFile } = await import('./describe-spec.ts')
      return () => describeFile(file)
    }
    case 'describe table': {
      const { describeTable } = await import('./describe-spec.ts')
      return () => describeTable(file, task.specs)
    }
    case 'verify': {
      const { verifyVariant } = await import('./verify-setting.ts')
      return () => verifyVariant(file, task.variant, task.options, terminal)
    }
  }
}

function desk(hasColour: boolean, width: number): SupervisedTerminal {
  const print = (text: string, wantsAnswer = false): void => post({ kind: 'print', text, wantsAnswer })
  return {
    paint: paintOf(hasColour),
    width,
    signal: interruption.signal,
    print: text => print(text.endsWith('\n') ? text : `${text}\n`),
    async write(text) {
      port.ref()
      await new Promise<void>(resolve => {
        onPrinted = resolve
        print(text, true)
      })
      port.unref()
    },
    doing: what => post({ kind: 'doing', what }),
    setting: outcome => post({ kind: 'setting', outcome }),
    progress: (title, progress) => post({ kind: 'progress', title, progress }),
    progressOver: () => post({ kind: 'progress over' }),
    searched: soFar => post({ kind: 'searched', soFar }),
    verdict: code => post({ kind: 'verdict', code }),
  }
}
