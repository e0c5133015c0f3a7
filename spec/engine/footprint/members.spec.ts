/** Sets whose members are looked at one by one, under both engines. */

import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { add, choose, has, model, pick, remove, type SetOf, setOf, size, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { listed } from '../../../src/language/set.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { searchReference } from '../../../src/search/reference-search.ts'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'
import { setActs, setLooks } from '../random/random-set-acts.ts'
import type { S } from '../random/random-state.ts'
import { comparableResult } from '../search/comparable-result.ts'

interface Message {
  readonly kind: 'ask' | 'answer'
  readonly to: number
}

/** Messages to each of `nodes`, of which any number may be under way. */
function post(nodes: number, take: (s: { msgs: SetOf<Message>; got: number[] }) => void) {
  return model('post', {})
    .shared(() => ({ msgs: setOf<Message>(), got: Array.from({ length: nodes }, () => 0) }))
    .action('send', s => {
      const to = choose(...s.got.keys())
      const kind = choose('ask' as const, 'answer' as const)
      when(!has(s.msgs, { kind, to }))
      add(s.msgs, { kind, to })
    })
    .action('take', s => take(s))
    .mayDeadlock()
    .invariant('nothing arrives too often', s => listed(s.msgs).every(m => (s.got[m.to] ?? 0) < 3))
}

const ways: Record<string, Parameters<typeof post>[1]> = {
  'choose(...set)': s => {
    const m = choose(...s.msgs)
    remove(s.msgs, m)
    s.got[m.to] = m.kind === 'ask' ? 1 : 2
  },
  'pick(set)': s => {
    const m = pick(s.msgs)
    remove(s.msgs, m)
    s.got[m.to] = 1
  },
  'pick(set, predicate)': s => {
    const m = pick(s.msgs, ({ kind }) => kind === 'ask')
    remove(s.msgs, m)
    s.got[m.to] = 1
  },
  'pick(set, predicate of the state)': s => {
    const m = pick(s.msgs, ({ to }) => s.got[to] === 0)
    remove(s.msgs, m)
    s.got[m.to] = 1
  },
  'choose(...filtered)': s => {
    const m = choose(...listed(s.msgs).filter(({ kind }) => kind === 'answer'))
    remove(s.msgs, m)
    s.got[m.to] = 2
  },
}

describe('A step that chooses among the members of a set', () => {
  const byMember = Object.keys(ways).filter(way => !way.includes('state'))
  it.each(byMember)('by %s is recorded for each member, not for each set', async way => {
    const { effort, census } = await searchFootprint(instantiate(post(4, ways[way]!)), {})
    expect(census.states).toBeGreaterThan(4000)
    expect(effort!.recipeRuns).toBeLessThan(700)
  })

  it.each(Object.keys(ways))('by %s finds what the reference finds', async way => {
    await agree(instantiate(post(3, ways[way]!).invariant('seldom', s => s.got.filter(n => n > 0).length < 3)))
  })
})

describe('A set that a predicate has looked at', () => {
  /** A set that gets members only long after the first states, which are audited. */
  const late = model('late')
    .shared(() => ({ n: 0, msgs: setOf<number>(), nodes: [{ v: 0 }, { v: 0 }], seen: 0 }))
    .action('count', s => {
      s.n = (s.n + 1) % 80
    })
    .action('send', s => {
      when(s.n >= 70 && size(s.msgs) < 2)
      add(s.msgs, s.n % 4)
    })

  it('is still unseen: a claim that looks at it afterwards depends on it', async () => {
    const looking = late
      .invariant('few', s => !s.nodes.some(node => node.v > size(s.msgs)) && size(s.msgs) < 2)
      .reachable('two', s => !s.nodes.some(node => listed(s.msgs).length < node.v) && listed(s.msgs).length === 2)
    expect(await agreedVerdicts(looking, ['msgs'])).toMatchObject({ few: 'violated', two: 'witnessed' })
  })

  it.each<[string, (s: { nodes: { v: number }[]; msgs: readonly number[] }) => boolean]>([
    ['its length', s => !s.nodes.some(node => node.v > s.msgs.length) && s.msgs.length < 2],
    ['an index', s => !s.nodes.some(node => node.v === s.msgs[1]) && s.msgs[1] === undefined],
    [
      'a method of arrays',
      s => s.nodes.every(n => s.msgs.map(m => m + n.v).length < 5) && s.msgs.map(m => m).length < 2,
    ],
  ])('is still unseen: a claim that looks at it as an array depends on it, by %s', async (_, claim) => {
    const looking = late.invariant('few', s => claim(s as never))
    expect(await agreedVerdicts(looking, ['msgs'])).toMatchObject({ few: 'violated' })
  })

  it('is still unseen: a step that looks at it afterwards depends on it', async () => {
    const looking = late
      .action('look', s => {
        s.seen = s.nodes.some(node => node.v > size(s.msgs)) ? 0 : size(s.msgs)
      })
      .invariant('few', s => s.seen < 2)
    expect(await agreedVerdicts(looking, ['msgs'])).toMatchObject({ few: 'violated' })
  })
})

describe('Sets that are looked through in any way', () => {
  it.each(Object.keys(setActs) as (keyof typeof setActs)[])('lead both engines to the same: %s', async name => {
    const made = [0, 1, 2].reduce(
      (made, n) => made.action(`${name} ${n}`, s => setActs[name](s as unknown as S, undefined, n, (n + 1) % 3)),
      started(),
    )
    await agree(instantiate(made), 20)
  })

  it('lead both engines to the same', async () => {
    const names = Object.keys(setActs) as (keyof typeof setActs)[]
    const looks = Object.keys(setLooks) as (keyof typeof setLooks)[]
    const n = fc.integer({ min: 0, max: 2 })
    const act = fc.record({ name: fc.constantFrom(...names), n, m: n })
    const look = fc.record({ name: fc.constantFrom(...looks), n, not: n })
    const scenario = fc.record({
      acts: fc.array(act, { minLength: 1, maxLength: 4 }),
      look,
      walked: fc.constantFrom(1, 20, 500),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ acts, look, walked }) => {
        const made = acts.reduce(
          (made, { name, n, m }, i) =>
            made.action(`${i} ${name}`, s => setActs[name](s as unknown as S, undefined, n, m)),
          started().invariant('look', s => setLooks[look.name](s as unknown as S, undefined, look.n) !== look.not),
        )
        await agree(instantiate(made), walked)
      }),
      { numRuns: Math.min(40, numberOfRuns(5)) },
    )
  })
})

describe('Members that are met late', () => {
  const last = 12
  /** Messages with numbers, one more at a time, and a step that looks at them. */
  const numbered = (look: (s: Numbered, n: number) => void) =>
    model('numbered', {})
      .shared(() => ({ msgs: setOf<{ readonly n: number }>(), others: setOf<number>(), next: 0, got: 0 }) as Numbered)
      .action('send', s => {
        when(s.next <= last)
        add(s.msgs, { n: s.next++ })
      })
      .action('look', s => look(s, choose(0, 1)))
      .action('clear', s => {
        s.got = 0
      })
      .action('lose', s =>
        remove(
          s.msgs,
          pick(s.msgs, ({ n }) => n === 3 || n === 7),
        ),
      )
      .mayDeadlock()
      .invariant('the last is not there', s => !listed(s.msgs).some(({ n }) => n === last))
      .invariant('few are there', s => listed(s.msgs).filter(({ n }) => n > 4).length < 8)
      .transition('what was lost comes later', (before, after) =>
        listed(after.msgs).every(({ n }) => n >= before.next || has(before.msgs, { n })),
      )

  const looks: Record<string, (s: Numbered, n: number) => void> = {
    some: (s, n) => {
      if (listed(s.msgs).some(m => m.n === 5 + n)) s.got = n + 1
    },
    'some, after another': (s, n) => {
      if (listed(s.msgs).some(m => m.n === 2) && !listed(s.msgs).some(m => m.n === 8)) s.got = 1 + n
    },
    every: (s, n) => {
      if (listed(s.msgs).every(m => m.n < 6 + n)) s.got = 2
    },
    'every by the state': s => {
      if (listed(s.msgs).every(m => m.n < 9 || s.got === 0)) s.got = 1
    },
    filter: (s, n) => {
      s.got = listed(s.msgs).filter(m => m.n % 5 === n).length
    },
    find: (s, n) => {
      s.got = listed(s.msgs).find(m => m.n % 4 > 1 + n)?.n ?? 0
    },
    pick: (s, n) => {
      s.got = pick(s.msgs, m => m.n % 6 === 1 + n).n % 3
    },
    'pick by the state': s => {
      s.got = pick(s.msgs, m => m.n % 3 === s.got).n % 4
    },
    'pick two': s => {
      const one = pick(s.msgs, m => m.n % 6 === 0)
      s.got = (one.n + pick(s.msgs, m => m.n % 6 > 4).n) % 3
    },
    has: (s, n) => {
      if (has(s.msgs, { n: 7 + n })) s.got = 2
    },
    'the size': s => {
      s.got = [...s.msgs].length % 2
    },
    'the first': s => {
      for (const m of s.msgs) {
        if (m.n < 2) continue
        s.got = m.n % 2
        break
      }
    },
    'removal of one that may be unknown': (s, n) => remove(s.msgs, { n: 5 + n }),
    'all taken away': s => {
      when(s.next > 3)
      s.msgs = setOf()
    },
    'all taken away, whatever was met': s => {
      when(s.got === 0)
      s.msgs = setOf()
      s.got = 1
    },
    'all moved, whatever was met': s => {
      when(s.got === 0)
      s.others = s.msgs as SetOf<unknown> as SetOf<number>
      s.msgs = setOf()
      s.got = 1
    },
    'all moved': s => {
      when(s.next === 5)
      s.others = s.msgs as SetOf<unknown> as SetOf<number>
      s.msgs = setOf()
    },
    'one put in and taken out': s => {
      add(s.msgs, { n: 9 })
      when(s.next !== 4)
      remove(s.msgs, { n: 9 })
    },
  }

  it.each(Object.keys(looks))('count where they make a difference, and nowhere else: %s', async name => {
    const machine = instantiate(numbered(looks[name]!))
    for (const auditEvery of [1, 1e9]) {
      const limits = { maxStates: 400, allClaims: true }
      const { result: reference } = await comparableResult(() => searchReference(machine, limits))
      for (const walkedStates of [1, 50]) {
        const sizes = { walkedStates, linearStates: 1, trialRuns: 10_000 }
        const { result: footprint } = await comparableResult(() =>
          searchFootprint(machine, { ...limits, auditEvery }, sizes),
        )
        expect(footprint).toEqual(reference)
      }
    }
  })

  it('leave what was recorded as it is', async () => {
    const { effort } = await searchFootprint(
      instantiate(
        numbered((s, n) => {
          when(!listed(s.msgs).some(m => m.n === n))
          s.got = 1 + (s.next % 3)
        }),
      ),
      { maxStates: 1500 },
    )
    expect(effort!.relayouts).toBeGreaterThan(last)
    // A run for each number of the next message, and some for each new member.
    expect(effort!.recipeRuns).toBeLessThan(150)
  })
})

interface Numbered {
  msgs: SetOf<{ readonly n: number }>
  others: SetOf<number>
  next: number
  got: number
}

/** A state with what acts on sets use, and steps that fill the set. */
function started() {
  return model('sets', {})
    .shared(
      () =>
        ({
          a: 0,
          b: 0,
          kept: { x: 0, y: { z: 0 } },
          queue: [] as unknown[],
          arr: [0, 1],
          recs: [
            { k: 0, v: 0 },
            { k: 1, v: 2 },
          ],
          recset: setOf({ k: 1, v: 1 }, { k: 2, v: 0 }),
        }) as unknown as S,
    )
    .action('add', s => {
      const k = choose(0, 1, 2)
      add(s.recset, { k, v: choose(0, 1, 2) })
    })
    .action('turn', s => {
      s.a = (s.a + 1) % 3
      s.arr[s.a % 2] = s.a
    })
    .mayDeadlock()
}

async function agree(machine: ReturnType<typeof instantiate>, walkedStates = 100): Promise<void> {
  const limits = { maxStates: 250, allClaims: true }
  const { result: reference } = await comparableResult(() => searchReference(machine, limits))
  const { result: footprint } = await comparableResult(() =>
    searchFootprint(machine, { ...limits, auditEvery: 40 }, { walkedStates, linearStates: 1, trialRuns: 10_000 }),
  )
  const isSame = isDeepStrictEqual(reference, footprint)
  if (!isSame) expect(footprint).toEqual(reference)
  expect(isSame).toBe(true)
}
