/** A run that breaks a claim of a small model, with its story held against it. */

import type { AnyModel } from 'interleave-checker'
import { instantiate, type Setting } from '../../../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../../../src/witness/build-witness.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'
import { expectStoryHolds } from '../borne-out.ts'
import { expectSameWaits } from '../same-waits.ts'

export async function broken(spec: AnyModel, name: string, setting: Setting = {}): Promise<Witness> {
  const machine = instantiate(spec, setting)
  const { claims } = await exploreRuns(machine, { allClaims: true })
  const witness = buildWitness(machine, claims.find(claim => claim.name === name)!)
  expectStoryHolds(machine, witness)
  expectSameWaits(witness)
  return witness
}
