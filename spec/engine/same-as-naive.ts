/** What an engine says of a model, held against the naive explorer. */

import type { ExploreOptions } from '../../src/explore/options.ts'
import type { ClaimOutcome, Outcome } from '../../src/explore/outcome.ts'
import type { Model } from '../../src/language/model.ts'
import { exploreNaively } from './naive-explorer.ts'

type Said = Pick<Outcome, 'claims' | 'stop' | 'census' | 'neverRan'>
type Naive = ReturnType<typeof exploreNaively>

/** Where what an engine says of a model contradicts the naive explorer, which goes as far as `maxStates`. */
export function contradictions(
  model: Model<never, never, string>,
  said: Said,
  options: ExploreOptions,
  maxStates: number,
  sets?: ReadonlySet<string>,
): string[] {
  const naive = exploreNaively(model.description, maxStates, sets)
  const last = lastLevel(said, options, naive)
  return [
    ...said.claims.flatMap(claim => contradiction(claim, said.stop, last, naive)),
    ...(said.stop === 'state limit' || (!naive.isExhausted && last >= naive.levels.length)
      ? []
      : otherCensus(said, last, naive)),
    ...(said.stop === 'exhausted' ? otherEnd(model, said, naive) : []),
  ]
}

function otherCensus({ census }: Said, last: number, naive: Naive): string[] {
  const { states, transitions } = naive.levels[last] ?? naive
  if (census.states === states && census.transitions === transitions) return []
  return [`census ${JSON.stringify(census)}, naively ${states} states and ${transitions} transitions`]
}

function otherEnd({ description }: Model<never, never, string>, { census, neverRan }: Said, naive: Naive): string[] {
  const { processes, actions } = description
  const steps = processes.flatMap(({ name, steps }) => [...steps.keys()].map(label => `${name}: ${label}`))
  const never = [...steps, ...actions.map(({ name }) => name)].filter(step => !naive.taken.has(step))
  return [
    ...(naive.isExhausted ? [] : ['exhausted, naively not']),
    ...(census.depth === naive.levels.length - 1 ? [] : [`depth ${census.depth}, naively ${naive.levels.length - 1}`]),
    ...(String([...never].sort()) === String([...neverRan].sort()) ? [] : [`never ran ${neverRan}, naively ${never}`]),
  ]
}

/** The level that the search must have come to; a search that stopped at a limit of states did so at any. */
function lastLevel({ claims, stop }: Said, options: ExploreOptions, naive: Naive): number {
  if (stop === 'state limit') return -1
  if (stop === 'depth limit') return options.maxDepth ?? 0
  if (stop === 'exhausted') return naive.levels.length
  const levels = claims.map(claim => levelOf(claim, naive))
  const violated = levels.filter((_, i) => claims[i]?.kind !== 'reachable')
  return options.allClaims ? Math.max(...levels) : Math.min(Math.max(...levels), ...violated)
}

/** A claim is settled by states of a level or by transitions to it; that a state has none shows one level later. */
function levelOf({ kind, name }: ClaimOutcome, { found }: Naive): number {
  return (found.get(name) ?? Number.POSITIVE_INFINITY) + (kind === 'deadlock' ? 1 : 0)
}

function contradiction(claim: ClaimOutcome, stop: Said['stop'], last: number, naive: Naive): string[] {
  const { name, kind, verdict, steps, vacuous } = claim
  const least = naive.found.get(name)
  const isUnknownHere = least === undefined && (steps ?? 0) > naive.levels.length
  const isMissed = steps === undefined && levelOf(claim, naive) <= last
  const isWrong = steps === undefined ? isMissed : steps !== least && !isUnknownHere
  const empty = kind === 'reachable' ? 'never' : 'holds'
  const isUnsaid = (verdict === empty) !== (stop === 'exhausted' && least === undefined)
  const isVacuous = verdict === 'holds' && !naive.premisesSeen.has(name)
  const isWronglyVacuous = kind === 'invariant' && isVacuous !== (vacuous !== undefined)
  if (!isWrong && !isUnsaid && !isWronglyVacuous) return []
  return [`${name}: ${verdict} in ${steps} (${vacuous}), naively in ${least}`]
}
