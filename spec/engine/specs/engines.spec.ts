/** Both engines agree on every setting of every spec. */

import { describe, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'
import { allSpecs, variantsOf } from './all-specs.ts'

/**
 * How many states the reference visits, which takes a twentieth of a second. A larger search is compared on its first
 * states only; the last gate sets more.
 */
const maxForReference = Number(process.env.REFERENCE_STATES ?? 50)

describe.each(await allSpecs())('$file', ({ spec }) => {
  it.each(['base', ...variantsOf(spec)])('%s is the same to both engines', async name => {
    const machine = instantiate(spec, { variant: name === 'base' ? null : name })
    await expectSameOutcome(machine, { allClaims: true, maxStates: maxForReference })
  })
})
