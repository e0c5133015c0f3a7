/**
 * The thread that runs authors' code: one task after the other, for `supervised-thread.ts`. From a command to its code:
 * `runnerOf` below.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { changedBuiltInError, putBuiltInsBack } from '../base/built-ins.ts'
import { InternalError } from '../base/errors.ts'
import { failureOf } from './failure.ts'
import { redirectOutput, reportExits } from './guard-process.ts'
import { nextTurn } from './next-turn.ts'
import { watchReads } from './outside-reads.ts'
import { paintOf, type SupervisedTerminal } from './terminal.ts'
import type { FromThread, Request, Task, TaskResult, TaskResults, ThreadData, ToThread } from './thread-messages.ts'

if (parentPort === null) throw new InternalError('thread.ts runs only as a thread')
const port = parentPort
/** A built-in that the author's code has changed during the task. */
let changedBuiltIn: string | undefined
// The slowest module to load; a check will need it in a moment.
if (process.argv[2] === 'check') void import('./check-command.ts')
// For the cache of verdicts, before any code of an author is loaded.
if ((workerData as ThreadData).watchesReads) watchReads()
let interruption = new AbortController()
let onPrinted = (): void => undefined

redirectOutput(text => post({ kind: 'aside', text }))
reportExits((by, stack) => post({ kind: 'leaving', by, stack }))
port.on('message', (message: ToThread) => {
  if ('stop' in message) interruption.abort()
  else if ('printed' in message) onPrinted()
  else void answer(message)
})

/** Sends nothing that was computed with built-ins which the author's code has changed, and nothing after that. */
function post(message: FromThread): void {
  changedBuiltIn ??= putBuiltInsBack()
  const isUncomputed = message.kind === 'failed' || message.kind === 'aside' || message.kind === 'leaving'
  if (changedBuiltIn !== undefined && !isUncomputed) throw changeOfBuiltIn(changedBuiltIn)
  port.postMessage(message)
}

function changeOfBuiltIn(name: string): Error {
  return changedBuiltInError(`a step, a claim or another function of the spec`, name)
}

/**
 * While a task runs, the port does not keep the thread alive. So a thread with nothing left to wait for ends, and the
 * main thread notices.
 */
async function answer({ task, terminal }: Request): Promise<void> {
  interruption = new AbortController()
  changedBuiltIn = undefined
  port.unref()
  try {
    const value = await run(task, desk(terminal.hasColour, terminal.width))
    port.ref()
    await nextTurn()
    post({ kind: 'done', value })
  } catch (error) {
    port.ref()
    changedBuiltIn ??= putBuiltInsBack()
    post({ kind: 'failed', failure: failureOf(changedBuiltIn === undefined ? error : changeOfBuiltIn(changedBuiltIn)) })
  }
}

/** Runs a task. The command is loaded first, so that this does not count towards the time limit of the author's code. */
async function run(task: Task, terminal: SupervisedTerminal): Promise<TaskResult> {
  const runner = await runnerOf(task, terminal)
  terminal.doing(`loading ${task.file}`)
  return runner()
}

type Runner<C extends Task['command']> = () => Promise<TaskResults[C]>

/** The code of a task's command, loaded on demand. */
async function runnerOf(task: Task, terminal: SupervisedTerminal): Promise<Runner<Task['command']>> {
  const { file } = task
  switch (task.command) {
    case 'check': {
      const { checkCommand } = await import('./check-command.ts')
      return (() => checkCommand(file, task.options, terminal, task.skip)) satisfies Runner<'check'>
    }
    case 'accept': {
      const { acceptCommand } = await import('./accept-command.ts')
      return (() => acceptCommand(file, task.options, terminal)) satisfies Runner<'accept'>
    }
    case 'diff': {
      const { diffCommand } = await import('./diff-command.ts')
      return (() => diffCommand(file, task.options, terminal)) satisfies Runner<'diff'>
    }
    case 'explore': {
      const { exploreCommand } = await import('./explore-command.ts')
      return (() => exploreCommand(file, task.options, terminal)) satisfies Runner<'explore'>
    }
    case 'graph': {
      const { graphCommand } = await import('./graph-command.ts')
      return (() => graphCommand(file, task.options, terminal)) satisfies Runner<'graph'>
    }
    case 'list': {
      const { specEntry } = await import('./spec-entry.ts')
      return (() => specEntry(file, terminal)) satisfies Runner<'list'>
    }
    case 'config': {
      const { loadConfig } = await import('./load-config.ts')
      return (() => loadConfig(file)) satisfies Runner<'config'>
    }
    case 'describe': {
      const { describeFile } = await import('./describe-spec.ts')
      return (() => describeFile(file)) satisfies Runner<'describe'>
    }
    case 'describe table': {
      const { describeTable } = await import('./describe-spec.ts')
      return (() => describeTable(file, task.specs)) satisfies Runner<'describe table'>
    }
    case 'verify': {
      const { verifyVariant } = await import('./verify-setting.ts')
      return (() => verifyVariant(file, task.variant, task.options, terminal)) satisfies Runner<'verify'>
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
    loaded: files => post({ kind: 'files', files }),
    setting: outcome => post({ kind: 'setting', outcome }),
    progress: (title, progress) => post({ kind: 'progress', title, progress }),
    worded: (text, seconds) => post({ kind: 'worded progress', text, seconds }),
    progressOver: () => post({ kind: 'progress over' }),
    result: result => post({ kind: 'result', result }),
    searched: soFar => post({ kind: 'searched', soFar }),
    verdict: code => post({ kind: 'verdict', code }),
  }
}
