import { adviceInPlace } from '../base/plain.ts'
import { requireArgument } from './arguments.ts'

/**
 * Several initial states, made by {@link oneOf}.
 *
 * @since 0.1.0
 */
export class OneOf<T> {
  /** The initial states, each complete. */
  readonly options: readonly T[]
  /** @internal The advice in a message if one of these is found inside a state. */
  readonly [adviceInPlace] = 'Give oneOf whole states: oneOf([{ ... }, { ... }]).'

  constructor(options: readonly T[]) {
    this.options = options
  }
}

/**
 * Lets the system start in any of `options`: `.shared(c => oneOf([{ x: 0 }, { x: 1 }]))`.
 *
 * @throws ModelError `bad-argument`: `options` is not a list. When a check begins, `bad-initial-state`: the list is
 * empty.
 * @since 0.1.0
 */
export function oneOf<T>(options: readonly T[]): OneOf<T> {
  requireArgument(Array.isArray(options), 'oneOf', 'a list of initial states', options)
  return new OneOf(options)
}
