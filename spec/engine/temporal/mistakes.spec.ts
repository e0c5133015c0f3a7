/** What authors of temporal claims get wrong, and what is reported; under both engines. */

import { model, oneOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'

const engines = ['reference', 'footprint'] as const

const queue = model('queue', { workers: 2 })
  .shared(() => ({ lock: null as number | null, flag: false, jobs: 0 }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      take: (s, me) => {
        when(s.lock === null)
        s.lock = me.id
      },
      drop: s => {
        s.jobs = (s.jobs + 1) % 3
        s.lock = null
        return 'take'
      },
    },
  })
  .action('raise', s => {
    when(!s.flag)
    s.flag = true
  })
  .fair({ strong: ['worker', 'raise'] })

// Types refuse most of it, which not everybody uses.
// biome-ignore lint/suspicious/noExplicitAny: what types refuse is tried
const any = queue as any
// biome-ignore lint/suspicious/noExplicitAny: the same
type Any = any

test.each<[string, () => unknown, string]>([
  [
    '&& between formulas',
    () => any.temporal('t', (f: Any) => f.always((s: Any) => s.flag) && f.not(() => true)),
    'leaves out',
  ],
  [
    'next',
    () => any.temporal('t', (f: Any) => f.next(() => true)),
    "uses 'next', which is no operator. Steps of others",
  ],
  [
    'an unknown operator',
    () => any.temporal('t', (f: Any) => f.allways(() => true)),
    "uses 'allways', which is no operator",
  ],
  [
    'an unknown step',
    () => any.temporal('t', (f: Any) => f.taken('worker: tkae')),
    "claim 't': there is no process, step",
  ],
  ['an unknown option', () => any.eventually('t', () => true, { fairness: {} }), "but got 'fairness'"],
  ['an unknown strength', () => any.fair({ week: ['worker'] }), "but got 'week'"],
])('%s is refused by name', (_, make, message) => {
  expect(make).toThrow(message)
})

async function outcomeOf(made: Parameters<typeof instantiate>[0], engine: (typeof engines)[number]) {
  return exploreRuns(instantiate(made), { engine, allClaims: true })
}

describe.each(engines)('under the %s engine', engine => {
  test('a formula inside a function of the state is refused', async () => {
    const made = any.temporal('t', (f: Any) => f.always(() => f.eventually((s: Any) => s.flag)))
    await expect(outcomeOf(made, engine)).rejects.toThrow(/returns a formula instead of true or false/)
  })

  test('a premise that is never true makes a formula vacuous, for all instances', async () => {
    const { claims } = await outcomeOf(
      queue
        .temporal('never', f =>
          f.always(
            f.implies(
              s => s.jobs === 7,
              f.eventually(s => s.flag),
            ),
          ),
        )
        .temporal('never taken', f =>
          f.always(
            f.implies(
              f.and(f.taken('raise'), s => s.flag),
              s => s.jobs === 0,
            ),
          ),
        )
        .temporal('somewhere', f =>
          f.always(
            f.implies(
              s => s.jobs === 2,
              f.eventually(s => s.flag),
            ),
          ),
        )
        .temporal(
          'of one',
          f =>
            f.always(
              f.implies(
                (_s, me) => me.pc === 'drop' && me.id === 1,
                f.eventually((_s, me) => me.pc === 'take'),
              ),
            ),
          { of: 'worker' },
        ),
      engine,
    )
    expect(claims.slice(0, 4).map(({ verdict, vacuous }) => [verdict, vacuous])).toEqual([
      ['holds', 'a premise in it was never true'],
      ['holds', undefined],
      ['holds', undefined],
      ['holds', undefined],
    ])
  })

  test('what is true in some initial states alone may be worth waiting for', async () => {
    const starts = model('starts')
      .shared(() => oneOf([{ x: 0 }, { x: 1 }]))
      .action('go', s => {
        s.x = 1
      })
      .fair({ weak: ['go'] })
      .eventually('there', s => s.x === 1)
    const [claim] = (await exploreRuns(instantiate(starts), { engine })).claims
    expect(claim).toMatchObject({ verdict: 'holds' })
    expect(claim?.vacuous).toBeUndefined()
  })

  test('what is true from the start is not worth waiting for', async () => {
    const { claims } = await outcomeOf(
      queue
        .eventually('free', s => s.lock === null)
        .temporal('swapped', f =>
          f.until(
            s => s.flag,
            s => s.jobs === 0,
          ),
        )
        .temporal('right', f =>
          f.until(
            s => !s.flag,
            s => s.flag,
          ),
        )
        .eventually('raised', s => s.flag),
      engine,
    )
    expect(claims.slice(0, 4).map(({ verdict, vacuous }) => [verdict, vacuous])).toEqual([
      ['holds', 'what should come is true from the start'],
      ['holds', 'what should come is true from the start'],
      ['holds', undefined],
      ['holds', undefined],
    ])
  })

  test('a misspelt label in a temporal claim is reported', async () => {
    const { warnings } = await outcomeOf(
      queue
        .leadsTo(
          't',
          (_s, me) => (me.pc as string) === 'tkae',
          (_s, me) => me.pc === 'drop',
          { of: 'worker' },
        )
        .canAlways('c', (_s, me) => (me.pc as string) !== 'dorp', { of: 'worker' }),
      engine,
    )
    expect(warnings.join('\n')).toMatch(/claim 't' compares pc with 'tkae'[\s\S]*claim 'c' compares pc with 'dorp'/)
  })
})
