/** What a search and what follows it may take: time, memory, levels; and that a verdict outlives all that. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { exploreFates } from '../../../src/analyse/whole-graph.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { outcomeToText } from '../../../src/report/outcome/outcome-text.ts'
import { explore } from '../../../src/search/explore.ts'
import { footprintSearch, searchFootprint } from '../../../src/search/footprint-search.ts'

const counter = model('counter')
  .shared(() => ({ x: 0 }))
  .action('up', s => void s.x++)

const engines = ['footprint', 'reference'] as const

describe.each(engines)('the %s engine', engine => {
  it('stops between the ways of one step when time is up', async () => {
    const million = model('million')
      .shared(() => ({ x: 0, y: 0 }))
      .action('go', s => {
        s.x = choose(...Array(1000).keys())
        s.y = choose(...Array(1000).keys())
      })
    const { stop, census } = await explore(instantiate(million), { engine, maxSeconds: 0.5 })
    expect(stop).toBe('time limit')
    expect(census).toEqual({ states: 1, transitions: 0, depth: 0 })
  })

  it('stops before the heap is full', async () => {
    const heapLimit = process.memoryUsage().heapUsed
    const { stop, claims } = await explore(instantiate(counter), { engine, heapLimit, maxStates: 1_000_000 })
    expect(stop).toBe('memory limit')
    expect(claims.every(({ verdict }) => verdict === 'unknown')).toBe(true)
  })

  it('finds that a counter without bound goes too far', async () => {
    const low = counter.invariant('low', s => s.x < 3)
    const { claims } = await explore(instantiate(low), { engine })
    expect(claims[0]).toMatchObject({ name: 'low', verdict: 'violated', steps: 3, run: { moves: { length: 3 } } })
  })
})

describe('memory', () => {
  it('is counted by the real size of values', async () => {
    const large = model('large')
      .shared(() => ({ k: 0, list: [] as number[] }))
      .action('grow', s => {
        s.k++
        s.list = Array.from({ length: 5000 }, (_, i) => i * 1_000_003 + s.k)
      })
    const { stop, census } = await explore(instantiate(large), { maxMemory: 4_000_000, maxStates: 1000 })
    expect(stop).toBe('memory limit')
    // Each list takes some 40 kB as an array, and 60 as a text.
    expect(census.states).toBeGreaterThan(10)
    expect(census.states).toBeLessThan(80)
  })

  it('is not filled by trees that do not pay', async () => {
    const wide = model('wide')
      .shared(() => ({ x: Array<number>(6).fill(0) }))
      .action('step', s => {
        const i = choose(...s.x.keys())
        s.x[i] = ((s.x[i] ?? 0) + 1) % 5
      })
      .transition('one changes', (before, after) => before.x.filter((x, i) => x !== after.x[i]).length === 1)
    const treeBytes = 100_000
    const outcome = await searchFootprint(instantiate(wide), {}, { treeBytes, trialRuns: 16, linearStates: 1 })
    expect(outcome).toMatchObject({ stop: 'exhausted', census: { states: 5 ** 6 } })
    expect(outcome.effort?.bytes).toBeLessThan(3_000_000)
    expect(outcome.claims.every(({ verdict }) => verdict === 'holds')).toBe(true)
  })

  it('of a step is released when its tree is given up, and every claim is evaluated after it', async () => {
    const apart = model('apart', { limit: 3000 })
      .shared(() => ({ x: 0, y: 0 }))
      .action('up', (s, c) => {
        when(s.x < c.limit)
        s.x++
      })
      .action('round', s => {
        s.y = (s.y + 1) % 2
      })
      .invariant('small', s => s.x < 2990)
    const sizes = { treeBytes: 10_000, trialRuns: 16, linearStates: 1, walkedStates: 10 }
    const { claims, stop, effort } = await searchFootprint(instantiate(apart), { allClaims: true }, sizes)
    expect(stop).toBe('exhausted')
    expect(claims[0]).toMatchObject({ name: 'small', verdict: 'violated', steps: 2990 })
    expect(effort?.recipeRuns).toBeLessThan(1000)
  })
})

describe('a cell that grows at every level', () => {
  it('is named where a limit stops the search, and its list', async () => {
    const growing = model('growing')
      .shared(() => ({ x: 0, on: false, queue: [] as number[] }))
      .action('up', s => void s.x++)
      .action('send', s => void s.queue.push(0))
      .action('turn', s => {
        s.on = !s.on
      })
    const outcome = await explore(instantiate(growing), { maxStates: 40_000 })
    expect(outcome.growing?.map(({ cell }) => cell).sort()).toEqual(['queue', 'x'])
    expect(outcome.growing?.find(({ cell }) => cell === 'queue')?.longest).toBeGreaterThan(100)
    const text = outcomeToText(outcome, (_, words) => words)
    expect(text).toMatch(/ x has had \d+ values, new ones at each of the last \d+ levels: is it bounded\?/)
  })

  it('is not named where it has stopped growing, nor where nothing stopped the search', async () => {
    const bounded = model('bounded')
      .shared(() => ({ x: 0, y: 0 }))
      .action('up', s => {
        when(s.x < 200)
        s.x++
      })
      .action('round', s => {
        s.y = (s.y + 1) % 10_000
      })
    const outcome = await explore(instantiate(bounded), { maxDepth: 300 })
    expect(outcome.growing?.map(({ cell }) => cell)).toEqual(['y'])
    const small = model('small')
      .shared(() => ({ x: 0 }))
      .action('up', s => {
        when(s.x < 500)
        s.x++
      })
    expect((await explore(instantiate(small))).growing).toBeUndefined()
  })
})

describe('what follows a search', () => {
  const low = instantiate(counter.invariant('low', s => s.x < 3))

  it('is unknown if the exploration of all states fails for any reason', async () => {
    let calls = 0
    const machine = {
      ...low,
      get movers(): typeof low.movers {
        if (calls++ > 40) throw new RangeError('out of something')
        return low.movers
      },
    }
    expect(await exploreFates(machine, ['low'])).toEqual({
      kind: 'unknown',
      why: 'exploring all states failed: out of something',
    })
  })

  it('has its own limits, and reports its progress', async () => {
    const phases = new Set<string | undefined>()
    const options = { maxSeconds: 0.4, onProgress: ({ phase }: { phase?: string }) => void phases.add(phase) }
    const fates = await exploreFates(low, ['low'], { ...options, maxStates: 10_000_000 })
    expect(fates).toMatchObject({ kind: 'unknown' })
    expect([...phases]).toEqual(['exploring all states around the violation'])
    expect(await exploreFates(low, ['low'], { maxStates: 100 })).toEqual({
      kind: 'unknown',
      why: 'there are 100 states or more',
    })
  })

  it('leaves the verdict without a run if there is no time to find one', async () => {
    const search = footprintSearch(low, {})
    const outcome = search.concludeSearch(await search.searchLevels(), 0)
    expect(outcome.claims[0]).toMatchObject({ verdict: 'violated', steps: 3 })
    expect(outcome.claims[0]?.run).toBeUndefined()
  })
})
