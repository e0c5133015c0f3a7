/** Watches what a step or a claim reads, and in which line of the author's code. */

import type { Path, Plain } from '../../base/plain.ts'
import type { LineRead } from '../../witness/source.ts'
import { type CallingLine, callingLine } from './calling-line.ts'

/** A value that was read, with the location of the author's innermost function that read it. */
export interface TracedRead extends CallingLine {
  readonly path: Path
  readonly value: Plain
  /** Of two states, which of them it was in. */
  readonly when?: LineRead['when']
}

/** A part of a state that is watched. */
interface TracedPart {
  readonly isList: boolean
  readonly path: Path
  readonly when: LineRead['when'] | undefined
}

export class LineTracer {
  readonly reads: TracedRead[] = []
  /** The lines that accessed the state. */
  readonly touches: CallingLine[] = []
  private readonly behind = new WeakMap<object, object>()
  private readonly over = new WeakMap<object, object>()

  /** Behaves like `whole`, and records each value that is read. */
  watch<T extends object>(whole: T, path: Path = [], when?: LineRead['when'] | undefined): T {
    const known = this.over.get(whole)
    if (known !== undefined) return known as T
    const isList = Array.isArray(whole)
    const proxy = new Proxy(whole, {
      get: (target, key) => this.read(Reflect.get(target, key), { isList, path, when }, key),
      set: (target, key, value) => {
        this.touch()
        return Reflect.set(target, key, this.unwatched(value))
      },
    })
    this.over.set(whole, proxy)
    this.behind.set(proxy, whole)
    return proxy
  }

  private read(value: unknown, { isList, path, when }: TracedPart, key: string | symbol): unknown {
    if (typeof key === 'symbol' || typeof value === 'function') return value
    const below = [...path, isList && /^\d+$/.test(key) ? Number(key) : key]
    const line = this.touch()
    const moment = when !== undefined && { when }
    const isEmpty = Array.isArray(value) && value.length === 0
    if (isEmpty && line !== undefined) this.reads.push({ ...line, path: below, value: [], ...moment })
    if (isContainer(value)) return this.watch(value, below, when)
    if (line !== undefined && value !== undefined)
      this.reads.push({ ...line, path: below, value: value as Plain, ...moment })
    return value
  }

  private touch(): CallingLine | undefined {
    const line = callingLine()
    if (line !== undefined) this.touches.push(line)
    return line
  }

  private unwatched(value: unknown): unknown {
    return (typeof value === 'object' && value !== null && this.behind.get(value)) || value
  }
}

/** Sets have private fields, which a proxy lacks. */
function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))
}
