/** The conclusion of an outcome, for programs: whether every claim holds, and if not, the reason in a sentence. */

import { assumedText } from '../language/assumed-text.ts'
import { type ClaimOutcome, isFailure, isOpen, type Outcome, type StopReason } from './outcome.ts'

/**
 * The conclusion of an outcome: whether every claim holds, and if not, why, in a sentence.
 *
 * @since 0.2.0
 */
export interface Conclusion {
  /**
   * Whether every claim holds, or is witnessed if it is a reachable one. False for a claim that is violated, never
   * witnessed or unknown: a search that was cut short proves nothing. False for a claim that holds only within bounds,
   * unless `acceptBounds` is set.
   */
  readonly ok: boolean
  /** Which claims failed or are unknown, and why. Missing if `ok` is true. */
  readonly reason?: string
  /** What holds vacuously, steps that never ran, and keys that were read but no state has. `ok` may be true. */
  readonly warnings: readonly string[]
}

export function conclusionOf(outcome: Outcome, acceptsBounds = false): Conclusion {
  const { claims } = outcome
  const failing = claims.filter(({ verdict }) => isFailure(verdict))
  const unknown = claims.filter(({ verdict }) => isOpen(verdict))
  const within = claims.filter(({ verdict }) => verdict === 'holds within' && !acceptsBounds)
  const warnings = warningsOf(outcome)
  if (failing.length + unknown.length + within.length === 0) return { ok: true, warnings }
  const parts = [...failing.map(failureInWords), ...unknownInWords(unknown, outcome), ...withinInWords(within, outcome)]
  return { ok: false, reason: `${settingInWords(outcome)}: ${parts.join('; ')}.`, warnings }
}

function settingInWords({ model, variant }: Outcome): string {
  return variant === null ? `model '${model}'` : `model '${model}', variant '${variant}'`
}

function failureInWords({ name, verdict, steps, loop }: ClaimOutcome): string {
  if (verdict === 'never') return `'${name}' is never witnessed`
  const round = loop === undefined ? '' : loop === 0 ? ', after which nothing happens' : `, the last ${loop} forever`
  return `'${name}' is violated in ${steps === 1 ? '1 step' : `${steps} steps`}${round}`
}

const stops: Record<StopReason, string> = {
  exhausted: 'although every state was visited',
  violation: 'since the search stopped at the violation (allClaims goes on)',
  'state limit': 'since the search stopped at maxStates',
  'depth limit': 'since the search stopped at maxDepth',
  'time limit': 'since the search stopped at maxSeconds',
  'memory limit': 'since the search stopped at maxMemory',
  interrupted: 'since the search was interrupted',
  'runs taken': 'since random runs prove nothing',
}

/** The most names that are written out: a search that was cut short may leave any number of claims undecided. */
const maxNames = 5

function unknownInWords(unknown: readonly ClaimOutcome[], { stop, bounds }: Outcome): string[] {
  if (unknown.length === 0) return []
  const why = stop === 'exhausted' && bounds !== undefined ? `within ${namesOf(bounds)}` : stops[stop]
  return [`${namesOf(unknown)} ${unknown.length === 1 ? 'is' : 'are'} unknown, ${why}`]
}

function withinInWords(within: readonly ClaimOutcome[], { bounds = [] }: Outcome): string[] {
  if (within.length === 0) return []
  const hold = `${namesOf(within)} ${within.length === 1 ? 'holds' : 'hold'} only within ${namesOf(bounds)}`
  return [`${hold} (acceptBounds accepts that)`]
}

function namesOf(named: readonly { readonly name: string }[]): string {
  const names = named.slice(0, maxNames).map(({ name }) => `'${name}'`)
  const left = named.length - names.length
  return left === 0 ? names.join(', ') : `${names.join(', ')} and ${left} more`
}

function warningsOf({ claims, neverRan, warnings, idleFairness = [] }: Outcome): string[] {
  const vacuous = claims.flatMap(({ name, vacuous }) =>
    vacuous === undefined ? [] : [`'${name}' holds, but ${vacuous}`],
  )
  const idle = idleFairness.map(
    one => `fairness of '${assumedText(one)}' has no effect, since no such step is possible`,
  )
  return [...vacuous, ...idle, ...neverRan.map(step => `the step '${step}' never ran`), ...warnings]
}
