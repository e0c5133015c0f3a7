/**
 * A witness: a self-contained run that shows something.
 *
 * It contains everything that a diagram or a page needs, so it can be rendered without the model, and everything that a
 * replay needs, so it can be confirmed with the model. It is plain data, stored as JSON.
 */

import type { Path, Plain } from '../base/plain.ts'
import type { ClaimKind, Me, TemporalForm } from '../language/claims.ts'
import type { Constants } from '../language/constants.ts'
import type { Assumption } from '../language/fairness.ts'
import type { Words } from '../language/glossary.ts'
import type { FairnessKept } from '../machine/endless-run.ts'
import type { State } from '../machine/machine.ts'
import type { Fate } from '../outcome/fate.ts'
import type { Blocked } from './blocked.ts'
import type { BrokenClaim } from './broken-on-the-way.ts'
import { applyChanges, type Change } from './difference.ts'
import type { Hinge } from './hinge.ts'
import type { OtherOrder } from './other-order.ts'
import type { PendingStep } from './pending.ts'
import type { PreventedStep } from './prevented.ts'
import { requireWitness } from './require-witness.ts'
import type { Read } from './run-footprints.ts'
import type { Slice } from './slice.ts'
import type { RunSource } from './source.ts'
import type { Span } from './spans.ts'
import type { StandingRead } from './standing.ts'
import type { TriedValue } from './tries.ts'
import type { NeededCell, Waiting } from './waiting.ts'

export const witnessFormat: Witness['format'] = 'interleave-witness/1'

/**
 * A step with its mover and its choices.
 *
 * @since 0.2.0
 */
export interface StepTaken {
  /** The process, or null for an action. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The options taken, as values: one for each `choose` met. */
  readonly choices: readonly Plain[]
  /**
   * For each choice that is only the place of an element which the step takes out of a list: how many there were; null for
   * others. Missing where there is none.
   */
  readonly places?: readonly (number | null)[]
  /** The numbers of these options, for taking the step again. */
  readonly script: readonly number[]
}

/**
 * A step of a run, with what it changed.
 *
 * @since 0.2.0
 */
export interface WitnessStep extends StepTaken {
  /**
   * What the step changed, including the program counter of its process. Empty if the step itself is the violation
   * (`kind` of the claim is `assertion` or `error` and the step is the last), since then no state follows.
   */
  readonly changes: readonly Change[]
}

/**
 * A step that was enabled, other than the one taken.
 *
 * @since 0.2.0
 */
export interface OtherStep extends StepTaken {
  /**
   * Whether it leads away: no shortest run to the same result continues with it. Missing if unknown, because there were
   * too many states to consider all shortest runs.
   */
  readonly away?: boolean
  /** The fate of the state that it leads to; missing if fates were not computed. */
  readonly fate?: Fate
}

/**
 * The loop of an infinite run.
 *
 * @since 0.2.0
 */
export interface Loop {
  /**
   * The number of the state that the last step leads back to. Where it is that of the last state, no step leads back: no
   * step is possible there, and it stays.
   */
  readonly from: number
  /** Which method of the model states the claim. */
  readonly form: TemporalForm
  /** Of what should lead to something: the state, by number, in which the premise is true and after which that never comes. */
  readonly since?: number
  /** The refined model whose claim it is. Missing for a claim of the model itself. */
  readonly refined?: RefinedLoop
  /** How the run keeps each assumption of fairness. */
  readonly fairness: readonly FairnessKept[]
  /** The smallest sets of further assumptions under which the claim would hold; none if no fairness helps. Missing if not known. */
  readonly holdsIf?: readonly (readonly Assumption[])[]
  /** The bounds within which it would hold then, by name, where bounds cut the search. */
  readonly holdsIfWithin?: readonly string[]
  /** The movers that are enabled in the loop but take no step. */
  readonly heldUp: readonly HeldUp[]
  /**
   * Where the instance for which the claim is made takes steps of the loop: a step of it that would lead on at some moment, and
   * that it takes only at others.
   */
  readonly missed?: MissedStep
  /** A step that would make true what the claim asks for, if it were taken at a certain moment of the loop. */
  readonly goal?: GoalStep
  /** Where the run stays in its last state: a cell with another value of which, alone, what the claim asks for would be true there. */
  readonly lacks?: NeededCell
  /** Steps that would lead to it, and that can be taken nowhere in the loop; missing where there are none. */
  readonly prevented?: readonly PreventedStep[]
  /** Of what should stay true: the number of a step of the loop, from 0, that makes it false. */
  readonly spoilt?: number
  /** What it finds each time as another mover had left it before, and goes by; missing where there is none. */
  readonly standing?: readonly StandingRead[]
}

/**
 * A step that would make true what a claim asks for, and that a loop never takes at such a moment.
 *
 * @since 0.2.0
 */
export interface GoalStep {
  /** The process, or null for an action. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The number of a state of the loop in which it would. */
  readonly at: number
  /** The number of a step of the loop, from 0, that takes it at another moment, without that effect; missing if there is none. */
  readonly taken?: number
  /** What that step read that was otherwise in state `at`. */
  readonly found?: readonly Read[]
}

/**
 * A step that an instance takes in a loop only where it leads elsewhere than it would at another moment.
 *
 * @since 0.2.0
 */
export interface MissedStep {
  /** Its label. */
  readonly step: string
  /** The number of a state of the loop in which it would lead on. */
  readonly at: number
  /** The label that it would lead to there. */
  readonly to: string
  /** The number of a step of the loop that takes it, from 0, and leads elsewhere. */
  readonly taken: number
}

/**
 * The model that a run should refine forever.
 *
 * @since 0.2.0
 */
export interface RefinedLoop {
  /** Its name, as it describes itself. */
  readonly model: string
  /** Its assumption that the run does not keep; missing if the claim is another one. */
  readonly breaks?: {
    /** How strong it is. */
    readonly strength: 'weak' | 'strong'
    /** The steps that it is about, in words. */
    readonly of: string
  }
}

/**
 * A mover that could take a step in the loop of a run, and takes none.
 *
 * @since 0.2.0
 */
export interface HeldUp {
  /** The process, or null for an action. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label at which it stands, or the name of the action. */
  readonly step: string
  /** Whether it could take the step in every state of the loop, and not only in some. */
  readonly isAlways: boolean
}

/**
 * The last step of a run as a change of the more abstract model that is refined, which has no such step.
 *
 * @since 0.2.0
 */
export interface RefinedStep {
  /** The name of the model that is refined. */
  readonly model: string
  /** The processes of that model. */
  readonly processes: readonly { readonly name: string; readonly count: number }[]
  /** Its state before the step. */
  readonly before: State
  /** What the step changes in it. */
  readonly changes: readonly Change[]
  /** The steps that it could have taken there. */
  readonly possible: readonly WitnessStep[]
}

/**
 * A self-contained run that shows something: it can be drawn without the model, and replayed with it. Plain data,
 * stored as JSON. New minor versions may add fields, which readers must ignore.
 *
 * @since 0.1.0
 */
export interface Witness {
  /** The format of the file and its version. */
  readonly format: 'interleave-witness/1'
  /** The name of the model. */
  readonly model: string
  /** The variant in which it was found; null for the model itself. */
  readonly variant: string | null
  /** All constants under which it was found. */
  readonly constants: Constants
  /** The spec file as given to the command, if there was one. */
  readonly spec: string | null
  /** What it shows: a claim is violated, or a reachable claim is witnessed. */
  readonly claim: { readonly name: string; readonly kind: ClaimKind; readonly verdict: 'violated' | 'witnessed' }
  /** For a claim about each instance of a process: the instance that the run is about. */
  readonly me?: Me
  /** For an infinite run (a lasso): its loop. */
  readonly loop?: Loop
  /** The message of the failed assertion or the thrown error. */
  readonly message?: string
  /** The stack of the error that was thrown. */
  readonly stack?: string
  /** The processes in the order of the model, with their numbers of instances: the columns of a picture. */
  readonly processes: readonly { readonly name: string; readonly count: number }[]
  /** The places of sets in the initial state, if there are any: in a state, sets are ordinary arrays. */
  readonly sets?: readonly Path[]
  /** The state in which the run begins. */
  readonly initial: State
  /** Its steps in order. */
  readonly steps: readonly WitnessStep[]
  /** For each state of the run, including the last, the enabled steps that the run does not take. */
  readonly others: readonly (readonly OtherStep[])[]
  /** The waiting instances at the end of a run into a deadlock; of an infinite run those that wait all round the loop. */
  readonly waiting?: readonly Waiting[]
  /** Which steps matter, and why; missing in files made by other tools. */
  readonly slice?: Slice
  /** What each step read, of a run that has no slice. */
  readonly reads?: readonly (readonly Read[])[]
  /** What others were about to do at its end; missing where nothing is violated by a state or a step. */
  readonly pending?: readonly PendingStep[]
  /** Which movers were blocked, when, and by which cells. */
  readonly blocked?: readonly Blocked[]
  /** The phases that the model names: sections, locks, mappings. */
  readonly spans?: readonly Span[]
  /** The constants on which the violation hangs: with another value of one the same schedule does not come to it. */
  readonly hinges?: readonly Hinge[]
  /** Where no hinge was found: the other values of constants under which the schedule was tried. */
  readonly tried?: readonly TriedValue[]
  /** Where no hinge was found: another order of the same steps that keeps the claim; missing where none was found. */
  readonly otherOrder?: OtherOrder
  /** Which other claims the run breaks on its way. */
  readonly broken?: readonly BrokenClaim[]
  /** Words for what the model names; missing where it gives none. */
  readonly words?: Words
  /** The constants that the setting changes, as the model itself has them; missing where it changes none. */
  readonly usual?: Constants
  /** For a claim of refinement, about its last step: what the refined model could have done. */
  readonly refined?: RefinedStep
  /** The author's source beside the run; missing where the run was not found by the command. */
  readonly source?: RunSource
  /** The command that reproduces the witness. */
  readonly reproduce?: string
  /** The fate of each state of the run; missing if fates were not computed. */
  readonly fates?: readonly Fate[]
  /** Why the fates are unknown, if computing them failed. */
  readonly fatesUnknown?: string
}

/** Whether the last step leads to no state, because the step itself is the violation. */
export function endsInStep(witness: Witness): boolean {
  return witness.claim.kind === 'assertion' || witness.claim.kind === 'error'
}

/**
 * The states on the run of a witness, in order, beginning with the initial one. They share what no step between them has
 * changed. Takes time proportional to the length of the run.
 *
 * @throws UsageError `not-a-witness`: `witness` is not a witness.
 * @since 0.1.0
 */
export function statesOf(witness: Witness): State[] {
  requireWitness(witness)
  const states = statesKnown.get(witness) ?? statesAlong(witness)
  statesKnown.set(witness, states)
  return [...states]
}

/** Each part of an explanation asks for the states of its run. */
const statesKnown = new WeakMap<Witness, readonly State[]>()

function statesAlong(witness: Witness): State[] {
  const states = [witness.initial]
  const leading = endsInStep(witness) ? witness.steps.slice(0, -1) : witness.steps
  for (const { changes } of leading) states.push(applyChanges(states.at(-1) as State, changes))
  return states
}

/** Whether the run ends by going round: its last step leads back to a state that it has been in. */
export function leadsBack({ loop, steps }: Pick<Witness, 'loop' | 'steps'>): boolean {
  return loop !== undefined && loop.from < steps.length
}

/** The name of a mover in text and pictures: `reader 0`, or the name of an action. */
export function moverName({
  process,
  instance,
  step,
}: {
  process: string | null
  instance: number
  step: string
}): string {
  return process === null ? step : `${process} ${instance}`
}

/** The title of a step in text and pictures: `reader 0: enter`, followed by its choices in brackets. */
export function stepTitle(taken: StepTaken): string {
  const name = taken.process === null ? taken.step : `${moverName(taken)}: ${taken.step}`
  return taken.choices.length === 0
    ? name
    : `${name} [${taken.choices.map(choice => JSON.stringify(choice)).join(', ')}]`
}

/** The number of context switches of the run: how often a step is taken by a different process than the step before. */
export function contextSwitches(witness: Witness): number {
  const names = witness.steps.map(moverName)
  return names.filter((name, i) => i > 0 && name !== names[i - 1]).length
}
