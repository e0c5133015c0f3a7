/** Violations by endless runs near the beginning, found while the search goes on. */

import { type Model, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import { witnessToText } from '../../../src/report/run/witness-text.ts'
import { plain } from '../../../src/report/text/paint.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'

type AnyBuilt = Model<never, never, string, string, string>

/** A number that grows a long way, and a lamp that somebody must switch on. */
const growing = model('growing')
  .shared(() => ({ n: 0, isOn: false }))
  .action('grow', s => {
    when(s.n < 99)
    s.n++
  })
  .action('switch on', s => {
    s.isOn = true
  })
  .action('switch off', s => {
    s.isOn = false
  })
const fair = { weak: ['grow', 'switch on', 'switch off'] } as const

describe.each(['footprint', 'reference'] as const)('with the %s engine', engine => {
  const outcomeOf = (built: unknown, options: ExploreOptions = {}) =>
    exploreRuns(instantiate(built as AnyBuilt), { engine, looks: { first: 8, apart: 4 }, ...options })

  test('a violation near the beginning ends the search', async () => {
    const built = growing.eventually('is on', s => s.isOn).invariant('small', s => s.n < 100)
    const { claims, census, stop } = await outcomeOf(built)
    expect(stop).toBe('violation')
    expect(census.states).toBeLessThan(40)
    const [isOn, small] = claims
    expect(isOn).toMatchObject({ verdict: 'violated', steps: 1, loop: 1, mayBeShorter: true })
    expect(small?.verdict).toBe('unknown')
    expect(witnessToText(buildWitness(instantiate(built as never), isOn!))).toContain('and back to step 1')
  })

  test('no advice is given that a part of the states is not enough for', async () => {
    const outcome = await outcomeOf(growing.eventually('is on', s => s.isOn))
    expect(outcome.claims[0]).not.toHaveProperty('holdsIf')
    expect(outcomeToText(outcome, plain)).toContain('no fairness is stated; what would help is found with --all-claims')
  })

  test('what no fairness helps among the first states, none helps at all', async () => {
    const restarting = growing.action('restart', s => {
      s.n = 0
    })
    const outcome = await outcomeOf(restarting.eventuallyAlways('stays on', s => s.isOn))
    expect(outcome.claims[0]).toMatchObject({ verdict: 'violated', holdsIf: [] })
    expect(outcome.census.states).toBeLessThan(40)
  })

  test('a run that leads out of the part is not taken to end there', async () => {
    const built = growing
      .fair(fair)
      .eventually('is great', s => s.n === 99)
      .infinitelyOften('on and on', s => s.isOn)
      .canAlways('can become great', s => s.n === 99)
    const { claims, census, stop } = await outcomeOf(built)
    expect(stop).toBe('exhausted')
    expect(census.states).toBe(200)
    expect(claims.slice(0, 3).map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds'])
  })

  test('a run whose every step leads out of the part does not stay there', async () => {
    const chain = model('chain')
      .shared(() => ({ n: 0 }))
      .action('grow', s => {
        when(s.n < 99)
        s.n++
      })
      .mayDeadlock()
      .eventually('is great', s => s.n === 99)
    const { claims, stop } = await outcomeOf(chain)
    expect(stop).toBe('exhausted')
    expect(claims[0]?.verdict).toBe('holds')
  })

  test('all claims are judged when all states are known, if all are asked for', async () => {
    const { claims, stop } = await outcomeOf(
      growing.eventually('is on', s => s.isOn),
      { allClaims: true },
    )
    expect(stop).toBe('exhausted')
    expect(claims[0]?.holdsIf).toEqual([[{ strength: 'weak', process: null, step: 'switch on' }]])
    expect(claims[0]).not.toHaveProperty('mayBeShorter')
  })
})
