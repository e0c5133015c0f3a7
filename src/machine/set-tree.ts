/** The places of sets as a tree, so that a walk through a state knows which of its lists are sets. */

import type { Path } from '../base/plain.ts'

/** By keys from the outside in. */
export interface SetTree {
  isSet: boolean
  readonly within: Map<string, SetTree>
}

/** A tree of no places. */
export function newSetTree(): SetTree {
  return { isSet: false, within: new Map() }
}

/** The key of all indices, since members of lists move. */
export const anyIndex = '*'

const treeOf = new WeakMap<readonly Path[], SetTree>()

/** The tree of these places. */
export function setTree(sets: readonly Path[]): SetTree {
  const known = treeOf.get(sets)
  if (known !== undefined) return known
  const root = newSetTree()
  for (const path of sets) {
    let tree = root
    for (const key of path) {
      const next = tree.within.get(String(key)) ?? newSetTree()
      tree.within.set(String(key), next)
      tree = next
    }
    tree.isSet = true
  }
  treeOf.set(sets, root)
  return root
}

/** Adds the arrays at the places of a tree in a value to `found`. */
export function setsAt({ isSet, within }: SetTree, value: unknown, found: object[]): void {
  if (typeof value !== 'object' || value === null) return
  const isList = Array.isArray(value)
  if (isSet && isList) found.push(value)
  for (const [key, tree] of within) {
    // A getter is code, and is refused later.
    const parts = isList && key === anyIndex ? value : [Object.getOwnPropertyDescriptor(value, key)?.value]
    for (const part of parts) setsAt(tree, part, found)
  }
}
