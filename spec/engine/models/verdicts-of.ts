import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { Verdict } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'

/** The verdict of each claim of `model`, by name. */
export async function verdictsOf(model: AnyModel): Promise<Record<string, Verdict>> {
  const { claims } = await explore(instantiate(model), { allClaims: true })
  return Object.fromEntries(claims.map(({ name, verdict }) => [name, verdict]))
}

/** The names of the claims of `model` that fail. */
export async function failing(model: AnyModel): Promise<string[]> {
  const verdicts = await verdictsOf(model)
  return Object.keys(verdicts).filter(name => verdicts[name] === 'violated' || verdicts[name] === 'never')
}
