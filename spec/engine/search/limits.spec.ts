import { describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/base/errors.ts'
import { model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import type { ExploreOptions, Progress } from '../../../src/search/options.ts'
import { rejectionOf } from '../base/thrown-by.ts'

/** More states than anyone can visit, and a claim of every kind that could only be decided by visiting them all. */
const endless = instantiate(
  model('endless')
    .shared(() => ({ x: 0, y: 0 }))
    .action('right', s => void s.x++)
    .action('up', s => void s.y++)
    .invariant('fine', s => s.x >= 0)
    .invariant('implied', { given: s => s.x < 0, then: () => true })
    .transition('forwards', (before, after) => before.x + before.y < after.x + after.y)
    .reachable('behind', s => s.x < 0),
)

/** So many that no other limit is met later: it ends a test that would otherwise never fail. */
const maxStates = 100_000

async function stopped(options: ExploreOptions): Promise<Outcome> {
  const outcome = await explore(endless, options)
  expect(outcome.claims.map(claim => claim.verdict)).toEqual(Array(7).fill('unknown'))
  expect(outcome.neverRan).toEqual([])
  return outcome
}

describe('a search that stops early leaves every undecided claim unknown,', () => {
  test('at a limit of states', async () => {
    const { stop, census } = await stopped({ maxStates: 100 })
    expect(stop).toBe('state limit')
    expect(census.states).toBeGreaterThanOrEqual(100)
    // No more than the successors of one state.
    expect(census.states).toBeLessThanOrEqual(101)
  })

  test('at a limit of depth, whose states are found and not left', async () => {
    const { stop, census } = await stopped({ maxDepth: 3 })
    expect(stop).toBe('depth limit')
    expect(census).toEqual({ states: 10, transitions: 12, depth: 3 })
  })

  test('at depth 0, at the initial states', async () => {
    const { stop, census } = await stopped({ maxDepth: 0 })
    expect(stop).toBe('depth limit')
    expect(census).toEqual({ states: 1, transitions: 0, depth: 0 })
  })

  test('at a limit of time', async () => {
    const { stop, census, seconds } = await stopped({ maxSeconds: 0.2 })
    expect(stop).toBe('time limit')
    expect(census.states).toBeGreaterThan(1)
    expect(seconds).toBeGreaterThanOrEqual(0.2)
    expect(seconds).toBeLessThan(5)
  })

  test('when it is interrupted', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 50)
    const { stop, census } = await stopped({ signal: controller.signal, maxStates })
    expect(stop).toBe('interrupted')
    expect(census.states).toBeGreaterThan(1)
  })

  test('when it was interrupted before it began', async () => {
    const { stop } = await stopped({ signal: AbortSignal.abort(), maxStates })
    expect(stop).toBe('interrupted')
  })
})

describe('a limit', () => {
  const ring = instantiate(
    model('ring')
      .shared(() => ({ at: 0 }))
      .action('go', s => {
        s.at = (s.at + 1) % 5
      })
      .invariant('small', s => s.at < 5)
      .reachable('three', s => s.at === 3),
  )

  test('that is not met changes nothing', async () => {
    const outcome = await explore(ring, { maxStates: 6, maxDepth: 5, maxSeconds: 60 })
    expect(outcome.stop).toBe('exhausted')
    expect(outcome.census).toEqual({ states: 5, transitions: 5, depth: 4 })
    expect(outcome.claims.map(claim => claim.verdict)).toEqual(['holds', 'witnessed', 'holds', 'holds', 'holds'])
  })

  test('leaves what is known known', async () => {
    const outcome = await explore(ring, { maxDepth: 3 })
    expect(outcome.stop).toBe('depth limit')
    expect(outcome.claims.map(({ verdict, steps }) => [verdict, steps])).toEqual([
      ['unknown', undefined],
      ['witnessed', 3],
      ['unknown', undefined],
      ['unknown', undefined],
      ['unknown', undefined],
    ])
  })

  test('of as many states as there are does not stop the last of them from being left', async () => {
    const pair = instantiate(
      model('pair')
        .shared(() => ({ on: false }))
        .process('p', {
          steps: {
            go: s => {
              s.on = true
            },
          },
        }),
    )
    expect((await explore(pair, { maxStates: 3 })).stop).toBe('exhausted')
    // The second state is not left yet when the limit is met.
    expect((await explore(pair, { maxStates: 2 })).stop).toBe('state limit')
    expect((await explore(pair, { maxDepth: 2 })).stop).toBe('exhausted')
    expect((await explore(pair, { maxDepth: 1 })).stop).toBe('depth limit')
  })

  test.each([
    ['maxStates', 0],
    ['maxStates', -1],
    ['maxStates', Number.NaN],
    ['maxDepth', -1],
    ['maxDepth', Number.NaN],
    ['maxSeconds', 0],
    ['maxSeconds', -0.5],
  ] as const)('of %s %d is refused', async (name, limit) => {
    const error = await rejectionOf(explore(ring, { [name]: limit }))
    expect(error).toBeInstanceOf(UsageError)
    expect(error).toMatchObject({
      code: 'bad-limit',
      message: `${name} is ${limit}. A limit is a positive number${name === 'maxDepth' ? ' or 0' : ''}.`,
    })
  })
})

test('progress is reported while the search runs, in numbers that grow', async () => {
  const reports: Progress[] = []
  const { census } = await stopped({ maxSeconds: 0.5, onProgress: progress => void reports.push(progress) })
  expect(reports.length).toBeGreaterThanOrEqual(2)
  for (const [i, report] of reports.entries()) {
    const before = reports[i - 1] ?? { states: 0, transitions: 0, depth: -1, frontier: 0, seconds: 0 }
    expect(report.states).toBeGreaterThan(before.states)
    expect(report.transitions).toBeGreaterThan(before.transitions)
    expect(report.depth).toBeGreaterThanOrEqual(before.depth)
    expect(report.seconds).toBeGreaterThan(before.seconds)
    expect(report.frontier).toBeGreaterThan(0)
    expect(report.frontier).toBeLessThan(report.states)
  }
  expect(reports.at(-1)?.states).toBeLessThanOrEqual(census.states)
})

test('the rest of the program goes on while a search runs', async () => {
  let ticks = 0
  const timer = setInterval(() => ticks++, 10)
  await stopped({ maxSeconds: 0.5 })
  clearInterval(timer)
  expect(ticks).toBeGreaterThanOrEqual(2)
})
