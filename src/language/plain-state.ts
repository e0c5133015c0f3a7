/**
 * Checks states by type: a part that is not plain data does not compile, and the message names it.
 *
 * It sees what types tell. A getter, a cycle or an instance that has only fields is found when the model is
 * instantiated.
 */

import type { SetOf } from './set.ts'

/** `T` with every part that is not plain data replaced by a string literal that says what it is, which no such part matches. */
export type PlainState<T> = unknown extends T
  ? T // Of `any` and `unknown` nothing is known before the model runs.
  : T extends null | boolean | number | string
    ? T
    : T extends undefined
      ? Undefined
      : T extends bigint | symbol
        ? NotPlainState<T extends bigint ? 'a bigint' : 'a symbol'>
        : T extends object
          ? PlainObject<T>
          : T

type PlainObject<T extends object> = T extends Callable
  ? NotPlainState<'a function'>
  : T extends BuiltIn
    ? NotPlainState<BuiltInName<T>>
    : T extends readonly unknown[]
      ? { [part in keyof T]: PlainState<T[part]> }
      : T extends SetOf<infer Member>
        ? SetOf<PlainState<Member>>
        : { [part in keyof T]: PlainState<T[part]> }

type NotPlainState<What extends string> = `not plain data: ${What}`

// No text, since beside `string` the compiler would forget that.
interface Undefined {
  readonly 'not plain data': 'undefined (write null, or leave the key out)'
}

type Callable = ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown)

/** What is often put into a state, and would be lost there. */
type BuiltIn = AnyMap | AnySet | Date | RegExp | PromiseLike<unknown> | Bytes
type AnyMap = ReadonlyMap<unknown, unknown> | WeakMap<WeakKey, unknown>
type AnySet = ReadonlySet<unknown> | WeakSet<WeakKey>
type Bytes = ArrayBufferLike | ArrayBufferView

// A Map has all that a Set has, as far as it is read, so it comes first.
type BuiltInName<T> = T extends AnyMap
  ? 'a Map'
  : T extends AnySet
    ? 'a Set (use setOf)'
    : T extends Date
      ? 'a Date'
      : T extends RegExp
        ? 'a RegExp'
        : T extends Bytes
          ? 'bytes'
          : 'a promise'
