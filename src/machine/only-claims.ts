import { UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/similar-name.ts'
import { type Claim, judgedClaims } from '../language/claims.ts'
import type { Machine } from './machine.ts'

/**
 * The machine with those claims alone. Bounds stay, since they say which states there are, and so does what is said of steps that
 * throw: after such a step there is nothing of which a claim could be true. All claims if none is named.
 *
 * Throws {@link UsageError} `bad-option` for a claim that there is not.
 */
export function onlyClaims(machine: Machine, names: readonly string[]): Machine {
  if (names.length === 0) return machine
  const known = judgedClaims(machine.claims).map(({ name }) => name)
  const unknown = names.find(name => !known.includes(name))
  if (unknown !== undefined)
    throw new UsageError(
      'bad-option',
      `model '${machine.model}' has no claim '${unknown}'. Its claims are: ${known.map(name => `'${name}'`).join(', ')}.${didYouMean(unknown, known)}`,
    )
  const stays = ({ kind }: Claim): boolean => kind === 'bound' || kind === 'assertion' || kind === 'error'
  return {
    ...machine,
    claims: machine.claims.filter(claim => stays(claim) || names.includes(claim.name)),
    under: set => onlyClaims(machine.under(set), names),
  }
}
