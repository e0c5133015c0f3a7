/**
 * Which step put each element of a list into it. A step that takes one element out, or adds another, has touched the whole
 * list, but what a later step reads of it was written by the step that added the element.
 */

import { canonical } from '../base/plain.ts'
import { isElement } from '../footprint/watched-list.ts'
import { type Edit, rebuild, takeOut } from '../state/list-look-ups.ts'

/** An element of a list, the same in all states from its entry to its end. */
export interface Element {
  readonly value: unknown
  /** The step that put it there; null if it was there from the beginning. */
  readonly addedBy: number | null
}

/** The elements of a list in the initial state; none of anything else. */
export function initialElements(value: unknown): Element[] {
  return itemsOf(value).map(item => ({ value: item, addedBy: null }))
}

/** The elements after step `k`, by its edits if they are known; otherwise an equal one is taken for the one that was there. */
export function elementsAfter(
  before: readonly Element[],
  k: number,
  after: unknown,
  edits: readonly Edit[] | undefined,
): Element[] {
  if (edits !== undefined) return edited(before, k, edits)
  const left = [...before]
  return itemsOf(after).map(value => {
    const at = left.findIndex(element => canonical(element.value) === canonical(value))
    return at < 0 ? { value, addedBy: k } : (left.splice(0, at + 1).at(-1) as Element)
  })
}

function edited(before: readonly Element[], k: number, edits: readonly Edit[]): Element[] {
  const added = (value: unknown): Element => ({ value, addedBy: k })
  let elements = [...before]
  for (const { method, args } of edits) {
    if (method === rebuild) {
      elements = args.map(part =>
        typeof part === 'number' ? elements[part] : added((part as unknown[])[0]),
      ) as Element[]
    } else if (method === takeOut) {
      const at = elements.findIndex(({ value }) => value === args[0])
      elements.splice(at, 1)
    } else {
      const given = args.map((arg, i) => (isElement(method, i) ? added(arg) : arg))
      ;(elements[method] as (...args: unknown[]) => unknown)(...given)
    }
  }
  return elements
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
