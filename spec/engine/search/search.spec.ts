import { describe, expect, test } from 'vitest'
import { assert, choose, model, oneOf, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome, Outcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { rejectionOf } from '../base/thrown-by.ts'

describe.each(['reference', 'footprint'] as const)('the %s engine', engine => {
  const all = { allClaims: true }

  async function check(source: AnyModel, options = {}): Promise<Outcome> {
    return explore(instantiate(source), { engine, ...options })
  }

  function claimOf(outcome: Outcome, name: string): ClaimOutcome {
    const found = outcome.claims.find(claim => claim.name === name)
    if (found === undefined) throw new Error(`there is no claim '${name}'`)
    return found
  }

  /** Each claim of the author with its verdict, and with its steps where it has some. */
  function verdicts(outcome: Outcome) {
    return Object.fromEntries(
      outcome.claims.map(({ name, verdict, steps }) => [
        name,
        steps === undefined ? verdict : `${verdict} in ${steps}`,
      ]),
    )
  }

  /** Two counters that go up by turns of their own choice: a grid of `size` by `size` states. */
  const grid = model('grid', { size: 3 })
    .shared(() => ({ x: 0, y: 0 }))
    .action('right', (s, c) => {
      when(s.x < c.size - 1)
      s.x++
    })
    .action('up', (s, c) => {
      when(s.y < c.size - 1)
      s.y++
    })

  const ring = model('ring', { size: 5 })
    .shared(() => ({ at: 0 }))
    .action('go', (s, c) => {
      s.at = (s.at + 1) % c.size
    })

  /** One choice apart, then together again by steps of different kinds. */
  const diamond = model('diamond')
    .shared(() => ({ side: '' }))
    .process('p', {
      steps: {
        part: s => {
          s.side = choose('left', 'right')
        },
        meet: s => {
          s.side = ''
        },
      },
    })

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

  describe('an invariant', () => {
    test('is violated at the least depth, by a run of that length', async () => {
      const outcome = await check(grid.invariant('below three', s => s.x + s.y < 3))
      expect(claimOf(outcome, 'below three')).toMatchObject({ verdict: 'violated', steps: 3 })
      expect(claimOf(outcome, 'below three').run?.moves).toHaveLength(3)
    })

    test('is violated in 0 steps where the initial state breaks it', async () => {
      const outcome = await check(ring.invariant('never at 0', s => s.at !== 0))
      expect(outcome.stop).toBe('violation')
      expect(outcome.census).toEqual({ states: 1, transitions: 0, depth: 0 })
      expect(claimOf(outcome, 'never at 0')).toMatchObject({
        verdict: 'violated',
        steps: 0,
        run: { initial: 0, moves: [], shortest: [] },
      })
    })

    test('is violated from the initial state that is nearest', async () => {
      const source = model('m')
        .shared(() => oneOf([{ n: 0 }, { n: 2 }]))
        .action('add', s => void s.n++)
        .invariant('below four', s => s.n < 4)
      expect(claimOf(await check(source), 'below four')).toMatchObject({
        steps: 2,
        run: { initial: 1, moves: [{ mover: 0 }, { mover: 0 }] },
      })
    })

    test('that is an implication holds vacuously where its premise was never true, and only there', async () => {
      const outcome = await check(
        ring
          .invariant('never asked', { given: s => s.at === 9, then: () => false })
          .invariant('asked', { given: s => s.at === 3, then: s => s.at > 2 })
          .invariant('no implication', () => true),
      )
      expect(outcome.stop).toBe('exhausted')
      expect(claimOf(outcome, 'never asked')).toMatchObject({
        verdict: 'holds',
        vacuous: 'its premise was never true',
      })
      expect(claimOf(outcome, 'asked').verdict).toBe('holds')
      expect(claimOf(outcome, 'asked')).not.toHaveProperty('vacuous')
      expect(claimOf(outcome, 'no implication')).not.toHaveProperty('vacuous')
    })

    test('that is an implication is violated where its premise is true and it is not', async () => {
      const outcome = await check(ring.invariant('c', { given: s => s.at > 2, then: s => s.at > 3 }))
      expect(claimOf(outcome, 'c')).toMatchObject({ verdict: 'violated', steps: 3 })
      expect(claimOf(outcome, 'c')).not.toHaveProperty('vacuous')
    })

    test('that the search could not finish asking about is not called vacuous', async () => {
      const source = ring.invariant('never asked', { given: s => s.at === 9, then: () => false })
      const outcome = await check(source, { maxDepth: 1 })
      expect(claimOf(outcome, 'never asked').verdict).toBe('unknown')
      expect(claimOf(outcome, 'never asked')).not.toHaveProperty('vacuous')
    })
  })

  describe('a transition claim', () => {
    test('is violated at the first transition that breaks it, which is the last of its run', async () => {
      const outcome = await check(ring.transition('only up', (before, after) => before.at < after.at))
      expect(claimOf(outcome, 'only up')).toMatchObject({ verdict: 'violated', steps: 5 })
      expect(claimOf(outcome, 'only up').run?.moves).toHaveLength(5)
    })

    test('is evaluated on transitions to states that are already known', async () => {
      // The last transition of the ring leads back to its start.
      const outcome = await check(ring.transition('never back', (_, after) => after.at !== 0))
      expect(claimOf(outcome, 'never back')).toMatchObject({ verdict: 'violated', steps: 5 })
    })

    test('gets the step and the instance of the transition', async () => {
      const seen = new Set<string>()
      const source = diamond
        .process('q', { count: 2, steps: { go: () => {} } })
        .action('tick', () => {})
        .transition('c', (_b, _a, { process, instance, step }) => seen.add(`${process} ${instance} ${step}`).size > 0)
      await check(source)
      expect([...seen].sort()).toEqual(['null 0 tick', 'p 0 meet', 'p 0 part', 'q 0 go', 'q 1 go'])
    })

    test('is not evaluated for a step that fails', async () => {
      const source = model('m')
        .process('p', { steps: { a: () => assert(false) } })
        .transition('c', () => false)
      expect(verdicts(await check(source, all))).toMatchObject({
        c: 'holds',
        'no assertion fails': 'violated in 1',
      })
    })
  })

  describe('a reachable claim', () => {
    test('is witnessed by a shortest run', async () => {
      const outcome = await check(grid.reachable('the corner', s => s.x === 2 && s.y === 2))
      expect(claimOf(outcome, 'the corner')).toMatchObject({ verdict: 'witnessed', steps: 4 })
    })

    test('is never witnessed only where every state was seen', async () => {
      const source = grid.reachable('outside', s => s.x === 3)
      expect(claimOf(await check(source), 'outside').verdict).toBe('never')
      expect(claimOf(await check(source, { maxDepth: 3 }), 'outside').verdict).toBe('unknown')
      expect(claimOf(await check(source.invariant('c', s => s.x < 2)), 'outside').verdict).toBe('unknown')
    })

    test('does not stop the search', async () => {
      const outcome = await check(grid.reachable('the start', s => s.x === 0))
      expect(outcome.stop).toBe('exhausted')
      expect(claimOf(outcome, 'the start')).toMatchObject({ verdict: 'witnessed', steps: 0 })
    })
  })

  describe('an assertion and a thrown error', () => {
    const source = model('m')
      .shared(() => ({ n: 0 }))
      .process('p', {
        steps: {
          a: s => {
            s.n = choose(1, 2, 3)
          },
          b: s => {
            if (s.n === 2) throw new Error('two')
            assert(s.n !== 3, 'not three')
          },
        },
      })

    test('are violations, each of a separate claim, by the step itself', async () => {
      const outcome = await check(source, all)
      expect(verdicts(outcome)).toEqual({
        'no deadlock': 'holds',
        'no assertion fails': 'violated in 2',
        'no step throws': 'violated in 2',
      })
      expect(claimOf(outcome, 'no assertion fails').run?.moves.map(move => move.script)).toEqual([[2], []])
      expect(claimOf(outcome, 'no step throws').run?.moves.map(move => move.script)).toEqual([[1], []])
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
