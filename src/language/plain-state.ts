/**
 * Checks states by type: a part that is not plain data does not compile, and the message names it.
 *
 * Types cannot show everything: a getter, a cycle or an instance that has only fields is found when the model is
 * instantiated.
 */

import type { Id } from './ids.ts'
import type { SetOf } from './set.ts'

/**
 * `T` with every part that is not plain data replaced by a string literal type that names the fault. It is the type of
 * a state as an author gives it: a Map, a Date, a function or `undefined` in it does not compile.
 *
 * @since 0.2.0
 */
export type PlainState<T> = unknown extends T
  ? T // Nothing is known about `any` and `unknown` before the model runs.
  : T extends null | boolean | number | string | Id
    ? T
    : T extends undefined
      ? Undefined
      : T extends bigint | symbol | object
        ? [NotPlainName<T>] extends [never]
          ? PlainParts<T>
          : `not plain data: ${NotPlainName<T>}`
        : T

/**
 * An object whose parts are all {@link PlainState}: a list, a set or a record.
 *
 * @since 0.2.0
 */
export type PlainParts<T> = T extends readonly unknown[]
  ? { [part in keyof T]: PlainState<T[part]> }
  : T extends SetOf<infer Member>
    ? SetOf<PlainState<Member>>
    : { [part in keyof T]: PlainState<T[part]> }

/**
 * Stands for `undefined` in a state; the compiler's message names it. It is not a string literal type, since a union
 * with `string` would absorb that.
 *
 * @since 0.2.0
 */
export interface Undefined {
  /** What to write instead. */
  readonly 'not plain data': 'undefined (write null, or leave the key out)'
}

/**
 * The name in messages of a `T` that authors often put into a state, where it would be lost. `never` for all other
 * types.
 *
 * @since 0.2.0
 */
export type NotPlainName<T> = T extends bigint
  ? 'a bigint'
  : T extends symbol
    ? 'a symbol'
    : T extends ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)
      ? 'a function'
      : // A Map has all the reading members of a Set, so it comes first.
        T extends ReadonlyMap<unknown, unknown> | WeakMap<WeakKey, unknown>
        ? 'a Map'
        : T extends ReadonlySet<unknown> | WeakSet<WeakKey>
          ? 'a Set (use setOf)'
          : T extends Date
            ? 'a Date'
            : T extends RegExp
              ? 'a RegExp'
              : T extends ArrayBufferLike | ArrayBufferView
                ? 'bytes'
                : T extends PromiseLike<unknown>
                  ? 'a promise'
                  : never
