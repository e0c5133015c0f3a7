/** Steps that are run from every state, on plain copies of it. */

import { isDraft } from 'immer'
import { choose, model, type SetOf, setOf, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

/** Trees are set aside at the first run, so that most are made directly. */
const sizes = { trialRuns: 1 }

type Described = Parameters<typeof instantiate>[0]

async function resultOf(built: Described) {
  return expectSameOutcome(instantiate(built), { allClaims: true }, sizes)
}

/** What is different in each state, so that no footprint repeats. */
const counting = model('counting')
  .shared(() => ({
    n: 0,
    a: { x: 0 },
    b: { x: 0 },
    list: [{ k: 0 }, { k: 0 }],
    set: setOf<{ id: number; flag: boolean }>({ id: 1, flag: false }, { id: 2, flag: false }),
    log: [] as unknown[],
  }))
  .action('count', s => {
    when(s.n < 40)
    s.n++
  })
  .mayDeadlock()

/** States at which later looks for the order of keys, of steps and of claims, are not aimed: these are for some states only. */
const oddState = 1002
const oddStateOfClaims = 1003

const evicting = model('evicting')
  .shared(() => ({ n: 0, cache: {} as Record<string, number>, gone: [] as string[] }))
  .action('count', s => {
    when(s.n < 1100 && s.gone.length === 0)
    if (s.n < 3) s.cache[`k${s.n}`] = 1
    s.n++
  })
  .action('evict', s => {
    when(s.n > 2 && s.gone.length === 0)
    const keys = Object.keys(s.cache)
    s.gone = [(s.n === oddState ? keys : keys.sort())[0] ?? '']
  })
  .mayDeadlock()

describe('a step that is run directly', () => {
  it('edits members of sets in place, as drafts let it', async () => {
    const editing = counting
      .action('flag', s => {
        const member = choose(...s.set)
        when(s.n % 7 === member.id)
        member.flag = !member.flag
      })
      .reachable('both', s => [...s.set].every(({ flag }) => flag))
    expect(await resultOf(editing)).toMatchObject({
      claims: expect.arrayContaining([expect.objectContaining({ name: 'both', verdict: 'witnessed' })]),
    })
  })

  it('begins each of its options with a fresh state, even after it has put one object in two places', async () => {
    const sharing = counting
      .action('share', s => {
        const way = choose('share', 'edit')
        when(s.n > 3)
        if (way === 'share') {
          s.list[0] = s.list[1]!
          when(s.list[0].k !== 0)
        }
        s.list[0]!.k = (s.n % 3) + 1
      })
      .invariant('the other is left alone', s => s.list[1]!.k === 0)
    expect(await resultOf(sharing)).toMatchObject({
      claims: expect.arrayContaining([expect.objectContaining({ name: 'the other is left alone', verdict: 'holds' })]),
    })
  })

  it('changes the same fields where the keys of the state are in another order', async () => {
    const comingAndGoing = model('a field comes and goes')
      .shared((): { list: number[]; n: number; set: SetOf<{ id: number }>; more?: number } => ({
        list: [1, 0, 0],
        n: 0,
        set: setOf({ id: 1 }, { id: 2 }),
      }))
      .action('count', s => {
        when(s.n < 20)
        s.n++
      })
      .action('come', s => {
        when(s.n === 20)
        s.more = s.n
      })
      .action('go', s => {
        delete s.more
      })
      .action('lengthen', s => {
        when([...s.set].some(({ id }) => id === 1) && s.list.length < 5)
        s.list.unshift(s.n % 3)
      })
      .action('shorten', s => {
        s.list.length = 0
      })
      .mayDeadlock()
    expect(await resultOf(comingAndGoing)).toMatchObject({ stop: 'exhausted' })
  })

  it('is rejected if it stores me inside a new object', async () => {
    const storing = counting.process('p', {
      steps: {
        go: (s, me) => {
          if (s.n > 20) s.log = [{ mover: me }]
          return 'go'
        },
      },
    })
    expect(await resultOf(storing)).toMatchObject({ code: 'own-instance' })
  })

  it('may delete and add keys, and put back what it removed', async () => {
    const keys = counting
      .action('keys', s => {
        const rec = s.a as { x?: number }
        const { x } = rec
        delete rec.x
        rec.x = choose(x ?? 0, s.n % 3)
        when(s.n > 2)
        s.b = s.a
        s.a.x++
        when(s.a.x < 4)
      })
      .invariant('the same', s => s.a.x === s.b.x)
    expect(await resultOf(keys)).toMatchObject({
      claims: expect.arrayContaining([expect.objectContaining({ name: 'the same', verdict: 'holds' })]),
    })
  })

  it('may edit a part of a list before it moves it, and leave others as they are', async () => {
    const turning = model('turning')
      .shared(() => ({
        n: 0,
        queue: [
          { k: 0, tags: [0], deep: { x: 0 } },
          { k: 1, tags: [1], deep: { x: 1 } },
          { k: 2, tags: [2], deep: { x: 2 } },
        ],
        past: [] as unknown[],
      }))
      .action('turn', s => {
        when(s.n < 5)
        s.n++
        const [first, ...others] = s.queue
        const how = choose('as it is', 'key', 'list', 'deep')
        if (how === 'key') first!.k = (first!.k + s.n) % 5
        if (how === 'list') first!.tags.push(s.n % 3)
        if (how === 'deep') first!.deep.x = s.n % 2
        if (first!.tags.length > 2) first!.tags = [0]
        s.queue = [...others, first!]
        s.past = [first!.deep, ...s.past].slice(0, 2)
      })
      .mayDeadlock()
      .reachable('edited', s => s.queue.some(({ tags }) => tags.length === 2) && s.n > 3)
    expect(await resultOf(turning)).toMatchObject({
      claims: expect.arrayContaining([expect.objectContaining({ name: 'edited', verdict: 'witnessed' })]),
    })
  })

  it('is refused where it goes by the order of keys in one state of a thousand', async () => {
    expect(await resultOf(evicting)).toMatchObject({ code: 'key-order' })
  })

  it('is refused there as well where it is recorded in each of them', async () => {
    const recorded = await expectSameOutcome(instantiate(evicting), { allClaims: true }, { trialRuns: 5000 })
    expect(recorded).toMatchObject({ code: 'key-order' })
  })

  it('is refused where the reference does something else', async () => {
    const counted = counting.action('ask', s => {
      s.a.x = s.n > 30 && isDraft(s) ? 1 : 0
    })
    expect(await resultOf(counted).catch(() => ({ code: 'differs' }))).not.toMatchObject({ stop: 'exhausted' })
  })
})

describe('a claim that is evaluated directly', () => {
  it('is refused where it goes by the order of keys in one state of a thousand', async () => {
    const caching = model('caching')
      .shared(() => ({ n: 0, cache: {} as Record<string, number> }))
      .action('count', s => {
        when(s.n < 1100)
        if (s.n < 3) s.cache[`k${s.n}`] = 1
        s.n++
      })
      .mayDeadlock()
    const peeking = caching.invariant('the last key is not the first', s => {
      const keys = Object.keys(s.cache)
      return (s.n === oddStateOfClaims ? keys : keys.sort())[0] !== 'k2'
    })
    expect(await resultOf(peeking)).toMatchObject({ code: 'key-order' })
    const sizing = caching.invariant('it has at most three keys', s => s.n < 4 || Object.keys(s.cache).length === 3)
    expect(await resultOf(sizing)).toMatchObject({ stop: 'exhausted' })
  })
})
