import { adviceInPlace } from '../base/plain.ts'
import { want } from './arguments.ts'

/**
 * Several initial states, made by {@link oneOf}.
 *
 * @since 0.1.0
 */
export class OneOf<T> {
  /** The initial states, each whole. */
  readonly options: readonly T[]
  /** @internal What a message says where one of these stands inside a state. */
  readonly [adviceInPlace] = 'Give oneOf whole states: oneOf([{ ... }, { ... }]).'

  constructor(options: readonly T[]) {
    this.options = options
  }
}

/**
 * Says that the system may start in any of `options`: `.shared(c => oneOf([{ x: 0 }, { x: 1 }]))`.
 *
 * @throws ModelError `bad-argument`: `options` is no list. When a check begins: `bad-initial-state`: it is empty.
 * @since 0.1.0
 */
export function oneOf<T>(options: readonly T[]): OneOf<T> {
  want(Array.isArray(options), 'oneOf', 'a list of initial states', options)
  return new OneOf(options)
}
