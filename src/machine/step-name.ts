/** The step of a transition, as transition claims see it. */

import { ModelError } from '../base/errors.ts'
import type { StepName } from '../language/claims.ts'
import type { Mover } from './machine.ts'

const made = new WeakMap<Mover, Map<string, StepName>>()

/**
 * The name of a step. Only its documented fields can be read: a claim that reads any other would compare `undefined`,
 * and hold for every step.
 */
export function stepName(mover: Mover, step: string): StepName {
  let ofMover = made.get(mover)
  if (ofMover === undefined) {
    ofMover = new Map()
    made.set(mover, ofMover)
  }
  let name = ofMover.get(step)
  if (name === undefined) {
    const { process, instance } = mover
    name = new Proxy<StepName>(Object.freeze({ process, instance, step }), guard)
    ofMover.set(step, name)
  }
  return name
}

const guard: ProxyHandler<StepName> = {
  get(target, key) {
    checkField(target, key)
    return Reflect.get(target, key)
  },
  has(target, key) {
    checkField(target, key)
    return Reflect.has(target, key)
  },
}

/** Symbols, `toJSON` and inherited properties are read when the step is printed. */
function checkField(target: StepName, key: string | symbol): void {
  if (typeof key === 'symbol' || key === 'toJSON' || key in target) return
  throw new ModelError(
    'unknown-key',
    `step has no '${key}': its fields are process, instance, step. The label of a step, or the name of an action, is step.step.`,
  )
}
