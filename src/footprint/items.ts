/**
 * The items of a list of fixed length, looked through by a predicate: `s.nodes.every(n => n.role !== 'leader')`.
 *
 * Of an item nothing is seen but whether the predicate is true of it. So the ways through the tree are as many as there are
 * answers, and what the predicate makes of the values of an item is known for each item by itself, and not for each
 * combination of the values of all. Predicates of which it is not plain that they only answer are left to JavaScript.
 */

import { isPurePredicate, textOf } from './pure-predicate.ts'
import type { Trace } from './trace.ts'

type ItemPredicate = (item: unknown, index: number) => unknown

const methods = ['every', 'filter', 'find', 'findIndex', 'some'] as const

export type ItemMethod = (typeof methods)[number]

export function isItemMethod(key: unknown): key is ItemMethod {
  return (methods as readonly unknown[]).includes(key)
}

export class Items {
  private readonly trace: Trace
  private readonly list: readonly unknown[]
  private readonly length: number

  /** `list` shows what is looked at to the trace. */
  constructor(trace: Trace, list: readonly unknown[], length: number) {
    this.trace = trace
    this.list = list
    this.length = length
  }

  methodOf(key: ItemMethod): (...args: unknown[]) => unknown {
    return (...args) =>
      args.length === 1 && isPurePredicate(args[0], 2)
        ? this[key](args[0])
        : Reflect.apply(Array.prototype[key], this.list, args)
  }

  every(predicate: ItemPredicate): boolean {
    return this.first(predicate, false) < 0
  }

  some(predicate: ItemPredicate): boolean {
    return this.first(predicate, true) >= 0
  }

  findIndex(predicate: ItemPredicate): number {
    return this.first(predicate, true)
  }

  find(predicate: ItemPredicate): unknown {
    const index = this.first(predicate, true)
    return index < 0 ? undefined : this.list[index]
  }

  filter(predicate: ItemPredicate): unknown[] {
    const found: unknown[] = []
    for (let i = 0; i < this.length; i++) if (this.isMet(predicate, i)) found.push(this.list[i])
    return found
  }

  /** The index of the first item of which the predicate gives this answer; -1 if there is none. */
  private first(predicate: ItemPredicate, answer: boolean): number {
    for (let i = 0; i < this.length; i++) if (this.isMet(predicate, i) === answer) return i
    return -1
  }

  private isMet(predicate: ItemPredicate, index: number): boolean {
    return this.trace.answer(textOf(predicate), () => Boolean(predicate(this.list[index], index)))
  }
}
