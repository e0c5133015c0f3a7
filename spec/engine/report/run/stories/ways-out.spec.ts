/** What is proposed against a violation: what repairs it, and not what only leads past it. */

import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { witnessToHtml } from '../../../../../src/page/witness-html.ts'
import { textOf } from '../../../../../src/report/run/plot/words.ts'
import { explanationOf } from '../../../../../src/report/run/why.ts'
import type { Witness } from '../../../../../src/witness/witness.ts'
import { broken } from './broken-run.ts'
import { forgottenBallot } from './messages.ts'

/** A sale lowers a price; a till that checks prices would not, where there is such a check. */
const till = (canCheck: boolean) =>
  model('till', { sale: false, coupons: 'none', opens: 9, checks: false })
    .shared(() => ({ price: 10 }))
    .process('clerk', {
      steps: {
        enter: (_s, _me, c) => (c.sale || c.coupons !== 'none' ? 'lower' : 'pay'),
        lower: (s, _me, c) => {
          s.price = canCheck && c.checks ? s.price : 5
        },
        pay: () => undefined,
      },
    })
    .invariant('the price stays', s => s.price === 10)
    .variant('sale', { sale: true })
    .variant('early sale', { sale: true, opens: 7 })
    .variant('early coupons', { coupons: 'paper', opens: 7 })

/** A call that goes by a wrong address, and reports nothing. */
const call = model('call', { reports: false, validates: false })
  .shared(() => ({ address: 0, stores: 0, error: false, ended: false }))
  .process('caller', {
    steps: {
      map: (s, _me, c) => {
        s.address = c.validates ? 0 : -3
      },
      store: s => {
        if (s.address >= 0) s.stores++
      },
      end: (s, _me, c) => {
        s.error = c.reports && s.stores === 0
        s.ended = true
      },
    },
  })
  .invariant('addresses are positive', s => s.address >= 0)
  .invariant('a call stores something or reports an error', s => !s.ended || s.error || s.stores > 0)

const constantsIn = (witness: Witness): string[] =>
  explanationOf(witness)!.waysOut.map(([, code]) => (code as { code: string }).code)

const proposedFor = (witness: Witness): string[] => explanationOf(witness)!.waysOut.map(textOf)

describe('what is proposed', () => {
  it('adds something, rather than leading past it by being switched off', async () => {
    const witness = await broken(till(true), 'the price stays', { variant: 'early sale' })
    expect(witness.hinges!.map(({ constant }) => constant)).toEqual(['sale', 'checks'])
    expect(constantsIn(witness)).toEqual(['checks = true'])
    expect(explanationOf(witness)!.waysTitle).toBe('What would keep it')
  })

  it('is not the mere switch that a variant has turned on: without it nothing is put to the test', async () => {
    const witness = await broken(till(true), 'the price stays', { variant: 'sale' })
    expect(constantsIn(witness)).toEqual(['checks = true'])
  })

  it('says what makes a later step wait then', async () => {
    const witness = await broken(forgottenBallot, 'one is elected')
    expect(proposedFor(witness).join('\n')).toMatch(
      /with true it would have set .*, so decide \[[ab]\] \(step 11\) would have found memory\[\d\] = [ab] and waited/,
    )
  })

  it('goes to the root before it hides what comes of it', async () => {
    const witness = await broken(call, 'a call stores something or reports an error')
    expect(proposedFor(witness)).toEqual([
      'With validates = true, map (step 1) would have left address at 0, and the same schedule keeps the claim.',
      'With reports = true, end (step 3) would have set error to true, and the same schedule keeps the claim, though it still breaks "addresses are positive".',
    ])
  })
})

describe('what only tells the difference that a variant makes', () => {
  it.each([
    ['early sale', 'sale = false'],
    ['early coupons', 'coupons = none'],
  ])('is called that: %s', async (variant, code) => {
    const witness = await broken(till(false), 'the price stays', { variant })
    expect(proposedFor(witness)).toEqual([
      `With ${code}, as in the model without this variant, enter (step 1) would have gone on to pay, and the same schedule keeps the claim.`,
    ])
    expect(explanationOf(witness)!.waysTitle).toBe('What is otherwise without this variant')
    expect(witnessToHtml(witness)).toContain('<h2>What is otherwise without this variant</h2>')
  })
})

describe('where nothing was found', () => {
  const counter = (constants: { loud?: boolean }) =>
    model('counter', constants)
      .shared(() => ({ x: 0 }))
      .process('p', {
        steps: {
          go: s => {
            s.x += 1
          },
        },
      })
      .invariant('x is 0', s => s.x === 0)

  it('it is said what was tried', async () => {
    const witness = await broken(counter({ loud: false }), 'x is 0')
    expect(proposedFor(witness)).toEqual([
      'No other value of a constant that was tried is enough: with loud = true, the same schedule goes wrong, too.',
    ])
  })

  it('a page says so if there was nothing to try', async () => {
    const witness = await broken(counter({}), 'x is 0')
    expect(proposedFor(witness)).toEqual([])
    expect(witnessToHtml(witness)).toContain('No repair was tried, since the model has no switch')
  })
})
