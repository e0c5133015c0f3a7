/** What is wrong in the arguments of a matcher, as is possible in plain JavaScript. */

import { UsageError } from '../base/errors.ts'
import { describe } from '../base/plain.ts'
import { didYouMean } from '../base/similar-name.ts'
import { isLength } from '../language/check-expectation.ts'

/** The options of each matcher besides those of a check. */
const own = {
  toHold: ['claims', 'pages'],
  toViolate: ['steps', 'pages'],
  toReach: ['steps', 'pages'],
} as const

export type MatcherName = keyof typeof own

/** Throws {@link UsageError} for options that neither a matcher nor a check has, or of the wrong type. */
export function refuseWrongOptions(matcher: MatcherName, options: unknown, ofCheck: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw wrong(`the options of ${matcher} must be an object, but got ${describe(options)}.`)
  const known = [...own[matcher], ...ofCheck.filter(name => name !== 'allClaims')]
  const unknown = Object.keys(options).find(name => !known.includes(name))
  if (unknown !== undefined)
    throw wrong(
      `${matcher} has no option '${unknown}'. Its options are: ${known.join(', ')}.${didYouMean(unknown, known)}`,
    )
  const { claims, steps, pages } = options as { claims?: unknown; steps?: unknown; pages?: unknown }
  refuseWrongClaims(matcher, claims)
  if (steps !== undefined && !isLength(steps))
    throw wrong(
      `steps of ${matcher} must be a whole number of at least 0, or [stem, loop], but got ${describe(steps)}.`,
    )
  if (pages !== undefined && pages !== null && (typeof pages !== 'string' || pages === ''))
    throw wrong(`pages of ${matcher} must be a folder, or null for no pages, but got ${describe(pages)}.`)
}

/** Throws {@link UsageError} unless `name` can be the name of a claim. */
export function refuseNoName(matcher: MatcherName, name: unknown): void {
  if (typeof name !== 'string')
    throw wrong(`${matcher} expects the name of a claim as its first argument, but got ${describe(name)}.`)
}

function refuseWrongClaims(matcher: MatcherName, claims: unknown): void {
  if (claims === undefined) return
  if (!Array.isArray(claims) || claims.some(name => typeof name !== 'string'))
    throw wrong(`claims of ${matcher} must be a list of names of claims, but got ${describe(claims)}.`)
  if (claims.length === 0)
    throw wrong('claims is an empty list, of which nothing can fail. Leave it out for all claims.')
}

function wrong(text: string): UsageError {
  return new UsageError('bad-option', text)
}
