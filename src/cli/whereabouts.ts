/**
 * Finding out where a thread is that does not stop: Node's inspector breaks into whatever runs there, a loop without end or
 * a regular expression, and reads the frames. It costs nothing as long as nobody asks.
 */

import { Session } from 'node:inspector'
import type { Worker } from 'node:worker_threads'
import type { SoFar } from '../search/options.ts'
import { type AuthorLine, isAuthors, shownFile } from './author-line.ts'
import { inTime } from './in-time.ts'

/** Where a thread is. */
export interface Whereabouts {
  /** The line of the author's file that it is at. */
  readonly at?: AuthorLine | undefined
  /** The step or the claim that runs, with its model. */
  readonly what?: string | undefined
  /** The state that it runs in, as JSON. */
  readonly state?: string | undefined
  /** Whether it is within one operation that takes long, such as writing a text of many million characters, or reading a pipe. */
  readonly isWithinOne?: boolean
  /** Whether the search may be over, and what it found is looked over or put together: it waits, or is at that. */
  readonly isConcluding: boolean
  /** What the search under way had found. */
  readonly soFar?: SoFar | undefined
}

interface CallFrame {
  readonly callFrameId: string
  readonly functionName: string
  readonly location: { readonly scriptId: string; readonly lineNumber: number }
}

/** How long it may take to find out, on a machine that has much else to do. */
const limitMs = 2_000
/** How long to wait for the break: a thread that waits, rather than runs, has none. */
const breakMs = 300
/** How much longer where it runs: it stands only between two operations, one of which may take long. */
const longBreakMs = 1_000
/** The method of `AuthorsCode` in which a step or a claim runs. */
const running = 'runAuthorsCode'
/** The methods of `Search` that come when all states have been found. */
const concluding = ['auditSearch', 'concludeSearch']
/** All of its methods that may be on the stack, and one of `PredicateTruths`; their `soFar` is what is known. */
const searching = ['searchLevels', 'leaveLevels', 'leaveLevel', 'askEverywhere', ...concluding]

/** Never rejects: what cannot be found out is left out. The thread goes on where it was. */
export async function whereabouts(worker: Worker): Promise<Whereabouts> {
  const line = new InspectorLine(worker)
  try {
    return (await inTime(look(line, worker), limitMs)) ?? { isConcluding: false, isWithinOne: true }
  } catch {
    return { isConcluding: false }
  } finally {
    await line.close()
  }
}

async function look(line: InspectorLine, worker: Worker): Promise<Whereabouts> {
  const before = worker.performance.eventLoopUtilization()
  const isWaiting = () => worker.performance.eventLoopUtilization(before).idle > 0
  const frames = await line.frames(isWaiting)
  if (frames.length === 0 && !isWaiting()) return { isConcluding: false, isWithinOne: true }
  const inner = frames.find(({ functionName }) => functionName === running)
  const search = frames.find(({ functionName }) => searching.includes(functionName))
  const said =
    inner === undefined ? {} : await line.evaluate(inner, '({ what: this.what, state: JSON.stringify(this.state) })')
  const soFar = search === undefined ? undefined : await line.evaluate(search, 'this.soFar')
  return {
    at: line.authorLineOf(frames),
    ...(said as Pick<Whereabouts, 'what' | 'state'>),
    isConcluding: frames.length === 0 || frames.some(({ functionName }) => concluding.includes(functionName)),
    soFar: soFar as Whereabouts['soFar'],
  }
}

interface InspectorMessage {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly callFrames?: readonly CallFrame[]; readonly scriptId?: string; readonly url?: string }
  readonly result?: { readonly result?: { readonly value?: unknown } }
}

/** A line of the inspector to one thread. */
class InspectorLine {
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
        // The number of the inspector is another one; that of the thread stands in the title.
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

  /** Breaks into the thread, which stands still until the line is closed. */
  async frames(isWaiting: () => boolean): Promise<readonly CallFrame[]> {
    await this.ask('Debugger.enable')
    this.isBroken = true
    const paused = this.heard('Debugger.paused')
    await this.ask('Debugger.pause')
    const soon = await inTime(paused, breakMs)
    const broken = soon !== undefined || isWaiting() ? soon : await inTime(paused, longBreakMs)
    return broken?.params?.callFrames ?? []
  }

  /** The value of an expression in a frame; undefined where it has none. */
  async evaluate({ callFrameId }: CallFrame, expression: string): Promise<unknown> {
    const { result } = await this.ask('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
      returnByValue: true,
      silent: true,
    })
    return result?.result?.value
  }

  /** The innermost line in a file of the author's. */
  authorLineOf(frames: readonly CallFrame[]): AuthorLine | undefined {
    for (const { location } of frames) {
      const url = this.scripts.get(location.scriptId) ?? ''
      if (isAuthors(url)) return { file: shownFile(url), line: location.lineNumber + 1 }
    }
    return undefined
  }

  /** Lets the thread go on: one that stands still cannot be ended. */
  async close(): Promise<void> {
    if (this.isBroken) await inTime(this.ask('Debugger.resume'), breakMs)
    this.session.disconnect()
  }

  private heard(what: number | string): Promise<InspectorMessage> {
    return new Promise(resolve => this.waiting.set(what, resolve))
  }

  private async ask(method: string, params: object = {}): Promise<InspectorMessage> {
    const id = ++this.count
    const message = JSON.stringify({ id, method, params })
    const answer = this.heard(id)
    this.session.post('NodeWorker.sendMessageToWorker', { sessionId: await this.sessionId, message })
    return answer
  }
}
