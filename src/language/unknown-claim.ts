import { didYouMean } from '../base/similar-name.ts'
import { builtInClaims } from './claims.ts'
import type { Expectation } from './expectations.ts'
import type { ModelDescription } from './model-description.ts'

/** What to say of an expectation for a claim that the model does not have, if there is one; the types refuse it as well. */
export function unknownClaimIn(
  { name: model, claims }: ModelDescription,
  expected: { readonly [setting: string]: Expectation },
): string | undefined {
  const known = [
    ...claims.filter(({ kind }) => kind !== 'bound').map(({ name }) => name),
    ...Object.values(builtInClaims),
  ]
  for (const [setting, { fails = {} }] of Object.entries(expected)) {
    const unknown = Object.keys(fails).find(name => !known.includes(name))
    if (unknown !== undefined)
      return `the expectation of '${setting}' names a claim '${unknown}' that model '${model}' does not have. It has: ${known.join(', ')}.${didYouMean(unknown, known)}`
  }
  return undefined
}
