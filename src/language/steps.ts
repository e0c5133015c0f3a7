/** Blocks of steps: a procedure returns one, and a process may be a list of them. */

import { ModelError } from '../base/errors.ts'
import type { AnyStep } from './model-description.ts'

/** A block with its types erased. */
export type AnyBlock = { readonly [label: string]: unknown }

/**
 * A list of blocks without duplicate labels: for a duplicate, a step does not have this type.
 *
 * @since 0.2.0
 */
export type Distinct<B extends readonly object[]> = {
  [I in keyof B]: B[I] & {
    readonly [label in keyof B[I] &
      { [J in keyof B]: J extends I ? never : keyof B[J] & string }[number]]: 'this label occurs twice'
  }
}

/**
 * The steps of all blocks of `B`, in order. (`All` accumulates the blocks before; do not pass it.)
 *
 * @since 0.2.0
 */
export type Joined<B extends readonly object[], All = unknown> = B extends readonly [
  infer First,
  ...infer Rest extends object[],
]
  ? Joined<Rest, All & First>
  : { readonly [label in keyof All]: All[label] }

/**
 * One procedure made of blocks of steps: its own, and those of the procedures that it calls. A duplicate label is an
 * error, whereas spreading one object into another would silently replace the first step with that label.
 *
 * @example
 * const release = () => joined({ begin: lock }, synchronize_rcu(), { end: unlock })
 *
 * @throws ModelError `duplicate-name`: a label occurs twice; `bad-name`: a block is not an object of steps, or has
 * `__proto__`.
 * @since 0.2.0
 */
export function joined<const B extends readonly object[]>(...blocks: B & Distinct<B>): Joined<B> {
  const steps = joinedSteps('joined()', blocks as readonly object[] as readonly AnyBlock[])
  return Object.fromEntries(steps) as Joined<B>
}

/** The steps of all blocks by label, in order. `where` begins the message about a duplicate label. */
export function joinedSteps(where: string, blocks: readonly AnyBlock[]): Map<string, AnyStep> {
  const steps = new Map<string, AnyStep>()
  const blockOf = new Map<string, number>()
  for (const [i, block] of blocks.entries()) {
    checkBlock(blocks.length === 1 ? where : `${where} block ${i + 1}`, block)
    for (const [label, step] of Object.entries(block)) {
      const first = blockOf.get(label)
      if (first !== undefined) throw twice(where, label, first, i)
      blockOf.set(label, i)
      steps.set(label, step as AnyStep)
    }
  }
  return steps
}

function twice(where: string, label: string, first: number, second: number): ModelError {
  return new ModelError(
    'duplicate-name',
    `${where} has two steps labelled '${label}', in block ${first + 1} and in block ${second + 1} of its list. Give one of them another label, or give the steps of a procedure labels of their own with prefixed('...', procedure()).`,
  )
}

/** A block is a plain object. One with a step named `__proto__` is not: JavaScript sets its prototype instead. */
function checkBlock(where: string, block: unknown): void {
  const isObject = typeof block === 'object' && block !== null && !Array.isArray(block)
  if (!isObject) {
    const hint = Array.isArray(block) ? ' Spread a list into the list: ...blocks.' : ''
    throw new ModelError('bad-name', `${where} is not an object of steps.${hint}`)
  }
  const prototype = Object.getPrototypeOf(block)
  if (Object.hasOwn(block, '__proto__') || (prototype !== Object.prototype && prototype !== null)) {
    throw new ModelError(
      'bad-name',
      `${where} has a step named '__proto__', or is an instance of a class. Steps are given as plain objects, and no label can be '__proto__'.`,
    )
  }
}
