/** States without a way on: which of them are deadlocks, and which are not unpacked at all. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it, vi } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { KnownStates } from '../../../src/search/known-states.ts'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

/** A walker goes to one of 50 places, from which there is no way on; it may stay in all but the last, if that is so. */
const walking = (isLastBad: boolean) =>
  model('walking')
    .shared(() => ({ at: -1 }))
    .process('walker', {
      count: 1,
      mayRest: ['rest'],
      steps: {
        walk: s => {
          s.at = choose(...Array(50).keys())
          return isLastBad && s.at === 49 ? 'stuck' : 'rest'
        },
        rest: () => when(false),
        stuck: () => when(false),
      },
    })

const sizes = [{}, { linearStates: 1, walkedStates: 1 }]

describe('of the states without a way on', () => {
  it('the one that is a deadlock is found among those that are not', async () => {
    expect(await agreedVerdicts(walking(false))).toEqual(expect.objectContaining({ 'no deadlock': 'holds' }))
    for (const size of sizes) {
      const result = await expectSameOutcome(instantiate(walking(true)), {}, size)
      const claims = 'claims' in result ? result.claims : []
      expect(claims.find(({ name }) => name === 'no deadlock')).toMatchObject({ verdict: 'violated', steps: 1 })
    }
  })

  it('none is unpacked where no claim asks', async () => {
    const unpacked = vi.spyOn(KnownStates.prototype, 'stateOf')
    try {
      await searchFootprint(instantiate(walking(false).mayDeadlock()), { auditEvery: 1e9 })
      const without = unpacked.mock.calls.length
      // Some are for the audit in the end.
      expect(without).toBeLessThan(100)
      unpacked.mockClear()
      await searchFootprint(instantiate(walking(false)), { auditEvery: 1e9 })
      expect(unpacked.mock.calls.length - without).toBe(50)
    } finally {
      unpacked.mockRestore()
    }
  })
})
