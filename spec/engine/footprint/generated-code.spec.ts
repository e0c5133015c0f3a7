/** What code is generated from: trees of any size, on a machine that may refuse to compile it. */

import { choose, model, oneOf, when } from 'interleave-checker'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { wasm } from '../../../src/base/webassembly.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

const generated = { linearStates: 1, walkedStates: 100 }

/** Steps that branch on a cell of `values` values, of which they know those that are `apart`. */
const wide = (values: number, apart: number) =>
  model('wide')
    .shared(() => oneOf(Array.from({ length: values }, (_, x) => ({ x, y: 0, z: 0 }))))
    .action('by x', s => {
      when(s.y === 0 && s.x % apart === 0)
      s.y = 1 + (s.x % 50)
    })
    .action('round', s => {
      s.z = (s.z + 1) % 3
    })
    .invariant('small', s => s.y * 3 + s.z < 152)

describe('code generated from trees', () => {
  it.each([
    [3, 1],
    [4, 1],
    [40, 9],
    [1024, 1],
    [1025, 1],
    [3000, 1],
    [3000, 17],
    [3000, 1000],
  ])('goes by a cell of %i values, each %ith of which leads on', async (values, apart) => {
    await expectSameOutcome(instantiate(wide(values, apart)), { allClaims: true }, generated)
  })

  it('goes hundreds of ways from one state', async () => {
    const choosing = model('choosing')
      .shared(() => ({ x: 0, y: 0 }))
      .action('go', s => {
        when(s.x % 60 === 0)
        s.x = choose(...Array(600).keys())
        s.y = s.x % 7
      })
      .mayDeadlock()
      .invariant('small', s => s.x < 590)
    const sizes = { ...generated, walkedStates: 10, fullBatch: 64 }
    await expectSameOutcome(instantiate(choosing), { allClaims: true }, sizes)
  })

  it('copies states of many words', async () => {
    for (const cells of [60, 400]) {
      const large = model('large')
        .shared(() => ({ at: 0, a: Array(cells).fill(0) as number[] }))
        .action('go', s => {
          s.a[s.at] = 3
          s.at = (s.at + 7) % s.a.length
        })
        .invariant('few', s => s.at < s.a.length - 1)
      await expectSameOutcome(instantiate(large), { allClaims: true, maxStates: 300 }, generated)
    }
  })

  it.each([300, 1000, 3000, 20_000])('may have %i bytes, and what does not fit is walked', async maxCodeBytes => {
    await expectSameOutcome(instantiate(wide(700, 1)), { allClaims: true }, { ...generated, maxCodeBytes })
  })

  it('is not larger than it may be', async () => {
    const { effort } = await searchFootprint(instantiate(wide(700, 1)), {}, { ...generated, maxCodeBytes: 300 })
    expect(effort?.kernels).toBe(0)
  })
})

class Refusing {
  constructor() {
    throw new Error('too large for this machine')
  }
}

describe('where code cannot be compiled', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('the search walks trees, and its effort says so', async () => {
    vi.spyOn(wasm, 'Module').mockImplementation(Refusing)
    const machine = instantiate(wide(300, 1))
    const { effort } = await searchFootprint(machine, { allClaims: true }, generated)
    expect(effort).toMatchObject({ kernels: 0, withoutCode: 'too large for this machine' })
    await expectSameOutcome(machine, { allClaims: true }, generated)
  })
})
