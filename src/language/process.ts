/**
 * What an author writes for one process: how many instances, which locals, which atomic steps.
 *
 * The types here do one job: from the object literal alone, with no annotation by the author, infer the locals and
 * the labels, so that a misspelt label or field does not compile.
 */

import type { PlainState } from './plain-state.ts'

/**
 * The label every process reaches by falling off its last step, or by returning it.
 *
 * @since 0.1.0
 */
export type Done = 'done'

/**
 * The process instance that takes a step, as the step sees it: its locals to read and write, its own number, and the
 * label it stands at. `pc` changes by what the step returns, never by assignment.
 *
 * @since 0.1.0
 */
export type Self<L, K extends string> = L & { readonly id: number; readonly pc: K | Done }

/**
 * One process instance as it appears in the state, under `s.<process>[i]`: its locals and the label of its next step.
 *
 * @since 0.1.0
 */
export type Instance<L, K extends string> = L & { readonly pc: K | Done }

/**
 * One atomic step: edits the draft `s` and its own instance `me` in place, under the constants `c`.
 *
 * Returning a label goes there; returning nothing falls through to the step written next; `'done'`, or falling off the
 * end, ends the process. The step must be a function of what it reads: it is run again for each option of a `choose`,
 * and replayed to confirm a witness.
 *
 * @since 0.1.0
 */
// `void` is what lets a step without a `return` be written at all; `undefined` would refuse it.
// biome-ignore lint/suspicious/noConfusingVoidType: see above
export type Step<S, M, C, K extends string> = (s: S, me: M, c: C) => K | Done | void

/**
 * The steps of a process, label by label, in the order in which they fall through.
 *
 * @since 0.1.0
 */
export type Steps<S, M, C, K extends string> = { readonly [label in K]: Step<S, M, C, NoInfer<K>> }

/**
 * Some of the steps of a process. They may go to the labels of all.
 *
 * @since 0.2.0
 */
export type Block<S, M, C, K extends string> = { readonly [label in K]?: Step<S, M, C, NoInfer<K>> }

/**
 * The labels of a process: `B` if its steps are a list of blocks, or else `K`. (The compiler takes the methods of a list for
 * steps, so that the labels of an object and those of a list have to be inferred apart.)
 *
 * @since 0.2.0
 */
export type LabelsOf<K extends string, B extends string> = [B] extends [never] ? K : B

/**
 * What a process is: the argument of {@link Model.process}. `L` are its locals; its labels are `K` if its steps are one
 * object, `B` if they are a list of blocks.
 *
 * @since 0.1.0
 */
export interface ProcessSource<S, C, L, K extends string, B extends string = never> {
  /** How many instances run; a whole number, 0 allowed. Default: 1. */
  readonly count?: number | ((constants: C) => number)
  /** The initial locals of instance `id`. Default: none. */
  readonly locals?: (constants: C, id: number) => PlainState<L>
  /**
   * The steps, as one object or as a list of blocks: those written here, and those of procedures. In a list a label that
   * comes twice is an error; in an object the later one silently replaces the earlier, as JavaScript has it. (By type not an
   * array, whose methods would be taken for steps of the same name, such as `push`.)
   */
  readonly steps: Steps<S, Self<L, K>, C, K> | ArrayLike<Block<S, Self<L, B>, C, B>>
  /** Labels at which an instance may wait forever without that being a deadlock. Default: none but `'done'`. */
  readonly mayRest?: readonly NoInfer<LabelsOf<K, B>>[]
}
