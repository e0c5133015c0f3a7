/** Limits: what stops a search is said, and what was found until then is kept. */

import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { qrcu } from '../../../models/rcu/qrcu.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'

const counters = model('counters', { count: 4, limit: 30 })
  .shared(c => ({ n: Array<number>(c.count).fill(0) }))
  .process('counter', {
    count: c => c.count,
    steps: {
      up: (s, me, c) => {
        s.n[me.id] = Math.min((s.n[me.id] ?? 0) + 1, c.limit)
        return 'up'
      },
    },
  })
  .invariant('far from it', s => s.n.reduce((sum, n) => sum + n, 0) < 1000)

describe('a search with a limit of memory', () => {
  it('stops the search before it is exceeded, is reported, and leaves the census so far', async () => {
    const maxMemory = 2_000_000
    const outcome = await explore(instantiate(counters), { maxMemory })
    expect(outcome.stop).toBe('memory limit')
    expect(outcome.effort?.bytes).toBeLessThanOrEqual(maxMemory)
    expect(outcome.census.states).toBeGreaterThan(10_000)
    expect(new Set(outcome.claims.map(claim => claim.verdict))).toEqual(new Set(['unknown']))
  })

  it('stops at once where nothing fits', async () => {
    const { stop, census } = await explore(instantiate(counters), { maxMemory: 1 })
    expect(stop).toBe('memory limit')
    expect(census.states).toBe(1)
  })

  it('keeps a violation that it has found', async () => {
    const broken = counters.invariant('small', s => (s.n[0] ?? 0) < 2)
    const { stop, claims } = await explore(instantiate(broken), { maxMemory: 2_000_000, allClaims: true })
    expect(stop).toBe('memory limit')
    expect(claims.find(({ name }) => name === 'small')).toMatchObject({ verdict: 'violated', steps: 2 })
  })

  it('is rejected if it is not a limit', async () => {
    await expect(explore(instantiate(counters), { maxMemory: 0 })).rejects.toMatchObject({ code: 'bad-limit' })
  })
})

describe('a search that is stopped', () => {
  // 55 million states: no machine is through before it is stopped.
  const endless = instantiate(qrcu, { set: { readers: 3, updaters: 2 } })

  it('by a number of states has stored the states that the reference has', async () => {
    const machine = instantiate(qrcu)
    for (const maxStates of [1, 10, 100, 777]) {
      const [fast, slow] = [
        await explore(machine, { maxStates }),
        await explore(machine, { maxStates, engine: 'reference' }),
      ]
      expect(fast.census).toEqual(slow.census)
      expect(fast.stop).toBe('state limit')
    }
  })

  it('by its signal is reported as interrupted', async () => {
    const { stop } = await explore(endless, { signal: AbortSignal.timeout(50) })
    expect(stop).toBe('interrupted')
  })

  it('by time is reported as such', async () => {
    const { stop, claims } = await explore(endless, { maxSeconds: 0.2 })
    expect(stop).toBe('time limit')
    expect(claims.every(({ verdict }) => verdict === 'unknown')).toBe(true)
  })
})
