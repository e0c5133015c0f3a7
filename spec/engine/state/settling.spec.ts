/** Layouts settle: how often they change does not depend on how many cells grow. */

import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { Room } from '../../../src/state/room.ts'
import { kindOf } from '../../../src/state/width.ts'
import leaderRing from '../fixtures/leader-ring.ts'
import tokenPassing from '../fixtures/token-passing.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

const tight = { roomyStates: 20, linearStates: 100, walkedStates: 50, chunkStates: 64 }

/** Cells of different kinds, each of which gets its third value when the one before has it. */
const inTurn = (cells: number) => {
  const names = Array.from({ length: cells }, (_, i) => `c${i}`)
  return model('in turn')
    .shared(() => Object.fromEntries(names.map(name => [name, 0])))
    .action('next', s => {
      const name = names.find(one => (s[one] as number) < 3)
      if (name !== undefined) s[name] = (s[name] as number) + 1
    })
}

describe('a layout', () => {
  it('changes a few times where 120 instances in turn take on new values', async () => {
    const { effort, census } = await searchFootprint(instantiate(tokenPassing), {})
    expect(census).toMatchObject({ states: 241, transitions: 240 })
    expect(effort?.relayouts).toBeLessThan(6)
  })

  it.each([20, 200])('changes a few times where %i cells of different kinds grow in turn', async cells => {
    for (const sizes of [{}, tight]) {
      const { effort, census } = await searchFootprint(instantiate(inTurn(cells)), {}, sizes)
      expect(census.states).toBe(3 * cells + 1)
      expect(effort?.relayouts).toBeLessThan(20)
    }
  })

  it('that is made tight, outgrown and made tight again holds the same states', async () => {
    for (const numbers of ['3 1 4 2', '2 1 3']) {
      const ring = instantiate(leaderRing, { set: { numbers } })
      await expectSameOutcome(ring, {}, tight)
      await expectSameOutcome(ring, {}, { ...tight, linearStates: 1, chunkStates: 4096 })
    }
  })
})

describe('room', () => {
  const narrow = (path: (string | number)[]) => [{ path }]
  const cell = (path: (string | number)[]) => ({ path, values: 2, valuesOfKind: 4 })

  it('is one bit at first, and one more each time it is soon used up', () => {
    const room = new Room(1000)
    expect(room.withSpare(cell(['a']))).toBe(3)
    room.becameNarrow(100, narrow(['a']))
    room.becameNarrow(150, narrow(['b']))
    expect(room.withSpare(cell(['c']))).toBe(4)
    room.becameNarrow(400, narrow(['b']))
    expect(room.withSpare(cell(['c']))).toBe(3)
  })

  it('is kept for kinds of cells that outgrow it twice, where states are many', () => {
    const room = new Room(0)
    room.becameNarrow(100, narrow(['list', 3]))
    expect(room.withSpare(cell(['list', 3]))).toBe(2)
    room.becameNarrow(1000, narrow(['list', 4]))
    expect(room.withSpare(cell(['list', 5]))).toBe(3)
    expect(room.withSpare(cell(['other']))).toBe(2)
  })

  it('is given up once states have doubled, first to what cells need, then to what their kinds need', () => {
    const room = new Room(0)
    room.becameNarrow(100, [])
    expect(room.tighter(150)).toBeUndefined()
    expect(room.tighter(200)?.(cell(['a']))).toBe(1)
    expect(room.tighter(400)).toBeUndefined()
    room.becameNarrow(500, [])
    expect(room.tighter(1000)?.(cell(['a']))).toBe(2)
  })

  it('is shared by cells that differ by a number only', () => {
    expect(kindOf(['node', 3, 'pc'])).toBe(kindOf(['node', 4, 'pc']))
    expect(kindOf(['node', 3, 'pc'])).not.toBe(kindOf(['node', 3, 'out']))
  })
})
