import { describe, expect, test } from 'vitest'
import { assert, choose, model, oneOf, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { rejectionOf } from '../base/thrown-by.ts'
import { claimOf, diamond, grid, ring, verdicts } from './small-models.ts'

describe.each(['reference', 'footprint'] as const)('the %s engine', engine => {
  const all = { allClaims: true }

  async function check(source: AnyModel, options = {}): Promise<Outcome> {
    return explore(instantiate(source), { engine, ...options })
  }

  describe('the census', () => {
    test.each([
      ['a grid of 1', grid.variant('v', { size: 1 }), [1, 0, 0]],
      ['a grid of 3', grid.variant('v', { size: 3 }), [9, 12, 4]],
      ['a grid of 6', grid.variant('v', { size: 6 }), [36, 60, 10]],
      ['a ring of 1', ring.variant('v', { size: 1 }), [1, 1, 0]],
      ['a ring of 5', ring.variant('v', { size: 5 }), [5, 5, 4]],
    ] as [string, AnyModel, number[]][])('of %s is exact', async (_, source, [states, transitions, depth]) => {
      const outcome = await explore(instantiate(source, { variant: 'v' }), { engine })
      expect(outcome.stop).toBe('exhausted')
      expect(outcome.census).toEqual({ states, transitions, depth })
    })

    test('of a diamond is exact: two ways that meet are two transitions to one state', async () => {
      const outcome = await check(diamond)
      expect(outcome.stop).toBe('exhausted')
      expect(outcome.census).toEqual({ states: 4, transitions: 4, depth: 2 })
      expect(verdicts(outcome)).toEqual({
        'no deadlock': 'holds',
        'no assertion fails': 'holds',
        'no step throws': 'holds',
      })
    })

    test('counts equal initial states once, and every one of the others', async () => {
      const source = model('m')
        .shared(() => oneOf([{ n: 0 }, { n: 5 }, { n: 0 }]))
        .action('add', s => {
          when(s.n < 6)
          s.n++
        })
        .mayDeadlock()
      const outcome = await check(source)
      // 0 1 2 3 4 and 5 6: the longest shortest run is the one from 0 to 4.
      expect(outcome.census).toEqual({ states: 7, transitions: 6, depth: 4 })
    })

    test('counts two options that lead to one state as two transitions', async () => {
      const source = model('m')
        .shared(() => ({ n: 0 }))
        .process('p', {
          steps: {
            pick: s => {
              s.n = choose(1, 1, 2)
            },
          },
        })
      expect((await check(source)).census).toEqual({ states: 3, transitions: 3, depth: 1 })
    })

    test('counts a failing step as a transition, though it leads to no state', async () => {
      const source = model('m').process('p', { steps: { pick: () => assert(choose(true, false)) } })
      const outcome = await check(source, all)
      expect(outcome.census).toEqual({ states: 2, transitions: 2, depth: 1 })
      expect(claimOf(outcome, 'no assertion fails')).toMatchObject({ verdict: 'violated', steps: 1 })
    })

    test('goes with the model, its variant, its constants, the engine and the time', async () => {
      const outcome = await explore(instantiate(grid.variant('v', { size: 2 }), { variant: 'v' }), { engine })
      expect(outcome).toMatchObject({ model: 'grid', variant: 'v', constants: { size: 2 }, engine })
      expect(outcome.seconds).toBeGreaterThan(0)
    })
  })

  describe('a deadlock', () => {
    const stuckAt = (mayRest: 'b'[]) =>
      model('m').process('p', { steps: { a: () => {}, b: () => when(false) }, mayRest })

    test('is a state without transitions in which a process has not ended', async () => {
      expect(verdicts(await check(stuckAt([])))).toMatchObject({ 'no deadlock': 'violated in 1' })
    })

    test('is not one where that process may rest, or has ended', async () => {
      expect(verdicts(await check(stuckAt(['b'])))).toMatchObject({ 'no deadlock': 'holds' })
      expect(verdicts(await check(model('m').process('p', { steps: { a: () => {} } })))).toMatchObject({
        'no deadlock': 'holds',
      })
    })

    test('is not one while anything can move', async () => {
      const moving = stuckAt([]).action('tick', () => {})
      expect(verdicts(await check(moving))).toMatchObject({ 'no deadlock': 'holds' })
    })

    test('is not looked for in a model that may deadlock', async () => {
      const outcome = await check(stuckAt([]).mayDeadlock())
      expect(outcome.stop).toBe('exhausted')
      expect(outcome.claims.map(claim => claim.name)).toEqual(['no assertion fails', 'no step throws'])
    })

    test('is a state without transitions where there are only actions', async () => {
      expect(verdicts(await check(grid))).toMatchObject({ 'no deadlock': 'violated in 4' })
    })

    test('may be the initial state', async () => {
      const source = model('m').process('p', { steps: { a: () => when(false) } })
      const outcome = await check(source)
      expect(claimOf(outcome, 'no deadlock')).toMatchObject({
        verdict: 'violated',
        steps: 0,
        run: { initial: 0, moves: [], shortest: [] },
      })
    })
  })

  describe('steps that never ran', () => {
    const source = model('m', { on: false })
      .shared(() => ({ n: 0 }))
      .process('p', { count: 2, steps: { a: () => 'c', b: () => {}, c: () => {} } })
      .process('none', { count: 0, steps: { a: () => {} } })
      .action('tick', (_s, c) => when(c.on))

    test('are named when the search is exhausted, once for all instances, those of no instance not', async () => {
      expect((await check(source)).neverRan).toEqual(['p: b', 'tick'])
      expect((await explore(instantiate(source, { set: { on: true } }), { engine })).neverRan).toEqual(['p: b'])
    })

    test('are not reported if the search stopped early', async () => {
      expect((await check(source, { maxDepth: 0 })).neverRan).toEqual([])
    })
  })

  describe('the search stops', () => {
    const claimed = grid
      .invariant('left of 2', s => s.x < 2)
      .invariant('below 2', s => s.y < 2)
      .invariant('below the corner', s => s.x + s.y < 4)
      .invariant('fine', s => s.x >= 0)
      .reachable('the middle', s => s.x === 1 && s.y === 1)
      .reachable('the corner', s => s.x === 2 && s.y === 2)

    test('at the first violation, having finished its level', async () => {
      const outcome = await check(claimed)
      expect(outcome.stop).toBe('violation')
      // Levels of 1, 2 and 3 states; those of the last are found and not left.
      expect(outcome.census).toEqual({ states: 6, transitions: 6, depth: 2 })
      expect(verdicts(outcome)).toEqual({
        'left of 2': 'violated in 2',
        'below 2': 'violated in 2',
        'below the corner': 'unknown',
        fine: 'unknown',
        'the middle': 'witnessed in 2',
        'the corner': 'unknown',
        'no deadlock': 'unknown',
        'no assertion fails': 'unknown',
        'no step throws': 'unknown',
      })
    })

    test('nowhere with all claims, going on past violating states, each claim at its own least length', async () => {
      const outcome = await check(claimed, all)
      expect(outcome.stop).toBe('exhausted')
      expect(outcome.census).toEqual({ states: 9, transitions: 12, depth: 4 })
      expect(verdicts(outcome)).toEqual({
        'left of 2': 'violated in 2',
        'below 2': 'violated in 2',
        'below the corner': 'violated in 4',
        fine: 'holds',
        'the middle': 'witnessed in 2',
        'the corner': 'witnessed in 4',
        'no deadlock': 'violated in 4',
        'no assertion fails': 'holds',
        'no step throws': 'holds',
      })
      for (const { verdict, steps, run } of outcome.claims) {
        if (verdict === 'violated') expect(run?.moves).toHaveLength(steps ?? -1)
      }
    })

    test('with all claims where nothing more can be learnt', async () => {
      const source = model('m')
        .shared(() => ({ n: 0 }))
        .action('fail', s => assert(s.n > 0))
        .action('throw', () => {
          throw new Error('no')
        })
        .action('go', s => void s.n++)
        .invariant('c', s => s.n < 1)
        .mayDeadlock()
      const outcome = await check(source, all)
      expect(outcome.stop).toBe('violation')
      expect(outcome.census).toMatchObject({ states: 2, depth: 1 })
    })

    test('exhausted where a violation is found when there is nothing left to visit', async () => {
      const source = model('m').process('p', { steps: { a: () => {}, b: () => when(false) } })
      const outcome = await check(source.invariant('fine', () => true))
      expect(outcome.stop).toBe('exhausted')
      expect(verdicts(outcome)).toMatchObject({ fine: 'holds', 'no deadlock': 'violated in 1' })
    })
  })

  test('an error of the model ends the search with that error', async () => {
    expect(await rejectionOf(check(grid.invariant('c', s => s.x < 2 || ('x' as never))))).toMatchObject({
      code: 'claim-not-boolean',
    })
    const leaky = grid.action('leak', s => {
      when(s.x === 2)
      s.y = Number.NaN
    })
    expect(await rejectionOf(check(leaky))).toMatchObject({ code: 'not-plain-data' })
  })

  test('a finding that a step no longer leads to shows that the step is impure', async () => {
    let calls = 0
    const source = model('clock')
      .shared(() => ({ n: 0 }))
      .action('tick', s => {
        when(s.n === 0)
        s.n = ++calls
      })
      .invariant('still', s => s.n === 0)
    expect(await rejectionOf(check(source, { engine: 'reference' }))).toMatchObject({
      name: 'ModelError',
      code: 'impure',
      message: expect.stringMatching(/^model 'clock': action 'tick' did two different things from the same state\. /),
    })
  })
})
