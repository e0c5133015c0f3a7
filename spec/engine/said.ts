import { ModelError } from '../../src/base/errors.ts'
import type { Outcome } from '../../src/explore/outcome.ts'

/** All of an outcome that every engine must say alike; or what is wrong with the model. */
export type Said =
  | Omit<Outcome, 'engine' | 'seconds' | 'effort' | 'growing'>
  | { readonly code: string; readonly message: string }

/** What a search says, and its outcome where it came to one. */
export async function said(search: () => Promise<Outcome>): Promise<{ said: Said; outcome: Outcome | undefined }> {
  try {
    const outcome = await search()
    const { engine: _engine, seconds: _seconds, effort: _effort, growing: _growing, ...rest } = outcome
    return { said: rest, outcome }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    // Which of several steps is named depends on when an engine looks again.
    const message = error.code === 'key-order' ? 'some step or claim' : error.message
    return { said: { code: error.code, message }, outcome: undefined }
  }
}
