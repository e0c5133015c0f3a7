/**
 * Finds out where a thread that does not stop is: Node's inspector breaks into the running code, such as an endless
 * loop or a regular expression, and reads the call frames. Nothing of this costs time until it is used.
 */

import { Session } from 'node:inspector'
import type { Worker } from 'node:worker_threads'
import type { SoFar } from '../search/options.ts'
import { type AuthorLine, isAuthors, shownFile } from './author-line.ts'
import { inTime } from './in-time.ts'

/** The location of a thread. */
export interface Whereabouts {
  /** The current line in an author's file. */
  readonly at?: AuthorLine | undefined
  /** The step or claim that has not returned for long, with its model. */
  readonly what?: string | undefined
  /** The state in which it runs, as JSON. */
  readonly state?: string | undefined
  /** Whether a step or a claim runs, however briefly. */
  readonly isInCode?: boolean
  /** Whether it is inside one long operation, such as writing a text of many million characters, or reading a pipe. */
  readonly isWithinOne?: boolean
  /** Whether the search may be over: the thread waits, or audits or explains the results. */
  readonly isConcluding: boolean
  /** What the current search has found. */
  readonly soFar?: SoFar | undefined
}

interface CallFrame {
  readonly callFrameId: string
  readonly functionName: string
  readonly location: { readonly scriptId: string; readonly lineNumber: number }
}

/** The time limit for finding out, on a busy machine. */
const limitMs = 4_500
/** The time to wait for the break: an idle thread never breaks. */
const breakMs = 300
/**
 * The additional time for a running thread: it breaks only between two operations, one of which may be long. On a busy machine an
 * endless loop must not be taken for such an operation, which can't be ended.
 */
const longBreakMs = 3_000
/** The method of `AuthorsCode` in which a step or a claim runs. */
const running = 'runAuthorsCode'
/** The methods of `Search` that run after all states have been found. */
const concluding = ['auditSearch', 'concludeSearch']
/** All of its methods that may be on the stack, one of `PredicateTruths`, and one of `Simulator`; their `soFar` is what is known. */
const searching = ['takeRun', 'searchLevels', 'leaveLevels', 'leaveLevel', 'evaluateEverywhere', ...concluding]

/**
 * Never rejects: unknown parts are left out. The thread continues afterwards. A step or claim is named if it was seen to
 * run `longMs` ago: most of those that run at any moment are about to return.
 */
export async function whereabouts(worker: Worker, longMs: number): Promise<Whereabouts> {
  const session = new InspectorSession(worker)
  try {
    return (await inTime(look(session, worker, longMs), limitMs)) ?? { isConcluding: false, isWithinOne: true }
  } catch {
    return { isConcluding: false }
  } finally {
    await session.close()
  }
}

async function look(session: InspectorSession, worker: Worker, longMs: number): Promise<Whereabouts> {
  const before = worker.performance.eventLoopUtilization()
  const isWaiting = () => worker.performance.eventLoopUtilization(before).idle > 0
  const frames = await session.frames(isWaiting)
  if (frames.length === 0 && !isWaiting()) return { isConcluding: false, isWithinOne: true }
  const calls = frames.filter(({ functionName }) => functionName === running)
  const search = frames.find(({ functionName }) => searching.includes(functionName))
  const long = await longCall(session, calls, longMs)
  const step =
    long === undefined ? {} : await session.evaluate(long, '({ what: this.what, state: JSON.stringify(this.state) })')
  const soFar = search === undefined ? undefined : await session.evaluate(search, 'this.soFar')
  return {
    at: session.authorLineOf(frames),
    ...(step as Pick<Whereabouts, 'what' | 'state'>),
    isInCode: calls.length > 0,
    isConcluding: frames.length === 0 || frames.some(({ functionName }) => concluding.includes(functionName)),
    soFar: soFar as Whereabouts['soFar'],
  }
}

/**
 * The innermost call that was seen to run so long ago. Each call has an `AuthorsCode` of its own, where the inspector notes
 * when it saw it first, by the clock of this thread.
 */
async function longCall(
  session: InspectorSession,
  calls: readonly CallFrame[],
  longMs: number,
): Promise<CallFrame | undefined> {
  const nowMs = performance.now()
  for (const call of calls) {
    const seenMs = await session.evaluate(call, `this.seenMs ??= ${nowMs}`)
    if (typeof seenMs === 'number' && nowMs - seenMs >= longMs) return call
  }
  return undefined
}

interface InspectorMessage {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly callFrames?: readonly CallFrame[]; readonly scriptId?: string; readonly url?: string }
  readonly result?: { readonly result?: { readonly value?: unknown } }
}

/** A connection of the inspector to one thread. */
class InspectorSession {
  private readonly session = new Session()
  private readonly waiting = new Map<number | string, (answer: InspectorMessage) => void>()
  private readonly sessionId: Promise<string>
  private readonly scripts = new Map<string, string>()
  private count = 0
  private isBroken = false

  constructor(worker: Worker) {
    this.session.connect()
    this.sessionId = new Promise(resolve => {
      this.session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
        // The inspector has its own numbers; that of the thread is in the title.
        if (workerInfo.title.startsWith(`[worker ${worker.threadId}]`)) resolve(sessionId)
      })
    })
    this.session.on('NodeWorker.receivedMessageFromWorker', ({ params: { message } }) => {
      const answer = JSON.parse(message) as InspectorMessage
      const { scriptId, url } = answer.params ?? {}
      if (scriptId !== undefined && url !== undefined) this.scripts.set(scriptId, url)
      this.waiting.get(answer.id ?? answer.method ?? '')?.(answer)
    })
    this.session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  }

  /** Breaks into the thread, which is paused until the connection is closed. */
  async frames(isWaiting: () => boolean): Promise<readonly CallFrame[]> {
    await this.request('Debugger.enable')
    this.isBroken = true
    const paused = this.response('Debugger.paused')
    await this.request('Debugger.pause')
    const soon = await inTime(paused, breakMs)
    const broken = soon !== undefined || isWaiting() ? soon : await inTime(paused, longBreakMs)
    return broken?.params?.callFrames ?? []
  }

  /** The value of an expression in a frame; undefined if it has none. */
  async evaluate({ callFrameId }: CallFrame, expression: string): Promise<unknown> {
    const { result } = await this.request('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
      returnByValue: true,
      silent: true,
    })
    return result?.result?.value
  }

  /** The innermost line in an author's file. */
  authorLineOf(frames: readonly CallFrame[]): AuthorLine | undefined {
    for (const { location } of frames) {
      const url = this.scripts.get(location.scriptId) ?? ''
      if (isAuthors(url)) return { file: shownFile(url), line: location.lineNumber + 1 }
    }
    return undefined
  }

  /** Resumes the thread: a paused one cannot be terminated. */
  async close(): Promise<void> {
    if (this.isBroken) await inTime(this.request('Debugger.resume'), breakMs)
    this.session.disconnect()
  }

  private response(what: number | string): Promise<InspectorMessage> {
    return new Promise(resolve => this.waiting.set(what, resolve))
  }

  private async request(method: string, params: object = {}): Promise<InspectorMessage> {
    const id = ++this.count
    const message = JSON.stringify({ id, method, params })
    const answer = this.response(id)
    this.session.post('NodeWorker.sendMessageToWorker', { sessionId: await this.sessionId, message })
    return answer
  }
}
