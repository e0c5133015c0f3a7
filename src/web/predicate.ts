/**
 * Predicates typed by hand: a TypeScript expression over `s`, the state, and `c`, the constants; or a function of both.
 *
 * They run in a context of their own that contains only the language. Each call, including its microtasks, has a time
 * limit of one second, so an endless loop does not stop the program. That guards against mistakes, not against malice:
 * anyone who can type here runs the program anyway.
 */

import { isNativeError, isPromise } from 'node:util/types'
import { type Context, createContext, Script } from 'node:vm'
import { messageOf, UsageError } from '../base/errors.ts'
import type { StateClaim } from '../language/claims.ts'

const millisecondsEach = 1000

/** Parses a predicate. Throws {@link UsageError} `bad-predicate` if it cannot be parsed. */
export async function readPredicate(text: string): Promise<StateClaim<unknown, unknown>> {
  if (text.trim() === '') throw refused('is empty. Write a condition such as s.reader.some(r => r.pc === "inside")')
  const { transformSync } = await import('@swc/wasm-typescript')
  const context = createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  })
  const script = compile(text, transformSync)
  return (s, c) => {
    const answer = answerOf(script, context, { s, c })
    if (typeof answer === 'boolean') return answer
    if (isPromise(answer)) throw new Error('it returns a promise. Write it without async')
    throw new Error(`it returned ${inWords(answer, context)}, neither true nor false`)
  }
}

/** Ignores rejections of a predicate's promises, which belong to another context; only our own may end the program. */
export function overlookRejectionsOfPredicates(): void {
  if (!process.listeners('unhandledRejection').includes(overlook)) process.on('unhandledRejection', overlook)
}

function overlook(reason: unknown, promise: unknown): void {
  if (promise instanceof Promise) throw reason
}

function answerOf(script: Script, context: Context, given: { readonly s: unknown; readonly c: unknown }): unknown {
  try {
    return script.runInContext(Object.assign(context, given), { timeout: millisecondsEach })
  } catch (error) {
    if (isTimeout(error)) throw new Error('it took longer than a second')
    // An error of ours, or one of the context, whose text is created by code of the context.
    throw error instanceof Error ? error : new Error(inWords(error, context))
  }
}

function isTimeout(error: unknown): boolean {
  // Checked without running code of the predicate.
  if (!isNativeError(error)) return false
  return Object.getOwnPropertyDescriptor(error, 'code')?.value === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}

const writing = new Script('String(value)')

/** A value of the context as text, created by code of the context, with the same time limit. */
function inWords(value: unknown, context: Context): string {
  try {
    const text: unknown = writing.runInContext(Object.assign(context, { value }), { timeout: millisecondsEach })
    return typeof text === 'string' ? text : 'a value that cannot be shown'
  } catch {
    return 'a value that cannot be shown'
  }
}

function compile(text: string, transformSync: typeof import('@swc/wasm-typescript').transformSync): Script {
  const source = `{ const predicate = (\n${text}\n); typeof predicate === 'function' ? predicate(s, c) : predicate }`
  try {
    const { code } = transformSync(source, { mode: 'strip-only', module: false, filename: 'predicate.ts' })
    return new Script(code, { filename: 'predicate.ts' })
  } catch (problem) {
    throw refused(`cannot be parsed: ${problemOf(problem)}`)
  }
}

function problemOf(problem: unknown): string {
  const message = typeof problem === 'object' && problem !== null && 'message' in problem ? problem.message : undefined
  return (typeof message === 'string' ? message : messageOf(problem)).trim()
}

function refused(why: string): UsageError {
  return new UsageError('bad-predicate', `the predicate ${why}.`)
}
