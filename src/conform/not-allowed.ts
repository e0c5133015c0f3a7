/** The error of an implementation that did what no run of its model does. */

import { type StepKey, titleOfKey } from './implementation.ts'

/**
 * An implementation did something that no run of its model does. The message lists what it did, what was seen, and what the
 * model allows instead.
 *
 * @since 0.2.0
 */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed'
}

/** At most this many possibilities are listed. */
const mostListed = 5

/** `problem` as an error, with what was seen, what would have been possible, and what was done up to there. */
export function notAllowed(
  problem: string,
  facts: { readonly seen: string | undefined; readonly allowed: readonly string[]; readonly done: readonly string[] },
): NotAllowed {
  const { seen, allowed, done } = facts
  const distinct = [...new Set(allowed)]
  const more = distinct.length > mostListed ? [`    and ${distinct.length - mostListed} others`] : []
  return new NotAllowed(
    [
      problem,
      ...(seen === undefined ? [] : [`  the implementation: ${seen}`]),
      `  the model allows:${distinct.length === 0 ? ' nothing here' : ''}`,
      ...distinct.slice(0, mostListed).map(one => `    ${one}`),
      ...more,
      `  after ${done.length === 0 ? 'nothing' : ''}`.trimEnd() + (done.length === 0 ? '' : ':'),
      ...done.map((one, i) => `    ${i + 1}  ${one}`),
    ].join('\n'),
  )
}

/** What a step returned, in words. A model has no undefined, so that is compared as null. */
export function shownReturn(returned: unknown): string {
  return returned === undefined ? 'returned undefined, which counts as null' : `returned ${JSON.stringify(returned)}`
}

export function threw(key: StepKey, error: unknown, done: readonly string[]): NotAllowed {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return notAllowed(`${titleOfKey(key)} threw, which no step of a model does.`, { seen: text, allowed: [], done })
}
