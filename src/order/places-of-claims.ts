/** The places that claims have read, over all searches of a machine. */

import type { Path } from '../base/plain.ts'
import type { ClaimFootprints } from '../footprint/claim-footprints.ts'
import { groupOf } from '../footprint/claim-footprints.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import { keepPlace, type Places } from './cell-set.ts'

export class PlacesOfClaims {
  /** How often something was added. */
  version = 0
  private readonly states = new Map<number, Map<string, Path>>()
  private readonly groups = new Map<string, Map<string, Path>>()

  /** Adds what the claims of a search have read by now. */
  learn(claims: ClaimFootprints): void {
    for (const claim of claims.stateClaims) this.add(this.states, claim, claims.placesOf(claim))
    for (const [group, places] of claims.placesOfGroups) this.add(this.groups, group, places)
  }

  private add<K>(known: Map<K, Map<string, Path>>, key: K, places: Places): void {
    const own = known.get(key) ?? new Map<string, Path>()
    known.set(key, own)
    for (const place of places.values()) if (keepPlace(own, place)) this.version++
  }

  /** For each claim about states. */
  get ofStates(): Iterable<Path>[] {
    return [...this.states.values()].map(places => places.values())
  }

  /** What claims about transitions have read where a mover took a step. */
  ofStep(step: Pick<StepLeaf, 'mover' | 'step'>): Iterable<Path> {
    return this.groups.get(groupOf(step))?.values() ?? []
  }
}
