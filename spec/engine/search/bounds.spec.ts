/** Bounds of a search: what lies outside is judged, and not what comes after it. */

import { assertHolds, check, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { folderWith, interleave } from '../cli/run-command.ts'

const counter = model('counter', { most: 3 })
  .shared(() => ({ n: 0 }))
  .action('up', s => {
    s.n++
  })

const bounded = counter.within('small', (s, c) => s.n <= c.most)

describe.each(['footprint', 'reference'] as const)('with the %s engine', engine => {
  const explore = (built: Parameters<typeof instantiate>[0]) =>
    exploreRuns(instantiate(built), { engine, allClaims: true })

  it('a state outside is stored and counted, no step is taken from it, and it is not a deadlock', async () => {
    const { claims, census, bounds, stop } = await explore(bounded.invariant('i', s => s.n < 9))
    expect(census).toEqual({ states: 5, transitions: 4, depth: 4 })
    expect(bounds).toEqual([{ name: 'small', states: 1 }])
    expect(stop).toBe('exhausted')
    expect(claims.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['i', 'holds within'],
      ['no deadlock', 'holds within'],
      ['no assertion fails', 'holds within'],
      ['no step throws', 'holds within'],
    ])
  })

  it('claims are evaluated in a state outside, and on the step to it', async () => {
    const judged = bounded
      .invariant('i', s => s.n < 4)
      .transition('t', (_before, after) => after.n < 4)
      .reachable('r', s => s.n === 4)
      .reachable('beyond', s => s.n === 5)
    const { claims } = await explore(judged)
    expect(claims.slice(0, 4).map(({ verdict, steps }) => [verdict, steps])).toEqual([
      ['violated', 4],
      ['violated', 4],
      ['witnessed', 4],
      ['unknown', undefined],
    ])
  })

  it('a bound that all states keep changes nothing', async () => {
    const { claims, bounds } = await explore(
      model('m')
        .shared(() => ({ n: 0 }))
        .action('turn', s => {
          s.n = (s.n + 1) % 3
        })
        .within('small', s => s.n < 3)
        .invariant('i', s => s.n < 3),
    )
    expect(bounds).toBeUndefined()
    expect(claims[0]?.verdict).toBe('holds')
  })

  it('an initial state can be outside, and a state outside several bounds counts for each', async () => {
    const { census, bounds } = await explore(counter.within('none', () => false).within('neither', s => s.n < 0))
    expect(census).toEqual({ states: 1, transitions: 0, depth: 0 })
    expect(bounds).toEqual([
      { name: 'none', states: 1 },
      { name: 'neither', states: 1 },
    ])
  })

  it('a run that leaves the bounds is not an endless run, and anything may happen after it', async () => {
    const { claims } = await explore(
      bounded
        .action('stay', () => {})
        .fair({ weak: ['up'] })
        .eventually('five', s => s.n === 5)
        .canAlways('five can come', s => s.n === 5)
        .infinitelyOften('none', s => s.n === 0, { fair: {} }),
    )
    expect(claims.slice(0, 3).map(({ verdict, steps, loop }) => [verdict, steps, loop])).toEqual([
      ['holds within', undefined, undefined],
      ['holds within', undefined, undefined],
      ['violated', 2, 1],
    ])
  })

  it('a fault in a bound is reported like one in a claim', async () => {
    await expect(explore(counter.within('b', s => (s.n < 3 ? true : (0 as never))))).rejects.toThrow(
      /claim 'b' returned 0 instead of true or false/,
    )
    let evaluations = 0
    const turning = model('turning')
      .shared(() => ({ n: 0 }))
      .action('turn', s => {
        s.n = (s.n + 1) % 100
      })
    await expect(explore(turning.within('b', s => s.n < 200 && ++evaluations < 40))).rejects.toThrow(
      /claim 'b' gave two/,
    )
  })
})

it('generated code takes no step outside the bounds', async () => {
  const size = 150
  const grid = model('grid')
    .shared(() => ({ x: 0, y: 0 }))
    .action('right', s => {
      s.x++
    })
    .action('up', s => {
      s.y++
    })
    .within('triangle', s => s.x + s.y <= 150 && s.y <= 140)
  const { census, bounds, effort } = await exploreRuns(instantiate(grid))
  let [inside, outside] = [0, 0]
  for (let x = 0; x <= size + 1; x++) {
    for (let y = 0; y <= size + 1 - x; y++) {
      if (x + y <= size && y <= 140) inside++
      else if (y <= 141) outside++
    }
  }
  expect(census.states).toBe(inside + outside)
  expect(census.transitions).toBe(2 * inside)
  expect(bounds).toEqual([{ name: 'triangle', states: outside }])
  expect(effort?.kernels).toBeGreaterThan(0)
})

const source = `import { model } from 'interleave-checker'
export default model('m').shared(() => ({ n: 0 })).action('up', s => { s.n++ })
  .within('at most 3', s => s.n <= 3).invariant('i', s => s.n >= 0)
`

describe('what holds only within bounds', () => {
  it('is inconclusive for the command, unless that is accepted', async () => {
    const cwd = folderWith({ 'm.ts': source })
    const run = (...args: string[]) => interleave(['check', 'm.ts', '--no-types', '--no-graph', ...args], { cwd })
    const { code, stdout } = await run()
    expect(code).toBe(4)
    expect(stdout).toMatch(/✓ holds within +i/)
    expect(stdout).toContain("1 state lies outside 'at most 3', and what comes after is not known")
    expect((await run('--accept-bounds')).code).toBe(0)
    expect(JSON.parse((await run('--json')).stdout)).toMatchObject({
      claims: [{ verdict: 'holds within' }, {}, {}, {}],
      bounds: [{ name: 'at most 3', states: 1 }],
    })
  })

  it('is not ok for a program, unless that is accepted', async () => {
    const { ok, reason } = await check(bounded.invariant('i', s => s.n < 9))
    expect(ok).toBe(false)
    expect(reason).toBe(
      "model 'counter': 'i', 'no deadlock', 'no assertion fails', 'no step throws' hold only within 'small' (acceptBounds accepts that).",
    )
    expect((await check(bounded, { acceptBounds: true })).ok).toBe(true)
    await assertHolds(bounded, { acceptBounds: true })
    const beyond = bounded.reachable('beyond', s => s.n === 5)
    expect((await check(beyond, { acceptBounds: true })).reason).toBe(
      "model 'counter': 'beyond' is unknown, within 'small'.",
    )
  })
})

describe('an assumption about constants', () => {
  const assuming = counter
    .assume('most is even', c => c.most % 2 === 0)
    .action('halt', s => when(s.n > 9))
    .variant('even', { most: 4 })

  it('refuses a setting that contradicts it', () => {
    expect(() => instantiate(assuming)).toThrow(
      `model 'counter': assumption 'most is even' is false for the constants {"most":3}. Set other constants.`,
    )
    expect(instantiate(assuming, { variant: 'even' }).constants).toEqual({ most: 4 })
  })

  it('must return true or false, and must have a unique name', () => {
    expect(() => instantiate(counter.assume('a', c => c.most as never))).toThrow(/assumption 'a' returned .*instead of/)
    expect(() => counter.assume('a', () => true).assume('a', () => true)).toThrow(/already taken/)
  })
})
