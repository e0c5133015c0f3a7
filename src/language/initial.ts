import { adviceInPlace } from '../base/plain.ts'
import { want } from './arguments.ts'

/** Several initial states, made by {@link oneOf}. */
export class OneOf<T> {
  readonly options: readonly T[]
  readonly [adviceInPlace] = 'Give oneOf whole states: oneOf([{ ... }, { ... }]).'

  constructor(options: readonly T[]) {
    this.options = options
  }
}

/** Says that the system may start in any of `options`: `.shared(c => oneOf([{ x: 0 }, { x: 1 }]))`. */
export function oneOf<T>(options: readonly T[]): OneOf<T> {
  want(Array.isArray(options), 'oneOf', 'a list of initial states', options)
  return new OneOf(options)
}
