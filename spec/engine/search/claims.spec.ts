import { describe, expect, test } from 'vitest'
import { assert, choose, model, oneOf } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { claimOf, diamond, grid, ring, verdicts } from './small-models.ts'

describe.each(['reference', 'footprint'] as const)('the %s engine', engine => {
  const all = { allClaims: true }

  async function check(source: AnyModel, options = {}): Promise<Outcome> {
    return explore(instantiate(source), { engine, ...options })
  }

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

  describe('a claim that is decided', () => {
    const late = { ...all, auditEvery: 1 }
    const failing = (at: number): never => {
      throw new Error(`evaluated at ${at}`)
    }

    test.each([
      ['a reachable claim', 'witnessed', ring.reachable('c', s => (s.at > 2 ? failing(s.at) : s.at > 0))],
      ['an invariant', 'violated', ring.invariant('c', s => (s.at > 2 ? failing(s.at) : s.at < 1))],
      ['a transition claim', 'violated', ring.transition('c', (s, t) => (s.at > 2 ? failing(s.at) : t.at < 1))],
    ])('is not evaluated any more, not even by an audit: %s', async (_, verdict, source) => {
      const outcome = await check(source, late)
      expect(outcome.stop).toBe('exhausted')
      expect(claimOf(outcome, 'c')).toMatchObject({ verdict, steps: 1 })
    })

    test('is evaluated again where it was decided: one that then throws is refused', async () => {
      let evaluated = 0
      const source = ring.invariant('c', () => (++evaluated > 1 ? failing(evaluated) : false))
      await expect(check(source, late)).rejects.toMatchObject({ code: expect.stringMatching('claim-threw|impure') })
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
})
