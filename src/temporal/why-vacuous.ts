/** Why a claim about runs that holds says nothing: what it would be about never happens, or what it waits for is there from the start. */

import type { Me, TemporalClaim } from '../language/claims.ts'
import { type FormulaSource, partsOf } from '../language/formula.ts'
import { instancesFor } from '../machine/judge.ts'
import { type JudgedGraph, truthOf } from './truth.ts'

/** Undefined if nothing speaks against the claim. */
export async function whyVacuous(graph: JudgedGraph, claim: TemporalClaim): Promise<string | undefined> {
  const instances = instancesFor(graph.machine, claim)
  if (instances.length === 0) return `there is no instance of ${claim.of}`
  const { formula } = claim
  for (const premise of premisesIn(formula))
    if (await isEverywhere(graph, instances, premise, false))
      return claim.form === 'leadsTo' ? 'its premise was never true' : 'a premise in it was never true'
  const awaited = formula.op === 'until' ? formula.right : undefined
  if (awaited !== undefined && (await isEverywhere(graph, instances, awaited, true, graph.steps.initials)))
    return 'what should come is true from the start'
  return undefined
}

/** The premises of all implications. */
function premisesIn(formula: FormulaSource): FormulaSource[] {
  return partsOf(formula).flatMap(part => {
    const [given, then, ...others] = part.op === 'or' ? part.parts : []
    return given?.op === 'not' && then !== undefined && others.length === 0 ? [given.part] : []
  })
}

async function isEverywhere(
  graph: JudgedGraph,
  instances: readonly (Me | undefined)[],
  formula: FormulaSource,
  value: boolean,
  states = graph.steps.states,
): Promise<boolean> {
  for (const me of instances) if ((await constantOf(graph, me, formula, states)) !== value) return false
  return true
}

/** Its value, if it is the same at each moment in one of the first `states` states, whatever follows; undefined if that is not known. */
async function constantOf(
  graph: JudgedGraph,
  me: Me | undefined,
  formula: FormulaSource,
  states: number,
): Promise<boolean | undefined> {
  switch (formula.op) {
    case 'true':
    case 'false':
      return formula.op === 'true'
    case 'state':
    case 'enabled': {
      const { of } = await truthOf(graph, me, formula)
      const some = of.subarray(0, states)
      return some.includes(0) ? (some.includes(1) ? undefined : false) : true
    }
    case 'taken':
      return (await truthOf(graph, me, formula)).of.includes(1) ? undefined : false
    case 'not': {
      const part = await constantOf(graph, me, formula.part, states)
      return part === undefined ? undefined : !part
    }
    case 'and':
    case 'or': {
      const parts: (boolean | undefined)[] = []
      for (const part of formula.parts) parts.push(await constantOf(graph, me, part, states))
      const deciding = formula.op === 'or'
      if (parts.includes(deciding)) return deciding
      return parts.includes(undefined) ? undefined : !deciding
    }
    default:
      return undefined
  }
}
