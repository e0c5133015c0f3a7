/** The outcome of a check: a verdict for each claim, the stop reason, and the census, which are kept separate. */

import type { ClaimKind } from '../language/claims.ts'
import type { Constants } from '../language/model.ts'
import type { Growing } from './growing.ts'
import type { ShortestRuns } from './shortest-runs.ts'

/**
 * `holds` and `never` come only from an exhausted search. `witnessed` and `never` apply to reachable claims,
 * `holds` and `violated` to all others; `unknown` if the search stopped before it could decide.
 */
export type Verdict = 'holds' | 'violated' | 'witnessed' | 'never' | 'unknown'

/** Why the search stopped: no state was left, a violation stopped it, or a limit was reached. */
export type StopReason =
  | 'exhausted'
  | 'violation'
  | 'state limit'
  | 'depth limit'
  | 'time limit'
  | 'memory limit'
  | 'interrupted'

export interface Census {
  /** Distinct states. */
  readonly states: number
  /** Every enabled (state, step, choice) met. */
  readonly transitions: number
  /** Transitions on the longest shortest run. */
  readonly depth: number
}

/** One transition of a run: which mover took its step, and the number of the option at each `choose`. */
export interface Move {
  readonly mover: number
  readonly script: readonly number[]
}

/** A move as text: two moves out of one state are the same if their texts are. */
export function moveText({ mover, script }: Move): string {
  return `${mover}:${script.join(',')}`
}

/** A run as an engine finds it: enough to replay it, and no more. */
export interface Run {
  /** Index of the initial state. */
  readonly initial: number
  readonly moves: readonly Move[]
  /**
   * For each state the run leaves, the moves that lie on any shortest run to the same finding, its own among them.
   * Missing if there were too many states to consider all shortest runs.
   */
  readonly shortest?: readonly (readonly Move[])[]
}

export interface ClaimOutcome {
  readonly name: string
  readonly kind: ClaimKind
  readonly verdict: Verdict
  /** Transitions on the shortest run that shows it, where there is one. */
  readonly steps?: number
  /** A shortest run that shows it: to the violation, or to a state that witnesses a reachable claim. */
  readonly run?: Run
  /** All shortest runs that show it, if requested and few enough to explore. */
  readonly shortestRuns?: ShortestRuns
  /** Why the claim holds vacuously, if it does. */
  readonly vacuous?: string
}

export interface Outcome {
  readonly model: string
  readonly variant: string | null
  readonly constants: Constants
  readonly claims: readonly ClaimOutcome[]
  readonly stop: StopReason
  readonly census: Census
  readonly engine: string
  readonly seconds: number
  /** Steps and actions that no transition ever took, as `process: label`. Only an exhausted search can tell. */
  readonly neverRan: readonly string[]
  /** Claims and steps that read what no state has, a sentence for each: misspelt names, most likely. */
  readonly warnings: readonly string[]
  /**
   * Cells that got new values at every level up to where a limit stopped the search, so that the model may be
   * unbounded. Only the footprint engine reports them.
   */
  readonly growing?: readonly Growing[]
  /** Statistics, if the engine keeps them. */
  readonly effort?: Effort
}

/** The statistics of the footprint engine. */
export interface Effort {
  /** Recorded runs of recipes: one for each footprint and way of choosing. */
  readonly recipeRuns: number
  /** How often the layout of states changed. */
  readonly relayouts: number
  /** Bytes held at the end: states, index, tables and buffers. */
  readonly bytes: number
  readonly wordsPerState: number
  /** How often code was generated. */
  readonly kernels: number
  /** Why code could not be generated, if so: the search was then correct but slow. */
  readonly withoutCode?: string
}

/** The claims that fail and have a run to show for it, the shortest first. */
export function failuresWithRun({ claims }: Outcome): ClaimOutcome[] {
  const failures = claims.filter(claim => isFailure(claim.verdict) && claim.run !== undefined)
  return failures.sort((a, b) => (a.steps ?? 0) - (b.steps ?? 0))
}

/** Whether the search ended before it was complete. */
export function isCutShort({ stop }: Pick<Outcome, 'stop'>): boolean {
  return stop !== 'exhausted' && stop !== 'violation'
}

/** Whether a verdict is one that the author would not want: what an exit code and a red cell are made of. */
export function isFailure(verdict: Verdict): boolean {
  return verdict === 'violated' || verdict === 'never'
}
