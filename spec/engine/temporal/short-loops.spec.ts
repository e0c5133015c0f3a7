/** Loops are short, however much a fair run must meet; under both engines. */

import { model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'

const engines = ['reference', 'footprint'] as const

/** Processes that go round two labels, and one that makes x false. */
const rounds = (count: number) =>
  model('rounds', { count })
    .shared(() => ({ x: false }))
    .process('p', {
      count: c => c.count,
      steps: {
        on: s => {
          s.x = true
        },
        off: s => {
          s.x = false
          return 'on'
        },
      },
    })
    .eventuallyAlways('x in the end', s => s.x, {
      fair: { strong: ['p', 'p: on', 'p: off', { eachChoiceOf: 'p: on' }] },
    })

async function outcomeOf(made: Parameters<typeof instantiate>[0], engine: (typeof engines)[number]) {
  const { claims } = await exploreRuns(instantiate(made), { engine, allClaims: true })
  return claims[0] as ClaimOutcome
}

describe.each(engines)('under the %s engine', engine => {
  test('several assumptions about the same steps make no loop longer', async () => {
    expect(await outcomeOf(rounds(2), engine)).toMatchObject({ verdict: 'violated', steps: 4, loop: 4 })
    expect(await outcomeOf(rounds(4), engine)).toMatchObject({ verdict: 'violated', steps: 8, loop: 8 })
  })

  test('where too much must be met for a shortest loop to be looked for, it goes on from one thing to the next', async () => {
    const outcome = await outcomeOf(rounds(7), engine)
    expect(outcome).toMatchObject({ verdict: 'violated', steps: 14, loop: 14 })
  })

  test('a unit that can take a step only on the way is met as well', async () => {
    const made = model('gate')
      .shared(() => ({ at: 0, isOpen: false, x: 0 }))
      .action('on', s => {
        s.at = (s.at + 1) % 6
        s.isOpen = s.at === 3
      })
      .action('pass', s => {
        when(s.isOpen)
        s.isOpen = false
        s.x = 1 - s.x
      })
      .eventually('never', () => false, { fair: { strong: ['on', 'pass'] } })
    expect(await outcomeOf(made, engine)).toMatchObject({ verdict: 'violated', steps: 14, loop: 14 })
  })
})
