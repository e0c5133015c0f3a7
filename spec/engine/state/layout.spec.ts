/** Layouts that change under a running search: new shapes, wider cells, new members, borders of chunks. */

import { add, model, setOf, size } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

/** Two counters that wander; once both are at the end, `last` does something no state had before. */
const wander = <T extends object>(extra: T, last: (s: { a: number; b: number } & T) => void) =>
  model('wander', { limit: 40 })
    .shared<{ a: number; b: number } & T>(() => ({ a: 0, b: 0, ...extra }) as never)
    .action('a', (s, c) => {
      s.a = Math.min(s.a + 1, c.limit)
    })
    .action('b', (s, c) => {
      s.b = Math.min(s.b + 1, c.limit)
    })
    .action('last', (s, c) => {
      if (s.a === c.limit && s.b === c.limit) last(s as { a: number; b: number } & T)
    })

describe('a layout that changes deep in the search', () => {
  it('carries the states over when a queue of fixed length grows', async () => {
    const growing = wander({ queue: [0, 0] }, s => {
      if (s.queue.length < 4) s.queue.push(s.queue.length)
    }).invariant('the queue stays short', s => s.queue.length < 4)
    await expectSameOutcome(instantiate(growing), { allClaims: true }, { chunkStates: 32, blockStates: 7 })
  })

  it('carries the states over when a record becomes null, and a null a record', async () => {
    const nullable = wander({ record: { x: 1 } as { x: number } | null, other: null as { y: number } | null }, s => {
      if (s.record !== null) s.record = null
      else s.other = s.other === null ? { y: 1 } : { y: s.other.y === 3 ? 3 : s.other.y + 1 }
    }).reachable('three', s => s.other?.y === 3)
    await expectSameOutcome(instantiate(nullable), { allClaims: true }, { chunkStates: 8, indexEntries: 2 })
  })

  it('gives a set one more cell for each new member', async () => {
    const members = wander({ set: setOf<number>() }, s => add(s.set, size(s.set) % 5)).invariant(
      'the set stays small',
      s => size(s.set) < 5,
    )
    await expectSameOutcome(instantiate(members), { allClaims: true }, { chunkStates: 8 })
  })

  it('evaluates a skipped claim again when what it reads has become another cell', async () => {
    const late = wander({ record: { x: 0, y: 0 } }, s => {
      if (s.record.x < 3) s.record.x++
      else (s as { record: unknown }).record = null
    }).invariant('there is a record', s => (s.record as unknown) !== null)
    await expectSameOutcome(instantiate(late), { allClaims: true })
  })

  it('keeps a tree from being used after its cells have changed', async () => {
    // `sum` reads both elements before the array grows, and has to read what grew afterwards.
    const stale = wander({ list: [1, 1], sum: 0 }, s => {
      if (s.list.length < 4) s.list.push(1)
    })
      .action('sum', s => {
        s.sum = s.list.reduce((sum, n) => sum + n, 0)
      })
      .reachable('all four are summed', s => s.sum === 4)
    await expectSameOutcome(instantiate(stale), { allClaims: true }, { chunkStates: 16 })
  })

  it('forgets trees that looked at a whole set when the set gets a member they have not seen', async () => {
    const stale = wander({ set: setOf<number>(1), sum: 0 }, s => add(s.set, size(s.set) + 1 > 3 ? 1 : size(s.set) + 1))
      .action('sum', s => {
        s.sum = [...s.set].reduce((sum, n) => sum + n, 0)
      })
      .reachable('all three are summed', s => s.sum === 6)
    await expectSameOutcome(instantiate(stale), { allClaims: true }, { chunkStates: 16 })
  })
})

describe('packed states', () => {
  it('get wider with new values', async () => {
    const wide = model('wide', { limit: 300 })
      .shared(() => ({ n: 0, text: '', flags: [false, false, false] }))
      .action('count', (s, c) => {
        if (s.n < c.limit) s.n++
        s.text = `at ${s.n}`
      })
      .action('flag', s => {
        s.flags[s.n % 3] = true
      })
    const sizes = { chunkStates: 4, indexEntries: 2, blockStates: 5, roomyStates: 0 }
    await expectSameOutcome(instantiate(wide), {}, sizes)
    await expectSameOutcome(instantiate(wide), {}, { ...sizes, linearStates: 10, walkedStates: 10 })
    const { effort } = await searchFootprint(instantiate(wide), {}, sizes)
    expect(effort?.relayouts).toBeGreaterThan(0)
  })

  it('take as many words as they need', async () => {
    const many = model('many')
      .shared(() => ({ cells: Array<number>(60).fill(0) }))
      .action('one', s => {
        const i = s.cells.indexOf(0)
        if (i >= 0) s.cells[i] = i + 1
      })
      .action('two', s => {
        if (s.cells[5] === 6) s.cells[5] = 0
      })
    await expectSameOutcome(instantiate(many), {}, { chunkStates: 2 })
    const { effort } = await explore(instantiate(many))
    expect(effort?.wordsPerState).toBeGreaterThan(1)
  })

  it('are found again for every size of chunk, index and block', async () => {
    const grid = instantiate(
      wander({}, () => {}),
      { set: { limit: 12 } },
    )
    for (const chunkStates of [1, 2, 16, 128, 256]) {
      for (const blockStates of [1, 2, 169, 4096]) {
        const { census } = await searchFootprint(grid, {}, { chunkStates, indexEntries: 1, blockStates })
        expect(census).toEqual({ states: 169, transitions: 169 * 3, depth: 24 })
      }
    }
  })

  it('are compared completely if hashes are equal', async () => {
    // Two words per state, and enough states that by the birthday bound some pairs have the same 32-bit hash.
    const many = model('grid', { side: 512 })
      .shared(() => ({ a: 0, aToo: 0, b: 0, bToo: 0 }))
      .action('a', (s, c) => {
        s.a = (s.a + 1) % c.side
        s.aToo = s.a
      })
      .action('b', (s, c) => {
        s.b = (s.b + 1) % c.side
        s.bToo = s.b
      })
    const expected = { states: 512 * 512, transitions: 2 * 512 * 512, depth: 1022 }
    for (const linearStates of [2000, Number.POSITIVE_INFINITY]) {
      const { census, effort } = await searchFootprint(instantiate(many), {}, { linearStates })
      expect(census).toEqual(expected)
      expect(effort?.wordsPerState).toBe(2)
    }
  })
})
