/**
 * Predicates typed by hand: a TypeScript expression over `s`, the state, and `c`, the constants; or a function of both.
 *
 * They run in a context of their own with nothing in it but the language, and each call has a second, with all that it
 * leaves to be done later, so that an endless loop ends without ending the program. That guards against slips;
 * it is no protection against malice and needs none: anyone who can type here runs the program anyway.
 */

import { isNativeError, isPromise } from 'node:util/types'
import { type Context, createContext, Script } from 'node:vm'
import { messageOf, UsageError } from '../base/errors.ts'
import type { StateClaim } from '../language/claims.ts'

const millisecondsEach = 1000

/** Reads a predicate. Throws {@link UsageError} `bad-predicate` where it cannot be read. */
export async function readPredicate(text: string): Promise<StateClaim<unknown, unknown>> {
  if (text.trim() === '') throw refused('is empty. Write a condition such as s.reader.some(r => r.pc === "inside")')
  const { transformSync } = await import('@swc/wasm-typescript')
  const context = createContext(Object.create(null), {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  })
  const ask = compile(text, transformSync)
  return (s, c) => {
    const answer = answerOf(ask, context, { s, c })
    if (typeof answer === 'boolean') return answer
    if (isPromise(answer)) throw new Error('it returns a promise. Write it without async')
    throw new Error(`it returned ${inWords(answer, context)}, neither true nor false`)
  }
}

/** Lets nobody's rejection end the program but our own: a promise of a predicate is of another context. */
export function overlookRejectionsOfPredicates(): void {
  if (!process.listeners('unhandledRejection').includes(overlook)) process.on('unhandledRejection', overlook)
}

function overlook(reason: unknown, promise: unknown): void {
  if (promise instanceof Promise) throw reason
}

function answerOf(ask: Script, context: Context, given: { readonly s: unknown; readonly c: unknown }): unknown {
  try {
    return ask.runInContext(Object.assign(context, given), { timeout: millisecondsEach })
  } catch (error) {
    if (isTimeout(error)) throw new Error('it took longer than a second')
    // One of ours, or one of the context, whose text is made by code of its own.
    throw error instanceof Error ? error : new Error(inWords(error, context))
  }
}

function isTimeout(error: unknown): boolean {
  // Asked without running anything of a predicate's.
  if (!isNativeError(error)) return false
  return Object.getOwnPropertyDescriptor(error, 'code')?.value === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}

const writing = new Script('String(value)')

/** A value of the context as text, by the code that it brings along, which has a second as well. */
function inWords(value: unknown, context: Context): string {
  try {
    const text: unknown = writing.runInContext(Object.assign(context, { value }), { timeout: millisecondsEach })
    return typeof text === 'string' ? text : 'a value that cannot be shown'
  } catch {
    return 'a value that cannot be shown'
  }
}

function compile(text: string, transformSync: typeof import('@swc/wasm-typescript').transformSync): Script {
  const source = `{ const asked = (\n${text}\n); typeof asked === 'function' ? asked(s, c) : asked }`
  try {
    const { code } = transformSync(source, { mode: 'strip-only', module: false, filename: 'predicate.ts' })
    return new Script(code, { filename: 'predicate.ts' })
  } catch (problem) {
    throw refused(`cannot be parsed: ${problemOf(problem)}`)
  }
}

function problemOf(problem: unknown): string {
  const said = typeof problem === 'object' && problem !== null && 'message' in problem ? problem.message : undefined
  return (typeof said === 'string' ? said : messageOf(problem)).trim()
}

function refused(why: string): UsageError {
  return new UsageError('bad-predicate', `the predicate ${why}.`)
}
