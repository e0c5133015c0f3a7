/**
 * What an author writes for one process: the number of instances, the locals, and the atomic steps.
 *
 * The types here have one purpose: to infer the locals and the labels from the object literal alone, without
 * annotations by the author, so that a misspelt label or field does not compile.
 */

import type { PlainState } from './plain-state.ts'

/**
 * The label of a process that has ended. A process gets there by falling through its last step, or by returning this
 * label.
 *
 * @since 0.1.0
 */
export type Done = 'done'

/**
 * The process instance that takes a step, as the step sees it: its locals to read and write, its own number, and its
 * current label. `pc` changes by what the step returns, never by assignment.
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
 * Returning a label goes there. Returning nothing falls through to the step written next. `'done'`, or falling through
 * the last step, ends the process. The step must be a function of what it reads: it is run again for each option of a
 * `choose`, and replayed to confirm a witness.
 *
 * @since 0.1.0
 */
// Only `void` allows a step without a `return`; `undefined` would reject it.
// biome-ignore lint/suspicious/noConfusingVoidType: see above
export type Step<S, M, C, K extends string> = (s: S, me: M, c: C) => K | Done | void

/**
 * The steps of a process, label by label, in the order in which they fall through.
 *
 * @since 0.1.0
 */
export type Steps<S, M, C, K extends string> = { readonly [label in K]: Step<S, M, C, NoInfer<K>> }

/**
 * Some of the steps of a process. They may go to any of its labels.
 *
 * @since 0.2.0
 */
export type Block<S, M, C, K extends string> = { readonly [label in K]?: Step<S, M, C, NoInfer<K>> }

/**
 * The labels of a process: `B` if its steps are a list of blocks, or else `K`. (The compiler takes the methods of a
 * list for steps, so the labels of an object and those of a list must be inferred separately.)
 *
 * @since 0.2.0
 */
export type LabelsOf<K extends string, B extends string> = [B] extends [never] ? K : B

/**
 * The description of a process: the argument of {@link Model.process}. `L` are its locals; its labels are `K` if its
 * steps are one object, `B` if they are a list of blocks.
 *
 * @since 0.1.0
 */
export interface ProcessSource<S, C, L, K extends string, B extends string = never> {
  /** The number of instances; a whole number, 0 allowed. Default: 1. */
  readonly count?: number | ((constants: C) => number)
  /**
   * Whether its instances are symmetric: any of them can do what another can, with their names exchanged. So states that
   * differ only by names are visited once. Only ids (`idOf`) may name instances in the state. The check looks for
   * exceptions. The name of another process or set: its ids also name this process, number by number. Default: false.
   */
  readonly symmetric?: boolean | string
  /** The initial locals of instance `id`. Default: none. */
  readonly locals?: (constants: C, id: number) => PlainState<L>
  /**
   * The steps, as one object or as a list of blocks: steps written here, and those of procedures. A duplicate label in
   * a list is an error; in an object the later step silently replaces the earlier one, as always in JavaScript. (The
   * type is not an array, whose methods, such as `push`, would be taken for steps. Lists come first in it: else TypeScript
   * 5.9 infers no locals where `locals` has parameters and a block is a procedure.)
   */
  readonly steps: ArrayLike<Block<S, Self<L, B>, C, B>> | Steps<S, Self<L, K>, C, K>
  /** Labels at which an instance may wait forever without a deadlock. Default: only `'done'`. */
  readonly mayRest?: readonly NoInfer<LabelsOf<K, B>>[]
}
