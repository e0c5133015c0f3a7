import { ModelError } from '../../../src/base/errors.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'

/** All of an outcome that every engine must say alike; or what is wrong with the model. */
export type ComparableResult =
  | Omit<Outcome, 'engine' | 'seconds' | 'effort' | 'growing'>
  | { readonly code: string; readonly message: string }

/** What a search says, and its outcome where it came to one. */
export async function comparableResult(
  search: () => Promise<Outcome>,
): Promise<{ result: ComparableResult; outcome: Outcome | undefined }> {
  try {
    const outcome = await search()
    const { engine: _engine, seconds: _seconds, effort: _effort, growing: _growing, ...rest } = outcome
    // A search that is cut within a level has left other states, and warns of what it has not seen in them.
    return { result: rest.stop === 'state limit' ? { ...rest, warnings: [] } : rest, outcome }
  } catch (error) {
    if (!(error instanceof ModelError)) throw error
    return { result: { code: error.code, message: error.message }, outcome: undefined }
  }
}

/**
 * Whether one of two engines refuses a model for going by the order of keys. A record is known to be a dictionary only
 * when its keys have changed, and the footprint engine looks at a state more often, so that one may find out and the other not.
 */
export function isKeyOrder(...both: readonly ComparableResult[]): boolean {
  return both.some(one => 'code' in one && one.code === 'key-order')
}
