/** What a recording must not miss, case by case: each is a bug that random models would find only by luck. */

import { current } from 'immer'
import { add, choose, has, model, oneOf, remove, setOf, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

async function verdictsOf(built: Parameters<typeof instantiate>[0]): Promise<{ readonly [claim: string]: string }> {
  const result = await expectSameOutcome(instantiate(built), { allClaims: true, auditEvery: 1e9 })
  if (!('claims' in result)) throw new Error(result.message)
  return Object.fromEntries(result.claims.map(({ name, verdict }) => [name, verdict]))
}

/** Goes round, far longer than the first states, which are audited. */
const around = model('around')
  .shared(() => ({ n: 0, m: 0, set: setOf<number>(), list: [0], rec: { k: 0 }, seen: 0 }))
  .action('on', s => {
    s.n = (s.n + 1) % 300
  })

describe('a claim', () => {
  it('that looked up a member which no state had is evaluated again when a state has it', async () => {
    const late = around
      .action('add', s => {
        when(s.n === 200)
        add(s.set, 7)
      })
      .invariant('no 7', s => !has(s.set, 7))
    expect(await verdictsOf(late)).toMatchObject({ 'no 7': 'violated' })
  })

  it('that looked up such a member is evaluated again although a state in which it does not look had it first', async () => {
    const twice = model('twice')
      .shared(() => oneOf([false, true].map(looks => ({ n: 0, looks, set: setOf<number>() }))))
      .action('on', s => {
        s.n = (s.n + 1) % 300
      })
      .action('add', s => {
        when(s.n === 200)
        add(s.set, 7)
      })
      .invariant('no 7', s => !s.looks || !has(s.set, 7))
    expect(await verdictsOf(twice)).toMatchObject({ 'no 7': 'violated' })
  })

  it('that iterated over a set is evaluated again when the set has a new member', async () => {
    const late = around
      .action('add', s => {
        when(s.n === 200)
        add(s.set, 7)
      })
      .invariant('small members', s => [...s.set].every(member => member < 5))
    expect(await verdictsOf(late)).toMatchObject({ 'small members': 'violated' })
  })

  it.each<[string, (set: readonly number[]) => boolean]>([
    ['its length', set => set.length < 1],
    ['an index', set => set[0] === undefined],
    ['a method of arrays', set => set.join() !== '7'],
    ['a spread of it', set => Math.max(...set) < 7],
  ])('that looked at a set by %s is evaluated again when the set has a new member', async (_, claim) => {
    const late = around
      .action('add', s => {
        when(s.n === 200)
        add(s.set, 7)
      })
      .invariant('no member', s => claim(s.set as unknown as readonly number[]))
    expect(await verdictsOf(late)).toMatchObject({ 'no member': 'violated' })
  })
})

describe('a claim about a list', () => {
  it('is evaluated after a step that edits the list, whatever is in it', async () => {
    const editing = model('editing')
      .shared(() => ({ n: 0, list: [] as number[] }))
      .action('fill', s => {
        when(s.n < 4)
        s.n++
        s.list.push(s.n)
      })
      .action('drop', s => {
        when(s.n === 4)
        s.list.shift()
      })
      .mayDeadlock()
      .invariant('short', s => s.list.length < 3)
      .reachable('dropped', s => s.list[0] === 3)
    expect(await verdictsOf(editing)).toMatchObject({ short: 'violated', dropped: 'witnessed' })
  })
})

describe('a claim about something that no cell is read for', () => {
  it('is evaluated again when that changes: the length of a list that never had another', async () => {
    const growing = around
      .action('grow', s => {
        when(s.n === 200 && s.list.length < 2)
        s.list.push(1)
      })
      .invariant('short', s => s.list.length < 2)
    expect(await verdictsOf(growing)).toMatchObject({ short: 'violated' })
  })
})

describe('a claim whose tree is set aside', () => {
  it('depends on cells that it reads only then', async () => {
    // Each number is another path through the tree, so that it is set aside long before `late` is first read.
    const late = model('late')
      .shared(() => ({ n: 0, isTime: false, late: false }))
      .action('on', s => {
        when(s.n < 1700)
        s.n++
        s.isTime = s.n === 1600
      })
      .action('late', s => {
        // Not by the number, or its own tree would be set aside too.
        when(s.isTime)
        s.late = true
      })
      .mayDeadlock()
      .invariant('not late', s => s.n < 1500 || !s.late)
    expect(await verdictsOf(late)).toMatchObject({ 'not late': 'violated' })
  })
})

describe('a step', () => {
  it('that looked up a member which no state had is run again when a state has it', async () => {
    const late = around
      .action('add', s => {
        when(s.n === 200)
        add(s.set, 7)
      })
      .action('see', s => {
        s.seen = has(s.set, 7) ? 1 : 0
      })
      .reachable('seen', s => s.seen === 1)
    expect(await verdictsOf(late)).toMatchObject({ seen: 'witnessed' })
  })

  it('that takes out a member which is not there leaves other states as they are', async () => {
    const taking = around
      .action('add', s => {
        when(s.n === 200)
        add(s.set, 7)
      })
      .action('remove', s => remove(s.set, 7))
      .reachable('gone again', s => s.n === 250 && !has(s.set, 7))
      .reachable('there', s => s.n === 250 && has(s.set, 7))
    expect(await verdictsOf(taking)).toMatchObject({ 'gone again': 'witnessed', there: 'witnessed' })
  })

  it('that reads only after some choices takes each of them once', async () => {
    const choosing = around
      .action('choose', s => {
        if (choose(true, false)) s.seen = 1
        else s.seen = s.n % 2
      })
      .reachable('seen', s => s.seen === 1)
    expect(await verdictsOf(choosing)).toMatchObject({ seen: 'witnessed' })
  })

  it('that reaches for what is behind its draft is run from every state', async () => {
    const reaching = around
      .action('later', s => {
        when(s.n === 200)
        s.rec.k = 1
      })
      .action('see', s => {
        s.seen = current(s.rec).k
      })
      .reachable('seen', s => s.seen === 1)
    expect(await verdictsOf(reaching)).toMatchObject({ seen: 'witnessed' })
  })

  it('that does something else behind proxies is run from every state', async () => {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 50
    let wasWatched = false
    const isWatched = () => {
      const isNow = new Error().stack?.includes('watchedRun') === true
      wasWatched ||= isNow
      return isNow
    }
    const shy = around
      .action('shy', s => {
        s.m = isWatched() ? 2 : s.n > 200 ? 1 : 0
      })
      .reachable('late', s => s.m === 1)
    expect(await verdictsOf(shy)).toMatchObject({ late: 'witnessed' })
    expect(wasWatched).toBe(true)
    Error.stackTraceLimit = stackTraceLimit
  })
})

describe('a step that stores an object of the state in another place', () => {
  const counting = model('counting')
    .shared(() => ({ from: { x: 0 }, to: { x: 0 }, list: [{ x: 0 }] }))
    .action('count', s => {
      when(s.from.x < 9)
      s.from.x++
    })

  it('is run again when the content of the object is another', async () => {
    const copying = counting
      .action('copy', s => {
        s.to = s.from
      })
      .invariant('small', s => s.to.x < 7)
    expect(await verdictsOf(copying)).toMatchObject({ small: 'violated' })
  })

  it('is run again when it puts the object into a list', async () => {
    const pushing = counting
      .action('push', s => {
        s.list = [s.from]
      })
      .invariant('small', s => s.list.every(({ x }) => x < 7))
    expect(await verdictsOf(pushing)).toMatchObject({ small: 'violated' })
  })
})
