/** What a check says: a verdict for each claim, why it stopped, and how much it saw. Three things, kept apart. */

import type { ClaimKind } from '../language/claims.ts'
import type { Assumption } from '../language/fairness.ts'
import type { Constants } from '../language/model.ts'
import type { Me } from '../system/judge.ts'
import type { Growing } from './growth.ts'
import type { ShortestRuns } from './simplest-run.ts'

/**
 * `holds` and `never` come only from an exhausted search. `witnessed` and `never` are said of reachable claims,
 * `holds` and `violated` of all others; `unknown` where the search stopped before it could tell.
 */
export type Verdict = 'holds' | 'violated' | 'witnessed' | 'never' | 'unknown'

/** Why the search stopped: there was nothing left to visit, it found what it was to stop at, or a limit was reached. */
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
   * Missing where there were too many states to look at all shortest runs.
   */
  readonly shortest?: readonly (readonly Move[])[]
  /**
   * Of a run that goes on for ever: the number of the state that its last move leads back to, and from which it goes round
   * and round. Where that is the last state itself, no step is possible there, and it stays.
   */
  readonly loop?: number
  /** Of a claim that is asked for each instance of a process: the instance that the run is about. */
  readonly me?: Me
}

export interface ClaimOutcome {
  readonly name: string
  readonly kind: ClaimKind
  readonly verdict: Verdict
  /** Transitions on the shortest run that shows it, where there is one; of one that goes on for ever, up to where it repeats. */
  readonly steps?: number
  /** Of these steps, those that are repeated for ever; 0 where the last state stays. */
  readonly loop?: number
  /** A shortest run that shows it: to the violation, or to the state that a reachable claim wants. */
  readonly run?: Run
  /** All shortest runs that show it, if they were asked for and are few enough to be looked at. */
  readonly shortestRuns?: ShortestRuns
  /** The claim holds, but for an empty reason, which this says. */
  readonly vacuous?: string
  /** What was assumed of runs, where that is anything. */
  readonly fairness?: readonly Assumption[]
  /**
   * Of a violated temporal claim: the smallest sets of assumptions under which, besides those that were made, it holds. None
   * if it is violated however fair runs are; missing where that was not found out.
   */
  readonly holdsIf?: readonly (readonly Assumption[])[]
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
  /** Assumptions of fairness that say nothing, since no step that they speak of is possible in any state. */
  readonly idleFairness?: readonly Assumption[]
  /**
   * Cells that got new values at every level up to where a limit stopped the search, so that the model may be without
   * bound. Only the footprint engine can tell.
   */
  readonly growing?: readonly Growing[]
  /** What it took, as far as the engine keeps account. */
  readonly effort?: Effort
}

/** The account of the footprint engine. */
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
  /** Why code could not be generated, where that was so: then the search was right, and slow. */
  readonly withoutCode?: string
}

/** The claims that fail and have a run to show for it, the shortest first. */
export function failuresWithRun({ claims }: Outcome): ClaimOutcome[] {
  const failures = claims.filter(claim => isFailure(claim.verdict) && claim.run !== undefined)
  return failures.sort((a, b) => (a.steps ?? 0) - (b.steps ?? 0))
}

/** Whether the search ended before it had seen all that it was to see. */
export function isCutShort({ stop }: Pick<Outcome, 'stop'>): boolean {
  return stop !== 'exhausted' && stop !== 'violation'
}

/** Whether a verdict is one that the author would not want: what an exit code and a red cell are made of. */
export function isFailure(verdict: Verdict): boolean {
  return verdict === 'violated' || verdict === 'never'
}
