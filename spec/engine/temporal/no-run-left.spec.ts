/** Claims about runs where bounds or failures cut runs short: what holds of no run says so, and advice says what it rests on. */

import { assert, type Model, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import { witnessToText } from '../../../src/report/run/witness-text.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'

type AnyBuilt = Model<never, never, string, string, string>

const counting = model('counting')
  .shared(() => ({ n: 0, turn: 0, isDone: false }))
  .action('inc', s => {
    when(!s.isDone)
    s.n++
  })
  .within('small', s => s.n <= 3)
const turning = counting.action('turn', s => {
  s.turn = 1 - s.turn
})
const finishing = turning.action('finish', s => {
  s.isDone = true
})

const failing = model('failing')
  .shared(() => ({ n: 0 }))
  .action('fail', s => {
    when(s.n === 0)
    assert(s.n > 0, 'boom')
  })
const spinning = failing.action('spin', () => {})

const left = 'every run leaves the bounds'
const fairLeft = 'every fair run leaves the bounds'

describe.each(['footprint', 'reference'] as const)('with the %s engine', engine => {
  const explore = (built: unknown) => exploreRuns(instantiate(built as AnyBuilt), { engine, allClaims: true })
  const first = async (built: unknown) => (await explore(built)).claims[0]!

  test('a claim is vacuous where every run leaves the bounds', async () => {
    const { claims } = await explore(
      counting
        .eventually('negative', s => s.n < 0)
        .infinitelyOften('zero', s => s.n === 0)
        .eventuallyAlways('huge', s => s.n > 99)
        .canAlways('can', s => s.n < 0)
        .canAlways('can be 2', s => s.n === 2),
    )
    expect(claims.slice(0, 5).map(({ verdict, vacuous }) => [verdict, vacuous])).toEqual([
      ['holds within', left],
      ['holds within', left],
      ['holds within', left],
      ['holds within', 'it is true of no state: every run can leave the bounds'],
      ['holds within', undefined],
    ])
  })

  test('a claim is vacuous where every run does that is fair as assumed', async () => {
    const claim = await first(turning.eventually('ten', s => s.n >= 10, { fair: { weak: ['inc'] } }))
    expect(claim).toMatchObject({ verdict: 'holds within', vacuous: fairLeft })
  })

  test('a claim is not vacuous where a run stays in the bounds, or ends in them', async () => {
    const stays = await first(finishing.infinitelyOften('done', s => s.isDone, { fair: { weak: ['finish'] } }))
    const ends = await first(
      counting
        .action('finish', s => {
          when(!s.isDone)
          s.isDone = true
        })
        .eventually('done', s => s.isDone),
    )
    expect([stays, ends].map(({ verdict, vacuous }) => [verdict, vacuous])).toEqual([
      ['holds within', undefined],
      ['holds within', undefined],
    ])
  })

  test('a claim is vacuous where every run ends in a failure, and not where one goes on', async () => {
    const vacuous = 'every run ends in a failure'
    expect(await first(failing.eventually('one', s => s.n === 1))).toMatchObject({ verdict: 'holds', vacuous })
    const fair = await first(spinning.eventually('one', s => s.n === 1, { fair: { weak: ['fail'] } }))
    expect(fair).toMatchObject({ verdict: 'holds', vacuous: 'every fair run ends in a failure' })
    expect((await first(spinning.eventually('zero', s => s.n === 0))).vacuous).not.toBe(vacuous)
    const mixed = await first(
      failing
        .action('up', s => void s.n++)
        .within('b', s => s.n < 2)
        .eventually('x', s => s.n < 0),
    )
    expect(mixed.vacuous).toBe('every run leaves the bounds or ends in a failure')
  })

  test('advice says within which bounds the claim holds, in the text and in that of the run', async () => {
    const machine = instantiate(finishing.infinitelyOften('done', s => s.isDone) as never)
    const outcome = await exploreRuns(machine, { engine, allClaims: true })
    const [claim] = outcome.claims
    expect(claim).toMatchObject({
      verdict: 'violated',
      holdsIf: ['inc', 'finish'].map(step => [{ strength: 'weak', process: null, step }]),
      holdsIfWithin: ['small'],
    })
    const advice = "holds within 'small' if 'inc' is weakly fair, or if 'finish' is weakly fair"
    expect(outcomeToText(outcome, (_, text) => text)).toContain(`; ${advice}`)
    expect(witnessToText(buildWitness(machine, claim!))).toContain(`The claim ${advice}.`)
  })

  test('no advice rests on fairness that leaves no run to be judged', async () => {
    const bounded = await first(turning.infinitelyOften('zero', s => s.n === 0 && s.turn > 1))
    const failed = await first(spinning.eventually('one', s => s.n === 1))
    for (const { verdict, holdsIf, holdsIfWithin } of [bounded, failed])
      expect([verdict, holdsIf, holdsIfWithin]).toEqual(['violated', undefined, undefined])
  })
})
