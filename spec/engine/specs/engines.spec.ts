/** Both engines agree on the settings of every spec: on all of them in the last gate, otherwise on one of six. */

import { describe, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'
import { allSpecs, someSettingsOf } from './all-specs.ts'

/**
 * How many states the reference visits, which takes a twentieth of a second. A larger search is compared on its first
 * states only; the last gate sets more.
 */
const maxForReference = Number(process.env.REFERENCE_STATES ?? 50)
const oneOf = process.env.REFERENCE_STATES === undefined ? 6 : 1

describe.each(await allSpecs())('$file', ({ spec }) => {
  it.each(someSettingsOf(spec, oneOf))('%s is the same to both engines', async name => {
    const machine = instantiate(spec, { variant: name === 'base' ? null : name })
    await expectSameOutcome(machine, { allClaims: true, maxStates: maxForReference })
  })
})
