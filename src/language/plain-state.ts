/**
 * Checks states by type: a part that is not plain data does not compile, and the message names it.
 *
 * It sees what types tell. A getter, a cycle or an instance that has only fields is found when the model is
 * instantiated.
 */

import type { SetOf } from './set.ts'

/**
 * `T` with every part that is no plain data replaced by a text that says what it is, which no such part fits. The type of
 * what an author gives as a state: a Map, a Date, a function or `undefined` in it does not compile.
 *
 * @since 0.2.0
 */
export type PlainState<T> = unknown extends T
  ? T // Of `any` and `unknown` nothing is known before the model runs.
  : T extends null | boolean | number | string
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
 * Where a state has `undefined`: what a message of the compiler names. It is no text, since beside `string` the compiler
 * would forget that.
 *
 * @since 0.2.0
 */
export interface Undefined {
  /** What to write instead. */
  readonly 'not plain data': 'undefined (write null, or leave the key out)'
}

/**
 * What messages call a `T` that is often put into a state, and would be lost there. Never, for all else.
 *
 * @since 0.2.0
 */
export type NotPlainName<T> = T extends bigint
  ? 'a bigint'
  : T extends symbol
    ? 'a symbol'
    : T extends ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)
      ? 'a function'
      : // A Map has all that a Set has, as far as it is read, so it comes first.
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
