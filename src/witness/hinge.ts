/** What a violation hangs on: another value of a constant with which the same schedule keeps the claim. */

import type { Plain } from '../base/plain.ts'
import type { Change } from './difference.ts'
import type { Read } from './run-footprints.ts'

/**
 * A constant on which a violation hangs: with another value of it the same schedule breaks neither the claim nor any other
 * that the run does not break.
 *
 * @since 0.2.0
 */
export interface Hinge {
  /** The constant. */
  readonly constant: string
  /** The other value. */
  readonly value: Plain
  /** A variant that gives the constant this value, of one that is tried only since no other value is of use. */
  readonly variant?: string
  /** The steps of the run that it would have changed; none where only the initial state is another one. */
  readonly steps: readonly HingeStep[]
  /** Where the initial state would have been another one: `before` is what the run begins with, `after` what it would have. */
  readonly begins?: readonly Change[]
  /** The first step of the run that would then have waited, for what one of those did before it; missing if none would. */
  readonly waits?: WaitingStep
  /** The first step of the run that would then have led elsewhere, for what one of those did before it; missing if none would. */
  readonly diverts?: DivertedStep
  /**
   * Whether a step of the run would have waited with the other value, and the rest of its schedule is of no use then: this run is
   * not possible, and of the claim nothing is known. Only of the one constant that the setting changes.
   */
  readonly isElsewhere?: true
  /**
   * Of a run that goes round, what its schedule comes to if it is repeated: it keeps the claim (`kept`); or it is the same run, which
   * is not fair then as assumed (`unfair`); or it can't go round as it does, and whether the claim would hold is not known (`open`).
   */
  readonly round?: 'kept' | 'unfair' | 'open'
  /** The verdicts on the whole model with the other value; missing where it was not explored, or not to its end. */
  readonly everywhere?: Everywhere
  /** The other claims that the run breaks and that the schedule breaks with the other value, too; missing if there are none. */
  readonly stillBreaks?: readonly string[]
}

/**
 * The verdict of a whole model, with another value of a constant, on a claim that one of its runs breaks.
 *
 * @since 0.2.0
 */
export interface Everywhere {
  /** Whether every run keeps the claim then, or some other run breaks it. */
  readonly verdict: 'holds' | 'violated'
  /** Claims that hold of the model as it is, and are violated then; missing if there are none. */
  readonly breaks?: readonly string[]
  /** What is reachable in the model as it is, and is not then; missing if there is nothing. */
  readonly misses?: readonly string[]
}

/**
 * A step of a run that did not wait, and that would have done so after another course of the same schedule.
 *
 * @since 0.2.0
 */
export interface WaitingStep {
  /** The step, from 0. */
  readonly step: number
  /** What it read in the run and would have found otherwise: `before` is what it read, `after` what it would have found. */
  readonly found: readonly Change[]
}

/**
 * A step of a run that would have led its process elsewhere after another course of the same schedule.
 *
 * @since 0.2.0
 */
export interface DivertedStep extends WaitingStep {
  /** The label that it would have led to. */
  readonly to: string
}

/**
 * What a step of a run would have done, from the state in which it was taken, had one constant another value.
 *
 * @since 0.2.0
 */
export interface HingeStep {
  /** The step, from 0. */
  readonly step: number
  /** Whether the step would have waited, failed, or led to another state. */
  readonly effect: 'waits' | 'fails' | 'differs'
  /** The label that it would have led to, where that is another one. */
  readonly to?: string
  /** What it would have left otherwise, apart from its label: `before` is what it did leave. */
  readonly changes?: readonly Change[]
  /** Whether the step changed nothing but its label, where it would have waited or changed something. */
  readonly isSkipped?: true
  /** What it would have looked at, and did not look at in the run; missing if nothing. */
  readonly finds?: readonly Read[]
}
