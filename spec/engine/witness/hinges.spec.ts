import { choose, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { textOf } from '../../../src/report/run/plot/words.ts'
import { explanationOf, whyOf } from '../../../src/report/run/why.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
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

  it('is what another variant gives to a constant, where neither a switch nor the model itself is of use', async () => {
    const sale = model('sale', { rounds: 'up', prints: false, copies: 1 })
      .shared(() => ({ price: 15 }))
      .process('till', {
        steps: {
          round: (s, _, c) => {
            s.price = c.rounds === 'down' ? 10 : c.rounds === 'off' ? 15 : 20
          },
        },
      })
      .invariant('it does not get dearer', s => s.price <= 15)
      .variant('two copies', { copies: 2 })
      .variant('down, printed', { rounds: 'down', prints: true })
      .variant('down', { rounds: 'down' })
      .variant('as it is', { rounds: 'off' })
      .variant('twice', { rounds: 'twice' })
    const claim = 'it does not get dearer'
    const { hinges, tried } = await find(sale, { claim })
    expect(hinges?.map(({ constant, value, variant }) => [constant, value, variant])).toEqual([
      ['rounds', 'down', 'down, printed'],
      ['rounds', 'off', 'as it is'],
    ])
    expect(tried).toBeUndefined()
    const [first] = explanationOf(await find(sale, { claim }))!.waysOut
    expect(textOf(first!)).toBe(
      "With rounds = down, as in variant 'down, printed', round (step 1) would have set price to 10, not 20, and the same schedule keeps the claim.",
    )
    const changed = await find(sale, { claim, variant: 'twice', set: { rounds: 'up', prints: true } })
    expect(changed.hinges?.map(({ constant, value }) => [constant, value])).toEqual([
      ['rounds', 'down'],
      ['rounds', 'off'],
    ])
  })

  it('names the step that would have waited, and what it would have found', async () => {
    const freed = model('freed', { holds: true })
      .shared(() => ({ users: 0, isThere: false, isFreed: false, broken: false }))
      .process('user', {
        steps: {
          hold: (s, _, c) => {
            s.isThere = true
            if (c.holds) s.users++
          },
          use: s => {
            if (s.isFreed) s.broken = true
          },
        },
      })
      .process('owner', {
        steps: {
          come: s => when(s.isThere),
          wait: s => when(s.users === 0),
          free: s => {
            s.isFreed = true
          },
        },
      })
      .invariant('nobody uses what is freed', s => !s.broken)
    const witness = await find(freed, { set: { holds: false } })
    const waits = witness.steps.findIndex(({ step }) => step === 'wait')
    expect(witness.hinges).toMatchObject([
      { constant: 'holds', value: true, waits: { step: waits, found: [{ path: ['users'], before: 0, after: 1 }] } },
    ])
    expect(whyOf(witness).join(' ')).toMatch(
      /found users = 0 and so did not wait in wait .* would have set users to 1, so wait \(step \d\) would have waited, and/,
    )
  })

  it('says what would be otherwise from the beginning', async () => {
    const started = model('started', { first: 1 })
      .shared(c => ({ n: c.first }))
      .process('p', {
        steps: {
          add: s => {
            s.n++
          },
        },
      })
      .invariant('below 4', s => s.n < 4)
    const { hinges } = await find(started, { set: { first: 3 } })
    expect(hinges).toMatchObject([{ constant: 'first', value: 1, begins: [{ path: ['n'], before: 3, after: 1 }] }])
  })

  it('is, for a run that stays where it is forever, what would let the one who waits go on', async () => {
    const gate = model('gate', { opens: true, isPolite: false })
      .shared(() => ({ isOpen: false, greetings: 0 }))
      .process('porter', {
        steps: {
          open: (s, _, c) => {
            if (c.opens) s.isOpen = true
          },
          greet: (s, _, c) => {
            if (c.isPolite) s.greetings++
          },
        },
      })
      .process('guest', { steps: { enter: s => when(s.isOpen) } })
      .eventually('the guest gets in', s => s.guest[0]?.pc === 'done')
    const machine = instantiate(gate, { set: { opens: false } })
    const { claims } = await exploreRuns(machine, { allClaims: true })
    const witness = buildWitness(machine, claims.find(({ name }) => name === 'the guest gets in')!)
    expect(witness.hinges?.map(({ constant, value }) => [constant, value])).toEqual([['opens', true]])
    expect(whyOf(witness).at(-1)).toMatch(
      /^open \(step \d\) did nothing, since opens = false; with true it would have set isOpen to true, and after the same schedule guest 0 can go on\.$/,
    )
  })

  it('names the step that would have led elsewhere, and what it would have found', async () => {
    const versions = model('versions', { counts: true })
      .shared(() => ({ value: 0, version: 0, turns: 0, lost: 0 }))
      .process('slow', {
        locals: () => ({ value: 0, version: 0 }),
        steps: {
          look: (s, me) => {
            me.value = s.value
            me.version = s.version
          },
          swap: (s, me, c) => {
            if (s.value !== me.value || (c.counts && s.version !== me.version)) return 'look'
            s.lost = s.turns
            return 'done'
          },
        },
      })
      .process('quick', {
        steps: {
          there: (s, _, c) => {
            when(s.slow[0]!.pc === 'swap')
            s.value = 1
            if (c.counts) s.version++
          },
          back: (s, _, c) => {
            s.value = 0
            s.turns++
            if (c.counts) s.version++
          },
        },
      })
      .invariant('nothing is lost', s => s.lost === 0)
    const witness = await find(versions, { set: { counts: false }, claim: 'nothing is lost' })
    expect(witness.hinges).toMatchObject([
      { diverts: { step: 3, to: 'look', found: [{ path: ['version'], before: 0, after: 2 }] } },
    ])
    expect(whyOf(witness).at(-1)).toMatch(/, so swap \(step 4\) would have found version = 2 and gone on to look, and/)
  })

  it('says of a step that would have led elsewhere only what it would have looked at', async () => {
    const flush = model('flush', { partitioned: true })
      .shared(() => ({ openers: 1, partitionOpeners: 0, isFreed: false }))
      .process('flush', {
        steps: {
          open: (s, _, c) => {
            if (c.partitioned) s.partitionOpeners++
            else s.openers++
          },
          look: (s, _, c) => {
            if ((c.partitioned ? s.partitionOpeners : s.openers) > 1) return 'done'
          },
          free: s => {
            s.isFreed = true
          },
        },
      })
      .invariant('nothing is freed', s => !s.isFreed)
    const witness = await find(flush, { claim: 'nothing is freed' })
    expect(witness.hinges?.[0]?.diverts).toEqual({
      step: 1,
      to: 'done',
      found: [{ path: ['openers'], before: 1, after: 2 }],
    })
  })

  it('leaves out a step whose option is not there with the other value', async () => {
    const disk = model('disk', { waits: true })
      .shared(() => ({ cache: ['a'], isMarked: false, crashed: false, written: [] as string[] }))
      .action('mark', (s, c) => {
        when(!s.isMarked && !s.crashed && (!c.waits || s.cache.length === 0))
        s.isMarked = true
        s.cache.push('mark')
      })
      .action('write', s => {
        when(!s.crashed)
        const i = choose(...s.cache.keys())
        s.written.push(...s.cache.splice(i, 1))
      })
      .action('crash', s => {
        when(!s.crashed)
        s.crashed = true
      })
      .invariant('a mark is the last', s => !s.crashed || !s.written.includes('mark') || s.written.includes('a'))
      .mayDeadlock()
    const witness = await find(disk, { set: { waits: false } })
    expect(witness.steps.map(({ script }) => script)).toEqual([[], [1], []])
    expect(whyOf(witness).at(-1)).toBe(
      'With waits = true, mark (step 1) would have waited, and the same schedule keeps the claim.',
    )
  })

  it('is not a switch by which a process would only go another way, if the setting changes something', async () => {
    const roads = model('roads', { short: true, checks: true })
      .shared(() => ({ n: 0 }))
      .process('p', {
        steps: {
          choose: (_s, _me, c) => (c.short ? 'short' : 'long'),
          short: (s, _me, c) => {
            if (!c.checks) s.n = 3
            return 'done'
          },
          long: () => 'done',
        },
      })
      .invariant('below 3', s => s.n < 3)
    const { hinges } = await find(roads, { set: { checks: false } })
    expect(hinges?.map(({ constant }) => constant)).toEqual(['checks'])
  })

  it('says that a run is not possible with the usual value where the rest of its schedule fails then', async () => {
    const handed = model('handed', { waits: true })
      .shared(() => ({ isMade: false, item: null as { n: number } | null, n: 0 }))
      .action('hand over', (s, c) => {
        when(s.item === null && (!c.waits || s.isMade))
        s.item = { n: s.isMade ? 1 : 2 }
      })
      .process('taker', {
        steps: {
          come: (s, _me, c) => when(!c.waits || s.item !== null || s.n === 0),
          take: s => {
            s.n = s.item === null && !s.isMade ? (undefined as never as { n: number }).n : (s.item?.n ?? 0)
          },
        },
      })
      .invariant('below 2', s => s.n < 2)
      .mayDeadlock()
    const witness = await find(handed, { set: { waits: false }, claim: 'below 2' })
    expect(witness.hinges).toMatchObject([{ constant: 'waits', value: true, isElsewhere: true }])
    expect(whyOf(witness).at(-1)).toMatch(
      /^With waits = true, hand over \(step \d\) would have waited, so the run could not go as it does\.$/,
    )
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
