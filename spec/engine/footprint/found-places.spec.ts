/** Places that are asked for only to take out what was found there: a step does not depend on them. */

import { choose, type Model, model, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { takesOutWhatItFinds } from '../../../src/footprint/takes-out-what-it-finds.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

interface S {
  list: number[]
  other: number[]
  lists: number[][]
  got: number
}

type Step = (s: S) => void

const plain: readonly [string, Step][] = [
  [
    'asks whether it is there, and takes it out',
    s => {
      const at = s.list.indexOf(s.got)
      if (at === -1) return
      s.list.splice(at, 1)
    },
  ],
  [
    'takes it out at once',
    s => {
      s.list.splice(s.list.indexOf(s.got), 1)
    },
  ],
  [
    'takes it out and puts it in front',
    s => {
      const at = s.list.indexOf(s.got)
      if (at < 0) return
      const [found] = s.list.splice(at, 1)
      s.list.unshift(found!)
    },
  ],
  [
    'takes it out and puts another at the end',
    s => {
      const at = s.list.indexOf(2)
      if (at >= 0) {
        s.list.splice(at, 1)
        s.list.push(s.got)
      }
    },
  ],
]

const others: readonly [string, Step][] = [
  [
    'takes the first out after that',
    s => {
      const at = s.list.indexOf(2)
      if (at > -1) s.list.splice(at, 1)
      s.got = s.list.shift() ?? 0
    },
  ],
  [
    'looks at what is left',
    s => {
      const at = s.list.indexOf(s.got)
      if (at > -1) s.list.splice(at, 1)
      s.got = s.list[1] ?? 0
    },
  ],
  [
    'asks for another after that',
    s => {
      const at = s.list.indexOf(s.got)
      if (at > -1) s.list.splice(at, 1)
      s.got = s.list.includes(1) ? 1 : 2
    },
  ],
  [
    'replaces one after that',
    s => {
      const at = s.list.indexOf(s.got)
      if (at > -1) s.list.splice(at, 1)
      if (s.list.length > 0) s.list[0] = 2
    },
  ],
  [
    'puts one in front between the two',
    s => {
      const at = s.list.indexOf(0)
      if (at === -1 || s.list.length > 2) return
      s.list.unshift(0)
      s.list.splice(at, 1)
    },
  ],
  [
    'takes out of one of two lists, as the place is in both',
    s => {
      for (const i of s.lists.keys()) {
        const at = s.lists[i]!.indexOf(s.got)
        if (at !== -1) s.lists[i]!.splice(at, 1)
      }
    },
  ],
  [
    'keeps the place',
    s => {
      const at = s.list.indexOf(1)
      s.got = at === -1 ? 2 : at % 2
    },
  ],
  [
    'takes out of another list',
    s => {
      const at = s.list.indexOf(1)
      if (at !== -1) s.other.splice(at, 1)
    },
  ],
]

const texts: readonly [string, Step][] = [
  [
    'compares the place with the first',
    s => {
      const at = s.list.indexOf(1)
      if (at === 0) return
      s.list.splice(at, 1)
    },
  ],
  [
    'calculates before it compares',
    s => {
      const at = s.list.indexOf(1)
      if (s.got + at < 0) return
      s.list.splice(at, 1)
    },
  ],
  [
    'compares with a sum',
    s => {
      const at = s.list.indexOf(1)
      // biome-ignore format: the place must stand before the sum.
      if (at >= 0 + s.got) return
      s.list.splice(at, 1)
    },
  ],
  [
    'stores the place',
    s => {
      const at = s.list.indexOf(1)
      s.got = at
      s.list.splice(at, 1)
    },
  ],
  [
    'changes which list it is',
    s => {
      let k = 0
      const at = s.lists[k]!.indexOf(1)
      k++
      s.lists[k]!.splice(at, 1)
    },
  ],
  [
    'takes two out',
    s => {
      const at = s.list.indexOf(1)
      if (at !== -1) s.list.splice(at, 2)
    },
  ],
  [
    'takes another out, too',
    s => {
      const at = s.list.indexOf(1)
      s.list.splice(at, 1)
      s.list.splice(0, 1)
    },
  ],
  [
    'calls a function of the author',
    s => {
      const at = s.list.indexOf(1)
      s.list.splice(at, 1)
      note(s)
    },
  ],
  [
    'searches twice',
    s => {
      const at = s.list.indexOf(1)
      if (s.other.indexOf(1) > 1) return
      s.list.splice(at, 1)
    },
  ],
]

function note(s: S): void {
  s.got = 0
}

/** Lists of up to `longest` of three numbers, fed one by one. */
const feeding = (longest: number, also: Step): Model<never, never, string> =>
  model('feeding')
    .shared((): S => ({ list: [], other: [], lists: [[], []], got: 0 }))
    .action('feed', s => {
      when(s.list.length < longest)
      const fed = choose(0, 1, 2)
      s.list.push(fed)
      s.lists[fed % 2]!.unshift(fed)
      s.lists[0]!.splice(2)
      s.lists[1]!.splice(2)
      if (s.other.length < 2) s.other.push(fed)
    })
    .action('also', also)
    .mayDeadlock() as never

const runsOf = async (longest: number, also: Step): Promise<number> => {
  const fed = model('fed')
    .shared(() => ({ list: [] as number[], got: 1 }))
    .action('feed', s => {
      if (s.list.length < longest) s.list.push(choose(0, 1, 2))
    })
    // Itself, since its text counts.
    .action('also', also as never)
  return (await searchFootprint(instantiate(fed), {})).effort?.recipeRuns as number
}

describe('a step that asks where an element is', () => {
  it.each([...plain, ...others, ...texts])('and %s does what the reference does', async (_, also) => {
    for (const sizes of [{}, { linearStates: 1, walkedStates: 20, chunkStates: 64 }, { trialRuns: 1 }])
      await expectSameOutcome(instantiate(feeding(3, also)), { allClaims: true, maxStates: 800 }, sizes)
  })

  it.each(plain)('and %s does not depend on the place', async (_, also) => {
    expect(takesOutWhatItFinds(also)).toBe(true)
    const [short, long] = [await runsOf(2, also), await runsOf(4, also)]
    // Two lengths more, for each of which three numbers are fed, and one is found or not.
    expect(long - short).toBeLessThanOrEqual(2 * (3 + 2))
  })

  it.each(texts)('and %s depends on it', (_, also) => expect(takesOutWhatItFinds(also)).toBe(false))
})
