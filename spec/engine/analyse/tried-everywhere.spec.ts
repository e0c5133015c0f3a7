/** What is said of the whole model under a value that keeps the run of a counterexample. */

import { type AnyModel, choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { triedEverywhere } from '../../../src/analyse/tried-everywhere.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { textOf } from '../../../src/report/run/plot/words.ts'
import { explanationOf } from '../../../src/report/run/why.ts'
import { foundLaterToText } from '../../../src/report/run/witness-text.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import type { Witness } from '../../../src/witness/witness.ts'
import peterson from '../../classic/peterson.ts'
import detection from '../../classic/termination-detection.ts'

const tooMuch = 'no more is sold than there was'

/** Two clerks sell the last piece, unless one of the switches keeps them from it. */
const shop = (switches: { locks?: boolean; closes?: boolean; secondLooksAgain?: boolean }) =>
  model('shop', switches)
    .shared(() => ({ stock: 1, holder: null as number | null }))
    .process('clerk', {
      count: 2,
      locals: () => ({ seen: 0 }),
      steps: {
        lock: (s, me, c) => {
          if (c.locks !== true) return
          when(s.holder === null)
          s.holder = me.id
        },
        look: (s, me) => {
          me.seen = s.stock
        },
        sell: (s, me, c) => {
          const seen = c.secondLooksAgain === true && me.id === 1 ? s.stock : me.seen
          if (seen > 0 && c.closes !== true) s.stock--
        },
        unlock: s => {
          s.holder = null
        },
      },
    })
    .invariant(tooMuch, s => s.stock >= 0)

async function triedOf(spec: AnyModel, claim: string): Promise<Witness> {
  const machine = instantiate(spec)
  const { claims } = await exploreRuns(machine, { allClaims: true, maxDepth: 12 })
  const witness = buildWitness(machine, claims.find(({ name }) => name === claim)!)
  return (await triedEverywhere(machine, [witness]))(witness)
}

const proposedFor = (witness: Witness): string[] => explanationOf(witness)!.waysOut.map(textOf)
const everywhereIn = ({ hinges = [] }: Witness): unknown =>
  hinges.map(({ constant, everywhere }) => [constant, everywhere])

describe('what keeps the run of a counterexample', () => {
  it('is a repair if every run keeps the claim then; what lets another run break it is not named beside it', async () => {
    const witness = await triedOf(shop({ secondLooksAgain: false, locks: false }), tooMuch)
    expect(everywhereIn(witness)).toEqual([
      ['secondLooksAgain', { verdict: 'violated' }],
      ['locks', { verdict: 'holds' }],
    ])
    expect(proposedFor(witness)).toEqual([
      'lock (step 1; likewise of clerk 0, step 3) did nothing, since locks = false; with true it would have set holder to 1, and every run keeps the claim.',
    ])
    expect(foundLaterToText(witness)).toEqual(['!!   With locks = true, every run keeps the claim.'])
  })

  it('comes with a warning where another run breaks the claim', async () => {
    const witness = await triedOf(shop({ secondLooksAgain: false }), tooMuch)
    expect(proposedFor(witness)).toEqual([
      'With secondLooksAgain = true, sell (step 6) would have left stock at 0, and the same schedule keeps the claim, though another run still breaks it.',
    ])
    expect(foundLaterToText(witness)).toEqual([
      '!!   With secondLooksAgain = true, another run still breaks the claim.',
    ])
  })

  it('is no repair if it breaks another claim, or if something is no longer reached', async () => {
    const sells = shop({ closes: false, locks: false })
      .invariant('all is sold in the end', s => s.stock <= 0 || s.clerk.some(({ pc }) => pc !== 'done'))
      .reachable('the stock is empty', s => s.stock === 0)
      .invariant('nothing is sold', s => s.stock === 1)
    const witness = await triedOf(sells, tooMuch)
    const harm = { breaks: ['all is sold in the end'], misses: ['the stock is empty'] }
    expect(everywhereIn(witness)).toEqual([
      ['closes', { verdict: 'holds', ...harm }],
      ['locks', { verdict: 'holds' }],
    ])
    expect(proposedFor(witness)).toEqual([expect.stringContaining('since locks = false')])
    const { hinges = [] } = witness
    const [closing] = proposedFor({ ...witness, hinges: hinges.slice(0, 1) })
    expect(closing).toContain(
      'and every run keeps the claim (none then reaches "the stock is empty"), though some run then breaks "all is sold in the end".',
    )
  })

  it('is, of a run that goes round, judged by all runs as well', async () => {
    const lamp = model('lamp', { lights: false })
      .shared(() => ({ isOn: false }))
      .process('switcher', {
        steps: {
          press: (s, _me, c) => {
            if (c.lights) s.isOn = true
            return 'press'
          },
        },
      })
      .fair({ weak: ['switcher'] })
      .eventually('it is on', s => s.isOn)
    const witness = await triedOf(lamp, 'it is on')
    expect(everywhereIn(witness)).toEqual([['lights', { verdict: 'holds' }]])
  })

  it('is no way out of a run that goes round, if another one goes round all the same', async () => {
    const lamp = model('lamp', { skips: false })
      .shared(() => ({ isOn: false, presses: 0 }))
      .process('switcher', {
        steps: {
          press: (s, _me, c) => {
            s.presses = 1 - s.presses
            if (c.skips && s.presses === 0 && choose(true, false)) s.isOn = true
            return 'press'
          },
        },
      })
      .fair({ weak: ['switcher'] })
      .eventually('it is on', s => s.isOn)
    const witness = await triedOf(lamp, 'it is on')
    expect(everywhereIn(witness)).toEqual([['skips', { verdict: 'violated' }]])
    expect(proposedFor(witness)).toEqual([
      'No other value of a constant that was tried is enough: with skips = true, another run breaks the claim.',
    ])
  })

  it('is left as it is where there are too many states', async () => {
    const clocked = shop({ locks: false }).process('clock', {
      locals: () => ({ time: 0 }),
      steps: {
        tick: (_s, me) => {
          me.time++
          return me.time < 60_000 ? 'tick' : 'done'
        },
      },
    })
    const witness = await triedOf(clocked, tooMuch)
    expect(everywhereIn(witness)).toEqual([['locks', undefined]])
  })

  it('is in the file of a witness', async () => {
    const witness = await triedOf(shop({ locks: false }), tooMuch)
    expect(readWitness(JSON.stringify(witness))).toEqual(witness)
  })
})

/** The reference evaluates every step in every state, and says the same of the models under the other values. */
it.each([
  ['turn before flag', peterson],
  ['an active node passes the token on', detection],
] as const)('agrees with the reference: %s', async (variant, spec) => {
  const machine = instantiate(spec, { variant })
  const { claims } = await exploreRuns(machine, { allClaims: true })
  const violated = claims.filter(({ verdict, run }) => verdict === 'violated' && run !== undefined)
  expect(violated).not.toEqual([])
  const witnesses = violated.map(claim => buildWitness(machine, claim))
  const withTrials = await triedEverywhere(machine, witnesses)
  let compared = 0
  for (const { claim, hinges = [] } of witnesses.map(withTrials)) {
    for (const { constant, value, everywhere } of hinges) {
      if (everywhere === undefined) continue
      const turned = await exploreRuns(machine.under({ [constant]: value }), { allClaims: true, engine: 'reference' })
      expect(turned.claims.find(({ name }) => name === claim.name)?.verdict).toBe(everywhere.verdict)
      compared++
    }
  }
  expect(compared).toBeGreaterThan(0)
})
