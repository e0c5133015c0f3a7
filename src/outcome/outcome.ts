/** The outcome of a check: a verdict for each claim, the stop reason, and the census, as separate facts. */

import type { ClaimKind, Me } from '../language/claims.ts'
import type { Constants } from '../language/constants.ts'
import type { Assumption } from '../language/fairness.ts'
import type { FoundSymmetries } from './found-symmetries.ts'
import type { Growing } from './growing.ts'
import type { Profile } from './profile.ts'
import type { Reduction } from './reduction.ts'
import type { ShortestRuns } from './shortest-runs.ts'
import type { Simulation } from './simulation.ts'

/**
 * `holds` and `never` come only from an exhausted search. `witnessed` and `never` apply to reachable claims,
 * `holds` and `violated` to all others; `unknown` if the search stopped before it could decide. `holds within`: the model has
 * bounds, and outside them it may be violated. `not found`: random runs were taken, and none violates or witnesses it.
 *
 * @since 0.1.0
 */
export type Verdict = 'holds' | 'holds within' | 'violated' | 'witnessed' | 'never' | 'not found' | 'unknown'

/**
 * Why the search stopped: no state was left, a violation stopped it, or a limit was reached; or all random runs were taken.
 *
 * @since 0.1.0
 */
export type StopReason =
  | 'exhausted'
  | 'violation'
  | 'state limit'
  | 'depth limit'
  | 'time limit'
  | 'memory limit'
  | 'interrupted'
  | 'runs taken'

/**
 * A bound of a model that cut a search.
 *
 * @since 0.2.0
 */
export interface OutcomeBound {
  /** Its name. */
  readonly name: string
  /** How many states lie outside: they were visited, and not what comes after them. */
  readonly states: number
}

/**
 * How much a search visited. The same for both engines if the search was exhausted.
 *
 * @since 0.2.0
 */
export interface Census {
  /** Distinct states. */
  readonly states: number
  /** Every enabled (state, step, choice) visited. */
  readonly transitions: number
  /** The length of the longest shortest run, in transitions. */
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

/** A run as an engine finds it: just enough to replay it. */
export interface Run {
  /** Index of the initial state. */
  readonly initial: number
  readonly moves: readonly Move[]
  /**
   * For each state but the last, the moves that are on any shortest run to the same finding, including the run's own.
   * Missing if there were too many states to consider all shortest runs.
   */
  readonly shortest?: readonly (readonly Move[])[]
  /**
   * For an infinite run (a lasso): the number of the state that its last move leads back to, from which the run
   * repeats. If that is the last state itself, no step is enabled there, and the state repeats forever.
   */
  readonly loop?: number
  /** For a claim about each instance of a process: the instance that the run is about. */
  readonly me?: Me
}

/**
 * The result of one claim.
 *
 * @since 0.1.0
 */
export interface ClaimOutcome {
  /** The name of the claim in the model, or of a claim that comes with every model, such as `no deadlock`. */
  readonly name: string
  /** What the claim is about: states, transitions, or runs. */
  readonly kind: ClaimKind
  /** The result, or `unknown`. */
  readonly verdict: Verdict
  /**
   * The length of the shortest run that shows it, in transitions, if there is one; for an infinite run, stem and loop
   * together.
   */
  readonly steps?: number
  /**
   * True if a shorter run may show it: this one was found at random and shortened, by a search that left out transitions, or among
   * the first states of a search that it ended.
   * Default: it is a shortest one.
   */
  readonly mayBeShorter?: true
  /** The length of the loop of an infinite run, as part of `steps`; 0 if its last state repeats forever. */
  readonly loop?: number
  /**
   * A shortest run that shows the result: to the violation, or to a state that witnesses a reachable claim.
   *
   * @internal A run with movers by number, for {@link buildWitness}.
   */
  readonly run?: Run
  /**
   * All shortest runs that show it, if requested and few enough to explore.
   *
   * @internal
   */
  readonly shortestRuns?: ShortestRuns
  /** Why the claim holds vacuously, if it does. */
  readonly vacuous?: string
  /** The fairness that was assumed, if any. */
  readonly fairness?: readonly Assumption[]
  /**
   * For a violated temporal claim: the smallest sets of additional assumptions under which it holds. Empty if it is
   * violated even for fair runs; missing if they were not computed, as where the violation was found before
   * all states were, or would leave no run that is judged.
   */
  readonly holdsIf?: readonly (readonly Assumption[])[]
  /**
   * The bounds of the model that cut the search, by name: with what `holdsIf` says, the claim holds only within them. Missing if
   * there are none, or `holdsIf` says nothing.
   *
   * @since 0.2.0
   */
  readonly holdsIfWithin?: readonly string[]
}

/**
 * The outcome of checking a model in one setting: the verdicts, why the search stopped, and how much it visited.
 *
 * @since 0.1.0
 */
export interface Outcome {
  /** The name of the model. */
  readonly model: string
  /** The variant that was checked; null for the model itself. */
  readonly variant: string | null
  /** All constants of the setting. */
  readonly constants: Constants
  /** The claims in the order of the model, those that come with every model last. */
  readonly claims: readonly ClaimOutcome[]
  /** Why the search ended. */
  readonly stop: StopReason
  /** How much the search visited. */
  readonly census: Census
  /** The engine that searched. */
  readonly engine: string
  /** The duration of the search in seconds. */
  readonly seconds: number
  /** Steps and actions that no transition ever took, as `process: label`. Empty unless the search was exhausted. */
  readonly neverRan: readonly string[]
  /** Claims and steps that read keys that no state has, probably misspelt, with a sentence for each. */
  readonly warnings: readonly string[]
  /** What every verdict 'holds' rests on, or leaves out, if the model says so in its glossary. */
  readonly caveat?: string
  /** Bounds outside of which there are states: nothing is known of what comes after these. */
  readonly bounds?: readonly OutcomeBound[]
  /** Assumptions of fairness that say nothing, since no step that they speak of is possible in any state. */
  readonly idleFairness?: readonly Assumption[]
  /**
   * Cells that got new values at every level until a limit stopped the search, so the model may be unbounded. Only the
   * footprint engine reports them.
   */
  readonly growing?: readonly Growing[]
  /** Whether states were left out because others stood for them; missing if nobody has asked, or nothing is to be said. */
  readonly reduction?: Reduction
  /** What random runs covered, if they were taken instead of a search. `census` then counts what they met. */
  readonly simulation?: Simulation
  /** Statistics, if the engine keeps them. */
  readonly effort?: Effort
  /**
   * What is alike in the model, if requested.
   *
   * @internal
   */
  readonly symmetries?: FoundSymmetries
  /**
   * What states and time went to, if requested.
   *
   * @internal
   */
  readonly profile?: Profile
}

/**
 * The statistics of the footprint engine.
 *
 * @since 0.2.0
 */
export interface Effort {
  /** Recorded runs of recipes: one for each footprint and each combination of choices. */
  readonly recipeRuns: number
  /** How often the layout of states changed. */
  readonly relayouts: number
  /** Bytes held at the end: states, index, tables and buffers. */
  readonly bytes: number
  /** Words of 32 bits that a state is packed into. */
  readonly wordsPerState: number
  /** How often WebAssembly was generated. */
  readonly kernels: number
  /** Why code could not be generated, in that case; the search was then correct but slow. */
  readonly withoutCode?: string
}

/** The runs of a claim's outcome by themselves: the declarations of the package leave them out of it. */
export interface FoundRuns {
  readonly run?: Run
  readonly shortestRuns?: ShortestRuns
}

/** The claims that fail and have a run, the shortest run first. */
export function failuresWithRun({ claims }: Outcome): ClaimOutcome[] {
  const failures = claims.filter(claim => isFailure(claim.verdict) && claim.run !== undefined)
  return failures.sort((a, b) => (a.steps ?? 0) - (b.steps ?? 0))
}

/** Whether the search ended before it was complete. */
export function isCutShort({ stop }: Pick<Outcome, 'stop'>): boolean {
  return stop !== 'exhausted' && stop !== 'violation'
}

/** Whether a claim holds, if only within bounds. */
export function isHeld(verdict: Verdict): boolean {
  return verdict === 'holds' || verdict === 'holds within'
}

/** Whether a claim is undecided: it may hold, or not. */
export function isOpen(verdict: Verdict): boolean {
  return verdict === 'unknown' || verdict === 'not found'
}

/** Whether a verdict is a failure, with regard to exit codes and expectations. */
export function isFailure(verdict: Verdict): boolean {
  return verdict === 'violated' || verdict === 'never'
}
