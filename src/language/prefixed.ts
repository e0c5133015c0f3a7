import { requireArgument, requireObject } from './arguments.ts'
import { type AnyBlock, joinedSteps } from './steps.ts'
import { wrappedStep } from './wrapped-step.ts'

/**
 * The steps of `T` with `P` before each label, both in their names and in what they return.
 *
 * @since 0.1.0
 */
export type Prefixed<P extends string, T extends object> = {
  readonly [label in keyof T & string as `${P}${label}`]: T[label] extends (...args: infer A) => infer R
    ? (...args: A) => R extends keyof T & string ? `${P}${R}` : R
    : never
}

/**
 * The steps of a procedure under other labels, so that a process can call it at more than one place.
 *
 * Every label of the procedure gets `prefix` before it, also where a step returns one. A label that is not the
 * procedure's own, such as where to go on failure, stays unchanged.
 *
 * @example
 * steps: [prefixed('first ', lock('a')), { work }, prefixed('second ', lock('b'))]
 *
 * @throws ModelError `bad-argument`: the prefix is not a string, or the steps are not an object; `bad-name`: they are a
 * list, or have `__proto__`.
 * @since 0.1.0
 */
export function prefixed<const P extends string, const T extends object>(prefix: P, steps: T): Prefixed<P, T> {
  requireArgument(typeof prefix === 'string', 'prefixed', 'a string as its prefix', prefix)
  requireObject('prefixed', 'the steps of a procedure', steps)
  const own = joinedSteps(`prefixed('${prefix}', ...)`, [steps as AnyBlock])
  const entries = [...own].map(([label, step]) => {
    const renamed = wrappedStep(step, (s, me, constants) => {
      const next = step(s, me, constants)
      return typeof next === 'string' && own.has(next) ? prefix + next : next
    })
    return [prefix + label, renamed]
  })
  return Object.fromEntries(entries) as Prefixed<P, T>
}
