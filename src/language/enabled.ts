/** Whether a step is enabled, as a question that a predicate asks. */

import { ModelError } from '../base/errors.ts'

/** Answers for the model whose claim is evaluated. */
export type EnabledAnswer = (state: object, steps: string, instance: number | undefined) => boolean

let answering: EnabledAnswer | undefined

/**
 * Whether a step is enabled in a state: an action, a step of a process (`worker: lock`), or any step of a process. For use in
 * claims about states and about whole runs, like `ENABLED` in TLA+.
 *
 * Of a process, some instance is meant, or the one with number `instance`. A step counts as enabled if it could be taken with some
 * options, even if it then fails. The step is run, so this takes some ten microseconds for each state.
 *
 * @example
 * .invariant('someone can go on', s => isEnabled(s, 'worker'))
 * .leadsTo('who can lock does', (s, me) => isEnabled(s, 'worker: lock', me.id), (_s, me) => me.pc === 'unlock', { of: 'worker' })
 *
 * @throws ModelError `out-of-claim`: it is called outside a claim; `bad-name`: the model has no such step, or no such instance.
 * @since 0.2.0
 */
export function isEnabled(state: object, steps: string, instance?: number): boolean {
  if (answering !== undefined) return answering(state, steps, instance)
  throw new ModelError(
    'out-of-claim',
    `isEnabled was called outside a claim. A step waits with when(); in the formula of a temporal claim, use enabled('${steps}').`,
  )
}

/** Evaluates a claim whose questions are answered by `answer`. */
export function answeringEnabled<T>(answer: EnabledAnswer, evaluate: () => T): T {
  const outer = answering
  answering = answer
  try {
    return evaluate()
  } finally {
    answering = outer
  }
}
