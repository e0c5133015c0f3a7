/** Which claims generated code knows, and where in memory it finds what changes for each of them. */

import type { ClaimFootprints } from '../claim-footprints.ts'
import type { ClaimTree } from '../claim-tree.ts'

/** As many claims about states as a word has bits for, beside the one that says whether they are known. */
const maxStatePlaces = 31

/** The trees of a place whose answers are counted there. */
export type CountedTrees = readonly (ClaimTree | undefined)[]

/** The claims of a machine, in the order in which generated code asks them. */
export class ClaimOrder {
  /** The claims about states, by their bits. If there are more than bits, the last are one place, without code. */
  readonly states: readonly (readonly number[])[]
  readonly transitions: readonly number[]
  /** The places of the groups of trees that claims about transitions have for the steps of movers. */
  readonly groups: ReadonlyMap<string, number>
  /** What code is generated from; undefined where there is nothing. */
  readonly stateTrees: CountedTrees
  readonly groupTrees: readonly CountedTrees[]

  constructor(claims: ClaimFootprints) {
    const { stateClaims, transitionClaims, groups } = claims
    this.states = placesOf(stateClaims)
    this.transitions = transitionClaims
    this.groups = new Map([...groups.keys()].map((key, place) => [key, place]))
    this.stateTrees = this.states.map(([claim, ...others]) =>
      others.length > 0 ? undefined : usable(claims.stateTree(claim as number)),
    )
    this.groupTrees = [...groups.values()].map(trees => transitionClaims.map(claim => usable(trees.get(claim))))
  }

  /** The claims by the places of what they may say; see {@link states}. */
  get all(): readonly (readonly number[])[] {
    return [...this.states, ...this.transitions.map(claim => [claim])]
  }

  /** The trees by the places where their answers are counted. */
  get counted(): readonly CountedTrees[] {
    return [...this.stateTrees.map(tree => [tree]), ...this.groupTrees]
  }

  /** The bits of these claims about states. */
  bitsOf(claims: readonly number[]): number {
    let bits = 0
    this.states.forEach((place, i) => {
      if (place.some(claim => claims.includes(claim))) bits |= 1 << i
    })
    return bits
  }
}

function placesOf(claims: readonly number[]): (readonly number[])[] {
  if (claims.length <= maxStatePlaces) return claims.map(claim => [claim])
  const alone = claims.slice(0, maxStatePlaces - 1)
  return [...alone.map(claim => [claim]), claims.slice(alone.length)]
}

function usable(tree: ClaimTree | undefined): ClaimTree | undefined {
  return tree === undefined || tree.isUnrecorded || tree.tree.root === undefined ? undefined : tree
}
