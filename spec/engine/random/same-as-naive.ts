/** What an engine says of a model, held against the naive explorer. */

import { isDeepStrictEqual } from 'node:util'
import { descriptionOf } from '../../../src/language/description-of.ts'
import type { Model } from '../../../src/language/model.ts'
import type { ClaimOutcome, Outcome } from '../../../src/outcome/outcome.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import type { ComparableResult } from '../search/comparable-result.ts'
import { exploreNaively } from './naive-explorer.ts'

type Answer = Pick<Outcome, 'claims' | 'stop' | 'census' | 'neverRan' | 'bounds'>
type Naive = ReturnType<typeof exploreNaively>

/** Where what an engine says of a model contradicts the naive explorer, which goes as far as `maxStates`. */
export function contradictions(
  model: Model<never, never, string>,
  result: ComparableResult | Answer,
  options: ExploreOptions,
  maxStates: number,
  sets?: ReadonlySet<string>,
): string[] {
  const naive = exploreNaively(descriptionOf(model), maxStates, sets)
  const isExhausted = naive.states <= maxStates
  if ('code' in result) return result.code === 'claim-threw' && isExhausted ? unfounded(naive) : []
  const last = lastLevel(result, options, naive)
  return [
    ...result.claims.flatMap(claim => contradiction(claim, result.stop, last, naive, hasMovers(model))),
    ...result.claims.flatMap(claim => missedThrow(claim, last, naive)),
    ...(result.stop === 'state limit' || (!isExhausted && last >= naive.levels.length)
      ? []
      : otherCensus(result, last, naive)),
    ...(result.stop === 'exhausted' ? otherEnd(model, result, naive, isExhausted) : []),
  ]
}

/** Whether other refusals have a cause is not for the naive explorer to say, which takes everything. */
function unfounded({ seen }: Naive): string[] {
  const hasCause = [...seen.keys()].some(what => what.startsWith('throw in'))
  return hasCause ? [] : ['refused since a claim throws, naively none does']
}

/** A claim is evaluated only as long as it is not decided, so that it may well throw in a state beyond. */
function missedThrow({ name }: ClaimOutcome, last: number, { seen }: Naive): string[] {
  const depth = seen.get(`throw in ${name}`)
  if (depth === undefined || depth > Math.min(last, seen.get(name) ?? last)) return []
  return [`${name}: naively throws in ${depth}`]
}

function otherCensus({ census }: Answer, last: number, naive: Naive): string[] {
  const { states, transitions } = naive.levels[last] ?? naive
  if (census.states === states && census.transitions === transitions) return []
  return [`census ${JSON.stringify(census)}, naively ${states} states and ${transitions} transitions`]
}

function otherEnd(
  model: Model<never, never, string>,
  { census, neverRan, bounds = [] }: Answer,
  { seen, levels, cut }: Naive,
  isExhausted: boolean,
): string[] {
  const { processes, actions, constants } = descriptionOf(model)
  // Where a process has no instances, there is nobody to run its steps.
  const running = processes.filter(({ count }) => (typeof count === 'number' ? count : count(constants)) > 0)
  const ran = new Set([...seen.keys()].filter(what => what.startsWith('{')).map(withoutInstance))
  const steps = running.flatMap(({ name, steps }) => [...steps.keys()].map(label => `${name}: ${label}`))
  const never = [...steps, ...actions.map(({ name }) => name)].filter(step => !ran.has(step))
  return [
    ...(isExhausted ? [] : ['exhausted, naively not']),
    ...(isDeepStrictEqual(new Map(bounds.map(({ name, states }) => [name, states])), cut)
      ? []
      : [`bounds ${JSON.stringify(bounds)}, naively ${JSON.stringify([...cut])}`]),
    ...(census.depth === levels.length - 1 ? [] : [`depth ${census.depth}, naively ${levels.length - 1}`]),
    ...(String([...never].sort()) === String([...neverRan].sort()) ? [] : [`never ran ${neverRan}, naively ${never}`]),
  ]
}

function withoutInstance(text: string): string {
  const { process, step } = JSON.parse(text) as { process: string | null; step: string }
  return process === null ? step : `${process}: ${step}`
}

/**
 * The level that the search must have come to. One that stopped at a limit of states, which may be anywhere in a level,
 * has begun with the level above its last.
 */
function lastLevel({ claims, stop, census }: Answer, options: ExploreOptions, naive: Naive): number {
  if (stop === 'state limit') return Math.max(0, census.depth - 1)
  if (stop === 'depth limit') return options.maxDepth ?? 0
  if (stop === 'exhausted') return naive.levels.length
  const levels = claims.map(claim => levelOf(claim, naive))
  const violated = levels.filter((_, i) => claims[i]?.kind !== 'reachable')
  return options.allClaims ? Math.max(...levels) : Math.min(Math.max(...levels), ...violated)
}

/** The least depth at which the naive explorer found something about a claim. */
function leastOf({ kind, name }: ClaimOutcome, { seen }: Naive): number | undefined {
  return seen.get(kind === 'error' ? 'threw' : kind === 'deadlock' || kind === 'assertion' ? kind : name)
}

/** A claim is settled by states of a level or by transitions to it; that a state has none shows one level later. */
function levelOf(claim: ClaimOutcome, naive: Naive): number {
  return (leastOf(claim, naive) ?? Number.POSITIVE_INFINITY) + (claim.kind === 'deadlock' ? 1 : 0)
}

/** Whether there is anybody to take a step. */
function hasMovers(model: Model<never, never, string>): boolean {
  const { processes, actions, constants } = descriptionOf(model)
  const counts = processes.map(({ count }) => (typeof count === 'number' ? count : count(constants)))
  return actions.length > 0 || counts.some(count => count > 0)
}

function contradiction(
  claim: ClaimOutcome,
  stop: Outcome['stop'],
  last: number,
  naive: Naive,
  canMove: boolean,
): string[] {
  const { name, kind, verdict, steps, vacuous } = claim
  const least = leastOf(claim, naive)
  const isUnknownHere = least === undefined && (steps ?? 0) > naive.levels.length
  const isMissed = steps === undefined && levelOf(claim, naive) <= last
  const isWrong = steps === undefined ? isMissed : steps !== least && !isUnknownHere
  const isBounded = naive.cut.size > 0
  const empty = kind === 'reachable' ? (isBounded ? 'none' : 'never') : isBounded ? 'holds within' : 'holds'
  const isMissing = (verdict === empty) !== (stop === 'exhausted' && least === undefined && empty !== 'none')
  const isVacuous = verdict.startsWith('holds') && !(canMove && naive.seen.has(`premise of ${name}`))
  const isOfAuthor = kind === 'invariant' || kind === 'transition'
  const isWronglyVacuous = isOfAuthor && isVacuous !== (vacuous !== undefined)
  if (!isWrong && !isMissing && !isWronglyVacuous) return []
  return [`${name}: ${verdict} in ${steps} (${vacuous}), naively in ${least}`]
}
