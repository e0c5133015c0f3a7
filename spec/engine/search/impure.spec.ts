/** Steps and claims that are no functions of the state are found out and named. */

import { model } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'

const base = model('impure').shared(() => ({ n: 0, m: { k: 0 } }))

const walking = base.action('walk', s => {
  s.n = (s.n + 1) % 50
})

describe('an impure step is named, with the cell where it differed', () => {
  it('when it counts its own runs', async () => {
    let runs = 0
    const counting = base.action('count', s => {
      s.m.k = ++runs % 7
    })
    const check = explore(instantiate(counting))
    await expect(check).rejects.toMatchObject({ code: 'impure' })
    await expect(check).rejects.toThrow(/action 'count' .*m\.k/)
  })

  it('when it changes its mind only after it has been recorded', async () => {
    let runs = 0
    const turning = walking.action('turn', s => {
      runs++
      s.m.k = runs < 20 ? 1 : 2
    })
    await expect(explore(instantiate(turning), { auditEvery: 1 })).rejects.toThrow(/action 'turn' .*m\.k/)
  })

  it('when it reads other cells for the same values', async () => {
    let runs = 0
    const reading = walking.action('peek', s => {
      runs++
      if (runs < 12 ? s.n === 99 : s.m.k === 99) s.m.k = 0
      if (s.n > 3) s.m.k = 0
    })
    await expect(explore(instantiate(reading), { auditEvery: 1 })).rejects.toThrow(/action 'peek'/)
  })

  it('when it is enabled only sometimes', async () => {
    let runs = 0
    const blinking = walking.action('blink', s => {
      runs++
      if (runs > 30) throw new Error('no more')
      s.m.k = 1
    })
    await expect(explore(instantiate(blinking), { auditEvery: 1 })).rejects.toThrow(/action 'blink'/)
  })
})

describe('an impure claim is named', () => {
  it('when it answers by turns', async () => {
    let evaluations = 0
    const turning = walking.invariant('by turns', () => evaluations++ % 2 === 0)
    await expect(explore(instantiate(turning))).rejects.toThrow(/claim 'by turns'/)
  })

  it('when it changes its mind later', async () => {
    let evaluations = 0
    const turning = walking.invariant('later', s => s.n >= 0 && evaluations++ < 120)
    await expect(explore(instantiate(turning), { auditEvery: 1 })).rejects.toThrow(/claim 'later'/)
  })

  it.each(['footprint', 'reference'] as const)('with its real cause, not for comparing objects (%s)', async engine => {
    let evaluations = 0
    const counting = walking.invariant('most times', () => ++evaluations % 5 > 0)
    await expect(explore(instantiate(counting), { engine })).rejects.toMatchObject({ code: 'impure' })
  })
})
