import { model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { find } from '../report/witnesses.ts'

const bank = model('bank', { locks: false, counts: true, sets: 2, name: 'a' })
  .shared(c => ({ lock: null as number | null, balance: 0, count: 0, sets: c.sets }))
  .process('clerk', {
    count: 2,
    locals: () => ({ seen: 0 }),
    steps: {
      lock: (s, me, c) => {
        if (!c.locks) return
        when(s.lock === null)
        s.lock = me.id
      },
      read: (s, me) => {
        me.seen = s.balance
      },
      write: (s, me, c) => {
        s.balance = me.seen + 1
        if (c.counts) s.count++
      },
      unlock: s => {
        s.lock = null
      },
    },
  })
  .invariant('what is counted is there', s => s.clerk.some(({ pc }) => pc !== 'done') || s.balance >= s.count)
  .invariant('what is there is counted', s => s.clerk.some(({ pc }) => pc !== 'done') || s.count > 0)

describe('what a run hangs on', () => {
  it('is a constant with which the same schedule keeps the claim, and breaks no other', async () => {
    const { hinges } = await find(bank, { claim: 'what is counted is there' })
    // Without counting, the claim holds and the other one does not: that is no way out.
    expect(hinges?.map(({ constant, value }) => [constant, value])).toEqual([['locks', true]])
    const [{ steps }] = hinges as [NonNullable<typeof hinges>[number]]
    const [first] = steps
    expect(first).toMatchObject({ step: 0, effect: 'differs', isSkipped: true })
    expect(first?.changes).toMatchObject([{ path: ['lock'], before: null }])
    expect(first?.changes).toHaveLength(1)
  })

  it('is, for a constant that is not a switch, only a value that the model itself has', async () => {
    const renamed = bank.invariant('is named a', (_, c) => c.name === 'a')
    const { hinges, usual } = await find(renamed, { claim: 'is named a', set: { name: 'b', locks: true } })
    expect(hinges).toEqual([{ constant: 'name', value: 'a', steps: [] }])
    expect(usual).toEqual({ name: 'a', locks: false })
  })

  it('is nothing for what should be reached', async () => {
    const { hinges } = await find(
      bank.reachable('all is there', s => s.balance === 2),
      { claim: 'all is there' },
    )
    expect(hinges).toBeUndefined()
  })
})

describe('what a run breaks on its way', () => {
  it('is each other claim, at the first step that breaks it', async () => {
    const source = model('way')
      .shared(() => ({ n: 0 }))
      .process('p', {
        steps: {
          one: s => {
            s.n = 1
          },
          two: s => {
            s.n = 2
          },
          three: s => {
            s.n = 3
          },
        },
      })
      .invariant('below 2', s => s.n < 2)
      .invariant('below 3', s => s.n < 3)
      .transition('grows', (a, b) => b.n > a.n)
    const { broken } = await find(source, { claim: 'below 3' })
    expect(broken).toEqual([{ claim: 'below 2', step: 1 }])
  })
})
