/** What a step that looks at a list, or edits one, is recorded to depend on: not more than it asked. */

import { add, choose, type Model, model, setOf, when } from 'interleave-checker'
import { describe, expect, it, vi } from 'vitest'
import { WatchedList } from '../../../src/footprint/watched-list.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import leaderRing from '../fixtures/leader-ring.ts'
import slidingWindow from '../fixtures/sliding-window.ts'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

const generated = { linearStates: 1, walkedStates: 20, chunkStates: 64 }

/** Lists of up to `longest` letters, of which there are three, fed one by one; `also` looks at them. */
const feeding = <S extends object>(
  longest: number,
  more: S,
  also: (s: { list: string[] } & S) => void,
): Model<never, never, string> =>
  model('feeding')
    .shared(() => ({ list: [] as string[], ...more }) as never)
    .action('feed', (s: { list: string[] }) => {
      when(s.list.length < longest)
      s.list.push(choose('a', 'b', 'c'))
    })
    .action('also', s => also(s as never))
    .mayDeadlock() as never

const runsOf = async (tried: AnyModel) => (await searchFootprint(instantiate(tried), {})).effort?.recipeRuns

/** Both engines agree, by trees and by code; the recipe runs that it took do not grow with the lists. */
async function expectFewRuns(make: (longest: number) => AnyModel): Promise<void> {
  for (const sizes of [{}, generated]) await expectSameOutcome(instantiate(make(4)), { allClaims: true }, sizes)
  const [short, long] = [await runsOf(make(3)), await runsOf(make(5))]
  // Two lengths more, each with one run for each letter and for each of two steps, at most three looks deep.
  expect((long as number) - (short as number)).toBeLessThanOrEqual(2 * 3 * 2 * 3)
}

describe('a step', () => {
  it('that appends to a list depends on its length', () =>
    expectFewRuns(longest => feeding(longest, {}, s => when(s.list.length > longest))))

  it.each<[string, (s: { list: string[]; got: string }) => void]>([
    [
      'takes the first element',
      s => {
        s.got = s.list.shift() ?? ''
      },
    ],
    [
      'takes the last element',
      s => {
        s.got = s.list.pop() ?? ''
      },
    ],
    [
      'looks at the first element',
      s => {
        s.got = s.list[0] ?? ''
      },
    ],
    [
      'looks at the last element',
      s => {
        s.got = s.list.at(-1) ?? ''
      },
    ],
    ['moves the first element to the end', s => void (s.list.length > 0 && s.list.push(s.list.shift() as string))],
    ['takes out an element in the middle', s => void s.list.splice(1, 1)],
    ['cuts a list off', s => void s.list.splice(2)],
    ['puts an element in front', s => void (s.list.length < 3 && s.list.unshift('c'))],
    [
      'takes two elements and looks at one',
      s => {
        s.got = s.list.splice(0, 2)[1] ?? ''
      },
    ],
  ])('that %s depends on no other', (_, also) => expectFewRuns(longest => feeding(longest, { got: '' }, also)))

  it.each<[string, (s: { list: string[]; got: string }) => void]>([
    [
      'takes two elements one after the other',
      s => {
        s.got = (s.list.shift() ?? '') + (s.list.shift() ?? '')
      },
    ],
    [
      'filters',
      s => {
        s.list = s.list.filter(one => one !== 'a')
      },
    ],
    ['sorts', s => void s.list.sort()],
    [
      'joins',
      s => {
        s.got = s.list.join('')
      },
    ],
    [
      'assigns an element',
      s => {
        if (s.list.length > 1) s.list[1] = 'a'
      },
    ],
    [
      'assigns the first element, which may not be there',
      s => {
        s.list[0] = 'a'
      },
    ],
    [
      'empties by its length',
      s => {
        s.list.length = 0
      },
    ],
    [
      'appends through a method of another list',
      s => void s.list.splice(Math.min(3, Array.prototype.push.call(s.list, 'a'))),
    ],
    [
      'asks for an index that is none',
      s => {
        s.got = s.list['01' as never] ?? s.list.at(0.5) ?? ''
      },
    ],
    [
      'spreads',
      s => {
        s.list = [...s.list, 'a'].slice(0, 2)
      },
    ],
    ['replaces a list and appends', s => void Object.assign(s, { list: [] }).list.push('b' as never)],
  ])('that %s does what the reference does', async (_, also) => {
    for (const sizes of [{}, generated])
      await expectSameOutcome(instantiate(feeding(3, { got: '' }, also)), { allClaims: true }, sizes)
  })

  it('that edits an element in place changes the list', async () => {
    const editing = model('editing')
      .shared(() => ({ mail: [] as { to: number; read: boolean }[], seen: 0 }))
      .action('send', s => {
        when(s.mail.length < 3)
        s.mail.push({ to: choose(0, 1), read: false })
      })
      .action('read', s => {
        const found = s.mail.find(one => !one.read)
        when(found !== undefined)
        found.read = true
        s.seen = found.to
      })
      .action('drop', s => {
        when(s.mail[0]?.read === true)
        s.mail.shift()
      })
      .invariant('read from the first on', s =>
        s.mail.every((one, i) => i === 0 || !one.read || s.mail[i - 1]?.read === true),
      )
    for (const sizes of [{}, generated]) await expectSameOutcome(instantiate(editing), { allClaims: true }, sizes)
  })
})

describe('a cell of lists', () => {
  it('that holds something else once is looked at as a whole from then on', async () => {
    const gone = feeding(2, { turns: 0 }, s => {
      ;(s as { list: unknown }).list = s.turns === 0 ? [] : null
      s.turns = 1
      when(s.list !== null)
    })
    const claimed = (gone as never as Model<never, { list: string[] | null }, string>).invariant('there is a list', s =>
      Array.isArray(s.list),
    )
    for (const sizes of [{}, generated])
      await expectSameOutcome(instantiate(claimed as never), { allClaims: true, maxStates: 100 }, sizes)
  })

  it('in which there was a set once is settled like a set at that place', async () => {
    const sets = model('sets in a list')
      .shared(() => ({ queue: [{ set: setOf(2, 1) }, { set: setOf(1) }], n: 0 }))
      .action('turn', s => {
        const first = s.queue.shift()
        if (first !== undefined && s.n++ < 3) s.queue.push(first, { set: setOf(3, 0) })
        if (s.queue[0] !== undefined) add(s.queue[0].set, s.n)
        s.queue.splice(2)
      })
      .mayDeadlock()
    for (const sizes of [{}, generated])
      await expectSameOutcome(instantiate(sets), { allClaims: true, maxStates: 60 }, sizes)
  })

  it('outgrows its bits by edits alone', async () => {
    const growing = feeding(6, {}, s => void (s.list.length > 5 && s.list.splice(0)))
    const sizes = { ...generated, roomyStates: 0, auditEvery: 1 }
    await expectSameOutcome(instantiate(growing), {}, sizes)
    expect((await searchFootprint(instantiate(growing), {}, sizes)).census.states).toBe(1093)
  })
})

describe('machines of queues', () => {
  it('have the states and transitions that SPIN counts', async () => {
    const window = await searchFootprint(instantiate(slidingWindow, { set: { window: 2, queue: 2, acks: 2 } }), {})
    const ring = await searchFootprint(instantiate(leaderRing), {})
    expect([window.census, ring.census]).toMatchObject([
      { states: 2571, transitions: 12_150 },
      { states: 3987, transitions: 14_523 },
    ])
  })

  it('take few recipe runs', async () => {
    expect((await searchFootprint(instantiate(slidingWindow), {})).effort?.recipeRuns).toBeLessThan(600)
  })
})

describe('edits that were noted wrongly', () => {
  it('are not believed: the list counts as read, and no verdict changes', async () => {
    const wrong = vi
      .spyOn(WatchedList.prototype, 'editsLeadingTo')
      .mockReturnValue({ kind: 'list', edits: [{ method: 'push', args: ['noted, not pushed'] }] })
    try {
      const fed = feeding(3, { got: '' }, s => void s.list.shift()).invariant(
        'full',
        (s: { list: string[] }) => s.list.length < 3,
      )
      expect(await agreedVerdicts(fed)).toMatchObject({ full: 'violated' })
      expect(wrong).toHaveBeenCalled()
    } finally {
      wrong.mockRestore()
    }
  })
})
