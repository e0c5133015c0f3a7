/** The types of changes to an imported model: what a changed step gets, and the state once labels were added. */

import type { LabelOf, ProcessesOf } from './claims.ts'
import type { Done, Step } from './process.ts'

/**
 * An instance of process `P` in a state `S`, as its own steps see it.
 *
 * @since 0.2.0
 */
export type SelfIn<S, P extends keyof S> = S[P] extends readonly (infer I)[] ? I & { readonly id: number } : never

/**
 * The steps of process `P`, or the actions if `P` is null.
 *
 * @since 0.2.0
 */
export type StepsIn<S, A extends string, P extends ProcessesOf<S> | null> = P extends keyof S & string
  ? LabelOf<S, P>
  : A

/**
 * A step in place of another one: of process `P`, or of an action if `P` is null. Its last argument takes the original step
 * and returns where that goes.
 *
 * @since 0.2.0
 */
export type Override<S, C, P extends ProcessesOf<S> | null> = P extends keyof S & string
  ? (s: S, me: SelfIn<S, P>, c: C, original: Original<LabelOf<S, P>>) => ReturnType<Original<LabelOf<S, P>>>
  : (s: S, c: C, original: () => void) => void

/**
 * Takes the step that was replaced, and returns the label to which it goes, if it names one.
 *
 * @since 0.2.0
 */
// Only `void` allows a step without a `return`.
// biome-ignore lint/suspicious/noConfusingVoidType: see above
export type Original<K extends string> = () => K | Done | void

/**
 * The state `S` once process `P` has the labels `B` too.
 *
 * @since 0.2.0
 */
export type WithLabels<S, P extends keyof S, B extends string> = {
  [N in keyof S]: N extends P ? (S[N] extends readonly (infer I)[] ? WithLabel<I, B>[] : never) : S[N]
}

/**
 * An instance `I` that can also be at the labels `B`.
 *
 * @since 0.2.0
 */
export type WithLabel<I, B extends string> = { [local in keyof I]: local extends 'pc' ? I[local] | B : I[local] }

/**
 * Steps with the labels `B`, to be inserted in process `P`. They may go to any label of it.
 *
 * @since 0.2.0
 */
export type InsertedSteps<S, C, P extends ProcessesOf<S>, B extends string> = {
  readonly [label in B]: Step<
    WithLabels<S, P, NoInfer<B>>,
    SelfIn<WithLabels<S, P, NoInfer<B>>, P>,
    C,
    LabelOf<S, P> | NoInfer<B>
  >
}
