/** Records in lists: a step that moves them depends on none that it has not looked into. */

import { choose, type Model, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { ValueTable } from '../../../src/state/value-table.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

interface Mail {
  to: number
  hops: number
}

interface S {
  net: Mail[]
  other: Mail[]
  got: number
  kept: Mail
}

/** A net of up to three messages to any of `nodes`; `also` does something with it. */
const mailing = (nodes: number, also: (s: S) => void): Model<never, never, string> =>
  model('mailing')
    .shared(() => ({ net: [] as Mail[], other: [] as Mail[], got: 0, kept: { to: 0, hops: 0 } }))
    .action('send', s => {
      when(s.net.length < 3)
      s.net.push({ to: choose(...Array(nodes).keys()), hops: 0 })
    })
    .action('also', s => also(s))
    .mayDeadlock() as never

const generated = { linearStates: 1, walkedStates: 20, chunkStates: 64 }
const setAside = { trialRuns: 1 }

const moves: readonly [string, (s: S) => void][] = [
  [
    'filters by the place',
    s => {
      s.net = s.net.filter((_, i) => i !== choose(...s.net.keys()))
    },
  ],
  [
    'spreads around a place',
    s => {
      s.net = [...s.net.slice(0, 1), ...s.net.slice(2)]
    },
  ],
  [
    'turns a list round',
    s => {
      s.net = s.net.toReversed()
    },
  ],
  [
    'swaps two',
    s => {
      when(s.net.length > 1)
      s.net = [s.net[1]!, s.net[0]!, ...s.net.slice(2)]
    },
  ],
]

const others: readonly [string, (s: S) => void][] = [
  [
    'moves the last to the front',
    s => {
      when(s.net.length > 0)
      s.net.unshift(s.net.pop()!)
    },
  ],
  [
    'takes one out that it has chosen',
    s => {
      const mail = choose(...s.net)
      s.got = mail.to
      s.net = s.net.filter(other => other !== mail)
    },
  ],
  [
    'puts a new one in front',
    s => {
      when(s.net.length < 3)
      s.net = [{ to: s.got, hops: 1 }, ...s.net]
    },
  ],
  [
    'edits one in place',
    s => {
      const mail = choose(...s.net)
      when(mail.hops < 1)
      mail.hops++
    },
  ],
  [
    'edits one in place and moves it',
    s => {
      when(s.net.length > 0)
      s.net[0]!.hops = s.net.length % 2
      s.net = [...s.net.slice(1), s.net[0]!]
    },
  ],
  [
    'edits one that it has taken out',
    s => {
      const mail = s.net.shift()
      when(mail !== undefined)
      mail!.hops = 1
      s.other = [mail!]
    },
  ],
  [
    'puts another in the place of one',
    s => {
      when(s.net.length > 1)
      s.net[1] = { ...s.net[1]!, hops: 1 }
    },
  ],
  [
    'stores the new list in two places',
    s => {
      const rest = s.net.slice(1)
      s.net = rest
      s.other = rest
    },
  ],
  [
    'stores the new list within a list that is stored',
    s => {
      const rest = s.net.slice(1)
      s.net = rest
      s.other = [...rest].slice(0, 1)
    },
  ],
  [
    'keeps one elsewhere, too',
    s => {
      when(s.net.length > 0)
      const [first, ...rest] = s.net
      s.net = [...rest, first!]
      s.kept = first!
    },
  ],
  [
    'has one twice',
    s => {
      when(s.net.length === 1)
      s.net = [s.net[0]!, s.net[0]!]
    },
  ],
  [
    'makes a list of what another holds',
    s => {
      s.other = s.net.filter(({ to }) => to > 0).slice(0, 1)
    },
  ],
  [
    'sorts',
    s => {
      s.net = s.net.toSorted((a, b) => a.to - b.to)
    },
  ],
  [
    'maps to new ones',
    s => {
      s.net = s.net.map(mail => ({ ...mail, hops: 1 }))
    },
  ],
  [
    'sums up',
    s => {
      s.got = s.net.reduce((sum, { to }) => sum + to, 0) % 3
    },
  ],
  [
    'compares the first with the last',
    s => {
      s.got = s.net[0] !== undefined && s.net[0] === s.net.at(-1) ? 1 : 2
    },
  ],
  [
    'finds by what it is for',
    s => {
      s.got = s.net.find(({ to }) => to === 1)?.hops ?? 2
    },
  ],
  [
    'finds the place',
    s => {
      s.got = s.net.findIndex(({ to, hops }) => to === 1 && hops === 0) + 1
    },
  ],
]

describe('a step that has records in a list', () => {
  it.each([...moves, ...others])('and %s does what the reference does', async (_, also) => {
    for (const sizes of [{}, generated, setAside])
      await expectSameOutcome(instantiate(mailing(2, also)), { allClaims: true }, sizes)
  })

  it.each(moves)('and %s depends on none of them', async (_, also) => {
    const runs = async (nodes: number) =>
      (await searchFootprint(instantiate(mailing(nodes, also)), {})).effort?.recipeRuns as number
    // Each node more is one option more of each of three steps that send.
    expect((await runs(6)) - (await runs(3))).toBeLessThanOrEqual(3 * 3)
  })
})

describe('a table of values', () => {
  it('knows a record again, whatever the order of its keys, and a list by its elements', () => {
    const table = new ValueTable()
    const first = table.intern([{ a: 1, b: [2] }, 'x', -0])
    expect(table.intern([{ b: [2], a: 1 }, 'x', 0])).toBe(first)
    expect(table.intern([{ b: [2], a: 1 }, 0, 'x'])).not.toBe(first)
    expect(table.intern({ a: 1, b: 2 })).toBe(table.intern({ b: 2, a: 1 }))
    expect(table.intern({ a: 2, b: 1 })).not.toBe(table.intern({ a: 1, b: 2 }))
  })

  it('has no object in a list twice', () => {
    const table = new ValueTable()
    const [a, b] = table.values[table.intern([{ a: 1 }, { a: 1 }])] as object[]
    expect(a).toEqual(b)
    expect(a).not.toBe(b)
  })

  it('refuses what is not plain data', () => {
    for (const value of [[undefined], [Number.NaN], [new Map()], [[() => 0]], { a: new Date() }])
      expect(() => new ValueTable().intern(value)).toThrow()
  })
})
