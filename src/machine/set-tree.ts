/** The places of sets as a tree, so that a walk through a state knows which of its lists are sets. */

import type { Path } from '../base/plain.ts'

/** By keys from the outside in. */
export interface SetTree {
  isSet: boolean
  readonly within: Map<string, SetTree>
}

const treeOf = new WeakMap<readonly Path[], SetTree>()

/** The tree of these places. */
export function setTree(sets: readonly Path[]): SetTree {
  const known = treeOf.get(sets)
  if (known !== undefined) return known
  const root: SetTree = { isSet: false, within: new Map() }
  for (const path of sets) {
    let tree = root
    for (const key of path) {
      const next: SetTree = tree.within.get(String(key)) ?? { isSet: false, within: new Map() }
      tree.within.set(String(key), next)
      tree = next
    }
    tree.isSet = true
  }
  treeOf.set(sets, root)
  return root
}
