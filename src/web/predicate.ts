/**
 * Predicates typed by hand: a TypeScript expression over `s`, the state, and `c`, the constants; or a function of both.
 *
 * They run in a context of their own with nothing in it but the language, and each call has a second, so that a loop
 * without end stops by itself and not with the program. That guards against slips; it is no wall against malice, and
 * needs none: whoever may type here runs the program.
 */

import { createContext, Script } from 'node:vm'
import { messageOf, UsageError } from '../base/errors.ts'
import type { StateClaim } from '../language/claims.ts'

const millisecondsEach = 1000

/** Reads a predicate. Throws {@link UsageError} `bad-predicate` where it cannot be read. */
export async function readPredicate(text: string): Promise<StateClaim<unknown, unknown>> {
  if (text.trim() === '') throw refused('is empty. Write one such as s.reader.some(r => r.pc === "inside")')
  const { transformSync } = await import('@swc/wasm-typescript')
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } })
  const ask = compile(text, transformSync)
  return (s, c) => {
    Object.assign(context, { s, c })
    const answer: unknown = ask.runInContext(context, { timeout: millisecondsEach })
    if (typeof answer !== 'boolean') throw new Error(`it answered ${String(answer)}, neither true nor false`)
    return answer
  }
}

function compile(text: string, transformSync: typeof import('@swc/wasm-typescript').transformSync): Script {
  const source = `{ const asked = (\n${text}\n); typeof asked === 'function' ? asked(s, c) : asked }`
  try {
    const { code } = transformSync(source, { mode: 'strip-only', module: false, filename: 'predicate.ts' })
    return new Script(code, { filename: 'predicate.ts' })
  } catch (problem) {
    throw refused(`cannot be read: ${problemOf(problem)}`)
  }
}

function problemOf(problem: unknown): string {
  const said = typeof problem === 'object' && problem !== null && 'message' in problem ? problem.message : undefined
  return (typeof said === 'string' ? said : messageOf(problem)).trim()
}

function refused(why: string): UsageError {
  return new UsageError('bad-predicate', `the predicate ${why}.`)
}
