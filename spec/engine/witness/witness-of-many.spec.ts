/** If there are too many states to consider all shortest runs, one of them is still found and confirmed. */

import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import spec from '../../classic/two-phase-commit.ts'

describe('a finding after many states', () => {
  it('has a shortest run that the reference semantics confirms', async () => {
    const machine = instantiate(spec, { variant: '7 managers' })
    const { claims } = await explore(machine, { allClaims: true })
    const found = claims.find(({ kind }) => kind === 'reachable')
    expect(found?.steps).toBe(22)
    expect(buildWitness(machine, found as NonNullable<typeof found>).steps).toHaveLength(22)
  })
})
