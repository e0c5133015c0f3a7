/** A small model that loses an increment, and witnesses whose slices are replayed. */

import { model } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import { expectSliceShows } from './replay-slice.ts'

/** The witness of a claim, checked to show the claim in its slice alone. */
export async function witnessOf(source: AnyModel, name: string): Promise<Witness> {
  const machine = instantiate(source)
  const { claims } = await explore(machine, { allClaims: true })
  const witness = buildWitness(machine, claims.find(claim => claim.name === name) as ClaimOutcome)
  expectSliceShows(machine, witness)
  return witness
}

export const increments = model('increments')
  .shared(() => ({ counter: 0, log: [0, 0] }))
  .process('worker', {
    count: 2,
    locals: () => ({ seen: 0 }),
    steps: {
      read: (s, me) => {
        me.seen = s.counter
      },
      note: (s, me) => {
        s.log[me.id] = me.seen + 1
      },
      write: (s, me) => {
        s.counter = me.seen + 1
      },
    },
  })
  .invariant('both counted', s => s.worker.some(w => w.pc !== 'done') || s.counter === 2)
