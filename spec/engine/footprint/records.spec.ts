/** Records whose keys come and go: a step depends on the keys that it looks at, and writes single ones. */

import fc from 'fast-check'
import { add, choose, has, type Model, model, type SetOf, setOf, size, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { ValueTable } from '../../../src/state/value-table.ts'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

interface Lock {
  holder: number
  waits: number[]
}

interface S {
  locks: Record<string, Lock>
  other: Record<string, Lock>
  got: number
  kept: Lock
}

/** Keys that look like numbers stand first in every object, and 'z' comes before 'b' if an initial state has it. */
const keys = ['b', 'z', '10'] as const
const keyOf = (n: number): string => keys[n % keys.length] as string

const tabling = (acts: readonly ((s: S) => void)[]): Model<never, never, string> => {
  let built = model('tabling').shared(() => {
    const locks: Record<string, Lock> = { z: { holder: 0, waits: [] } }
    return { locks, other: {} as Record<string, Lock>, got: 0, kept: { holder: 0, waits: [] as number[] } }
  }) as unknown as Model<never, never, string>
  acts.forEach((act, i) => {
    built = built.action(`act ${i}`, s => act(s as never)) as never
  })
  return built
    .mayDeadlock()
    .invariant('few keys', (s: never) => Object.keys((s as S).locks).length < 3)
    .invariant(
      'nobody holds z twice',
      (s: never) => (s as S).locks.z?.waits.includes((s as S).locks.z!.holder) !== true,
    )
    .transition('b is not taken over', (before: never, after: never) => {
      const [was, is] = [(before as S).locks.b, (after as S).locks.b]
      return was === undefined || is === undefined || was.holder === is.holder
    }) as never
}

type Act = (s: S, n: number, m: number) => void

const acts: Record<string, Act> = {
  locks: (s, n, m) => {
    when(!(keyOf(n) in s.locks))
    s.locks[keyOf(n)] = { holder: m, waits: [] }
  },
  'locks in any case': (s, n, m) => {
    s.locks[keyOf(n)] = { waits: [], holder: m }
  },
  unlocks: (s, n) => {
    delete s.locks[keyOf(n)]
  },
  waits: (s, n, m) => {
    const lock = s.locks[keyOf(n)]
    when(lock !== undefined && lock.waits.length < 2)
    lock!.waits.push(m)
  },
  'hands over': (s, n) => {
    const lock = s.locks[keyOf(n)]
    const next = lock?.waits.shift()
    if (lock !== undefined && next !== undefined) lock.holder = next
    else delete s.locks[keyOf(n)]
  },
  'asks who holds': (s, n) => {
    s.got = s.locks[keyOf(n)]?.holder ?? 2
  },
  'asks for own keys': (s, n, m) => {
    if (Object.hasOwn(s.locks, keyOf(n))) s.got = m
  },
  'asks whether there are others': (s, n) => {
    s.got = Object.keys(s.locks).some(key => key !== keyOf(n)) ? 1 : 0
  },
  counts: s => {
    s.got = Object.keys(s.locks).length
  },
  'counts what it has added': (s, n, m) => {
    s.locks[keyOf(n)] = { holder: m, waits: [] }
    s.got = Object.keys(s.locks).length
  },
  'goes through all': s => {
    for (const [, lock] of Object.entries(s.locks)) if (lock.waits.length > 0) lock.waits.pop()
  },
  'chooses one': s => {
    const key = choose(...Object.keys(s.locks))
    s.got = s.locks[key]!.holder
    delete s.locks[key]
  },
  'moves to another key': (s, n, m) => {
    const lock = s.locks[keyOf(n)]
    when(lock !== undefined && n !== m)
    s.locks[keyOf(m)] = lock!
    delete s.locks[keyOf(n)]
  },
  'has one under two keys': (s, n, m) => {
    const lock = s.locks[keyOf(n)]
    when(lock !== undefined && n !== m)
    s.locks[keyOf(m)] = lock!
    lock!.holder = 1
  },
  'edits one that it has taken out': (s, n, m) => {
    const lock = s.locks[keyOf(n)]
    when(lock !== undefined)
    delete s.locks[keyOf(n)]
    lock!.holder = m
    s.kept = lock!
  },
  'keeps one elsewhere, too': (s, n) => {
    const lock = s.locks[keyOf(n)]
    if (lock !== undefined) s.kept = lock
  },
  'puts a part of the state there': (s, n, m) => {
    s.locks[keyOf(n)] = s.kept
    if (m > 0) s.kept.holder = m
  },
  spreads: (s, n, m) => {
    s.locks = { ...s.locks, [keyOf(n)]: { holder: m, waits: [] } }
  },
  'leaves one out': (s, n) => {
    const { [keyOf(n)]: _, ...rest } = s.locks
    s.locks = rest
  },
  'begins anew, then adds': (s, n, m) => {
    s.locks = {}
    s.locks[keyOf(n)] = { holder: m, waits: [] }
  },
  'adds, then begins anew': (s, n, m) => {
    const before = s.locks
    before[keyOf(n)] = { holder: m, waits: [] }
    s.locks = {}
    s.got = Object.keys(before).length
  },
  'stores the table in two places': (s, n) => {
    s.other = s.locks
    if (n > 0) delete s.other[keyOf(n)]
  },
  'looks at the texts': s => {
    s.got = JSON.stringify(s.locks).length % 3
  },
  'looks for what objects have': s => {
    s.got = 'toString' in s.locks && s.locks.hasOwnProperty !== undefined ? 1 : 0
  },
  'assigns to what it has not looked at': (s, n, m) => {
    const lock = s.locks[keyOf(n)]
    if (lock !== undefined) lock.holder = m
  },
}

/** A table with up to three keys, and a step that does something with one of them. */
const growing = (keys: number, also: (s: { table: Record<string, number>; got: number }) => void) =>
  model('growing')
    .shared(() => ({ table: {} as Record<string, number>, got: 0 }))
    .action('grow', s => {
      s.table[`key ${choose(...Array(keys).keys())}`] = choose(0, 1)
    })
    .action('also', s => also(s))

const runsOf = async (keys: number, also: Parameters<typeof growing>[1]): Promise<number> =>
  (await searchFootprint(instantiate(growing(keys, also)), {})).effort?.recipeRuns as number

describe('a step that has a table of records', () => {
  it.each(Object.entries(acts))('and %s does what the reference and the naive explorer do', async (_, act) => {
    const with2 = (n: number, m: number) => (s: S) => act(s, n, m)
    await agreedVerdicts(tabling([s => acts.locks!(s, choose(0, 1, 2), choose(0, 1)), with2(0, 1), with2(1, 0)]))
  })

  it('does so whatever it is put together of', async () => {
    const part = fc.tuple(fc.constantFrom(...Object.values(acts)), fc.nat(2), fc.nat(2))
    const random = fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(random, async steps => {
        const made = steps.map(parts => (s: S) => {
          for (const [act, n, m] of parts) act(s, n, m)
        })
        const all = { allClaims: true, maxStates: 300 }
        for (const sizes of [{}, { linearStates: 1, walkedStates: 1 }])
          await expectSameOutcome(instantiate(tabling(made)), all, sizes)
      }),
      { numRuns: numberOfRuns(40) },
    )
  })

  it.each<[string, Parameters<typeof growing>[1]]>([
    [
      'looks at one key',
      s => {
        s.got = s.table['key 0'] ?? 2
      },
    ],
    [
      'asks for a key',
      s => {
        s.got = 'key 1' in s.table ? 1 : 0
      },
    ],
    [
      'sets a key',
      s => {
        s.table['key 0'] = s.got
      },
    ],
    [
      'deletes a key',
      s => {
        delete s.table['key 1']
      },
    ],
    [
      'counts up a key',
      s => {
        s.table['key 0'] = ((s.table['key 0'] ?? 0) + 1) % 2
      },
    ],
  ])('and %s depends on no other key', async (_, also) => {
    await expectSameOutcome(instantiate(growing(4, also)), {}, { linearStates: 1, walkedStates: 20, chunkStates: 64 })
    const [few, many] = [await runsOf(3, also), await runsOf(5, also)]
    // Two keys more, each of which is set to two values.
    expect(many - few).toBeLessThanOrEqual(4)
  })
})

describe('an operator on records', () => {
  it('leaves keys in the order that they have in states', () => {
    const table = new ValueTable()
    const before = table.intern({ b: 1, c: 2 })
    const order = (names: string[]) => names.toSorted((x, y) => (x === 'z' ? -1 : y === 'z' ? 1 : x < y ? -1 : 1))
    const operator = table.lists.operator(
      {
        kind: 'record',
        edits: [
          ['c', []],
          ['z', [{ x: 3 }]],
          ['a', [4]],
        ],
      },
      order,
    )
    expect(JSON.stringify(table.values[operator.of(before)])).toBe('{"z":{"x":3},"a":4,"b":1}')
  })
})

describe('a set in a table', () => {
  it('is a set under every key', async () => {
    const stored = model('sets in a table')
      .shared(() => ({ readers: {} as Record<string, { by: SetOf<number> }>, all: setOf<number>() }))
      .action('read', s => {
        const key = choose('a', 'b')
        const reader = choose(2, 1)
        s.readers[key] ??= { by: setOf() }
        when(!has(s.readers[key]!.by, reader))
        add(s.readers[key]!.by, reader)
      })
      .action('forget', s => {
        delete s.readers[choose('a', 'b')]
      })
      .invariant('at most three read', s => Object.values(s.readers).reduce((sum, { by }) => sum + size(by), 0) <= 3)
    expect(await agreedVerdicts(stored, ['all'])).toMatchObject({ 'at most three read': 'violated' })
  })
})
