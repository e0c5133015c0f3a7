/** Which functions of an author's files run, and which parts of them, from V8's coverage counters. */

import { Session } from 'node:inspector'

/** A part of a file, from the character `start` to before `end`. */
export interface CodePart {
  readonly start: number
  readonly end: number
}

/** A function that ran, with its parts that did not. */
export interface FunctionRun extends CodePart {
  /** The module, with the parameters by which copies differ. */
  readonly url: string
  /** The number of the module in V8. */
  readonly script: string
  readonly idle: readonly CodePart[]
}

interface Range {
  readonly startOffset: number
  readonly endOffset: number
  readonly count: number
}

interface ScriptCoverage {
  readonly scriptId: string
  readonly url: string
  readonly functions: readonly { readonly ranges: readonly Range[] }[]
}

/** Counts in this thread from its creation until it is stopped. Parts are known only for functions compiled meanwhile. */
export class Coverage {
  private readonly session = new Session()

  constructor() {
    this.session.connect()
    // For the code of modules. V8 forgets the parts that ran if this begins later; nobody could go on from a pause.
    this.post('Debugger.enable')
    this.post('Debugger.setSkipAllPauses', { skip: true })
    this.post('Profiler.enable')
    this.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** Forgets what ran so far. */
  forget(): void {
    this.take()
  }

  /** The functions of modules that ran since the last call, or since the counts were reset. */
  ran(isOf: (url: string) => boolean): FunctionRun[] {
    return this.take()
      .filter(({ url }) => isOf(url))
      .flatMap(({ url, scriptId, functions }) => functions.flatMap(({ ranges }) => functionRun(url, scriptId, ranges)))
  }

  /** The code of a module as it runs, to which all offsets refer: without types, or compiled. */
  codeOf(script: string): string {
    return (this.post('Debugger.getScriptSource', { scriptId: script }) as { readonly scriptSource: string })
      .scriptSource
  }

  stop(): void {
    this.session.disconnect()
  }

  private take(): readonly ScriptCoverage[] {
    return (this.post('Profiler.takePreciseCoverage') as { readonly result: readonly ScriptCoverage[] }).result
  }

  /** Within its own thread, the inspector answers at once. */
  private post(method: string, parameters: object = {}): unknown {
    let answer: unknown
    this.session.post(method, parameters, (error, result) => {
      if (error !== null) throw error
      answer = result
    })
    return answer
  }
}

/** The first range is the whole function, the others are blocks in it that ran another number of times. */
function functionRun(url: string, script: string, [whole, ...blocks]: readonly Range[]): FunctionRun[] {
  if (whole === undefined || whole.count === 0) return []
  const idle = blocks.filter(({ count }) => count === 0)
  return [{ url, script, ...partOf(whole), idle: idle.map(partOf) }]
}

function partOf({ startOffset, endOffset }: Range): CodePart {
  return { start: startOffset, end: endOffset }
}
