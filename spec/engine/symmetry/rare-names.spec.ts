/** Code that tells names apart only in states that are stored under other names. */

import fc from 'fast-check'
import {
  add,
  choose,
  has,
  type Id,
  idOf,
  ids,
  model,
  perId,
  remove,
  type SetOf,
  setOf,
  size,
  when,
} from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { footprintSearch } from '../../../src/search/footprint-search.ts'
import { rejectionOf } from '../base/thrown-by.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'

type Counts = readonly number[]
interface Mail {
  readonly of: Id<'n'>
  readonly level: number
}

/** Instances that count, by locals and by id. */
function counting(instances: number, most: number) {
  return model('counting')
    .shared(() => ({ got: perId('w', instances, () => 0), isSeen: false }))
    .process('w', {
      count: instances,
      symmetric: true,
      locals: () => ({ n: 0 }),
      steps: {
        go: (s, me) => {
          me.n++
          s.got[ids('w', instances)[me.id] as Id<'w'>]!++
          return me.n < most ? 'go' : 'done'
        },
      },
    })
    .mayDeadlock()
}

type Counting = ReturnType<typeof counting>

/** Looks at one instance after the other, and no further than it has to. */
const isThere = (s: { readonly w: readonly { readonly n: number }[] }, counts: Counts): boolean =>
  counts.every((count, i) => s.w[i]?.n === count)
const isThereById = (s: { readonly got: { readonly [id in Id<'w'>]: number } }, counts: Counts): boolean =>
  counts.every((count, i) => s.got[ids('w', counts.length)[i] as Id<'w'>] === count)

const kinds: { readonly [kind: string]: (source: Counting, counts: Counts) => AnyModel } = {
  'an invariant': (source, counts) => source.invariant('not there', s => !isThere(s, counts)),
  'an invariant of values by id': (source, counts) => source.invariant('not there', s => !isThereById(s, counts)),
  'a reachable claim': (source, counts) => source.reachable('there', s => isThere(s, counts)),
  'a claim about transitions': (source, counts) =>
    source.transition('not from there', before => !isThere(before, counts)),
  'a claim about what transitions lead to': (source, counts) =>
    source.transition('not to there', (_before, after) => !isThere(after, counts)),
  'an action': (source, counts) =>
    source
      .action('look', s => {
        when(!s.isSeen && isThereById(s, counts))
        s.isSeen = true
      })
      .invariant('not seen', s => !s.isSeen),
  'a step of a process': (source, counts) =>
    source
      .process('watcher', {
        count: 1,
        steps: {
          look: s => {
            when(isThere(s, counts))
            s.isSeen = true
          },
        },
      })
      .invariant('not seen', s => !s.isSeen),
}

const search = (source: AnyModel, reduce: 'symmetry' | 'none', proofRuns?: number) =>
  footprintSearch(instantiate(source), { reduce, allClaims: true }, { proofRuns }).explore()

describe.each([
  ['proofs', undefined],
  ['comparisons of states', 0],
])('with %s', (_how, proofRuns) => {
  test.each(Object.keys(kinds))('%s that asks for (5, 3, 1) is refused', async kind => {
    const source = kinds[kind]?.(counting(3, 6), [5, 3, 1]) as AnyModel
    expect(await rejectionOf(search(source, 'symmetry', proofRuns))).toMatchObject({ code: 'broken-symmetry' })
  })
})

test('whichever counts are wanted for, and by whatever, it is refused', async () => {
  const counts = fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 2, maxLength: 4 })
  const property = fc.asyncProperty(fc.constantFrom(...Object.values(kinds)), counts, async (kind, wanted) => {
    const source = kind(counting(wanted.length, 4), wanted)
    expect(await rejectionOf(search(source, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })
  await fc.assert(property, { numRuns: numberOfRuns(20) })
})

test('what asks for the same of all is not refused, and has the same verdicts', async () => {
  const source = counting(3, 6).invariant('never all at 3', s => !isThere(s, [3, 3, 3]))
  const verdicts = async (reduce: 'symmetry' | 'none') =>
    (await search(source, reduce)).claims.map(({ name, verdict, steps }) => [name, verdict, steps])
  expect(await verdicts('symmetry')).toEqual(await verdicts('none'))
})

describe('among six instances, which have 720 orders', () => {
  const compared = async (source: AnyModel): Promise<string | undefined> => {
    const { reduction } = await search(source, 'symmetry')
    return reduction?.by === 'symmetry' ? reduction.compared : undefined
  }

  test.each(Object.keys(kinds))('%s that asks for (2, 1, 0, 2, 1, 0) is refused', async kind => {
    const source = kinds[kind]?.(counting(6, 2), [2, 1, 0, 2, 1, 0]) as AnyModel
    expect(await rejectionOf(search(source, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })

  test('what is alike is proved to be', async () => {
    const source = counting(6, 2).invariant('not all', s => !s.w.every(({ n }) => n === 2))
    expect(await compared(source)).toBe('all')
  })

  const passing = (pick: (others: readonly Id<'n'>[]) => Id<'n'>) =>
    model('passing')
      .shared(() => ({ owner: null as Id<'n'> | null, waiting: setOf<Id<'n'>>(), inbox: [] as Id<'n'>[] }))
      .process('n', {
        count: 6,
        symmetric: true,
        steps: {
          come: (s, me) => {
            add(s.waiting, idOf('n', me.id))
            s.inbox.push(idOf('n', me.id))
          },
          take: (s, me) => {
            when(s.owner === null && s.inbox[0] === idOf('n', me.id))
            s.owner = idOf('n', me.id)
          },
          pass: (s, me) => {
            when(s.owner === idOf('n', me.id))
            const others = ids('n', 6).filter(id => id !== s.owner && has(s.waiting, id))
            when(others.length > 2)
            s.owner = pick(others)
          },
        },
      })
      .mayDeadlock()

  test('the first of several others is not alike, and any of them is', async () => {
    const first = passing(others => others[0] as Id<'n'>)
    expect(await rejectionOf(search(first, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
    expect(await compared(passing(others => choose(...others)))).toBe('all')
  })

  const collecting = (isLast: (mails: SetOf<Mail>) => boolean) =>
    model('collecting')
      .shared(() => ({ mails: setOf<Mail>() }))
      .process('n', {
        count: 6,
        symmetric: true,
        steps: {
          send: (s, me) => {
            add(s.mails, { of: idOf('n', me.id), level: 1 })
          },
          // Mails that no state has had before are met late.
          raise: (s, me) => {
            when(size(s.mails) >= 3)
            add(s.mails, { of: idOf('n', me.id), level: 2 })
          },
        },
      })
      .mayDeadlock()
      .invariant('never the last', s => !isLast(s.mails))

  test('members of a set by their names are not alike, and the number of those with a level is', async () => {
    const named = collecting(mails => {
      const of = [...mails].filter(({ level }) => level === 2).map(mail => mail.of)
      return of.length === 2 && of.includes(idOf('n', 1)) && of.includes(idOf('n', 4))
    })
    expect(await rejectionOf(search(named, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
    const counted = collecting(mails => [...mails].filter(({ level }) => level === 2).length === 5)
    expect(await compared(counted)).toBe('all')
  })

  test('a look for one member is not alike', async () => {
    const named = collecting(mails => has(mails, { of: idOf('n', 3), level: 2 }))
    expect(await rejectionOf(search(named, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })

  const choosing = (options: (all: readonly Id<'n'>[]) => readonly (readonly unknown[])[]) =>
    model('choosing')
      .shared(() => ({ chosen: [] as unknown[], isChosen: false }))
      .symmetric('n', () => 6)
      .action('choose', s => {
        when(!s.isChosen)
        s.isChosen = true
        s.chosen = [...choose(...options(ids('n', 6)))]
      })
      .mayDeadlock()
  const pairs = (all: readonly Id<'n'>[]) => all.flatMap(a => all.filter(b => b !== a).map(b => [a, b]))

  test('a choice of lists in which the order counts is alike if all orders are offered', async () => {
    expect(await compared(choosing(pairs))).toBe('all')
    const sorted = choosing(all => pairs(all).filter(([a, b]) => String(a) < String(b)))
    expect(await rejectionOf(search(sorted, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
    const allButOne = choosing(all => pairs(all).slice(1))
    expect(await rejectionOf(search(allButOne, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })

  test('a choice of sets of records is alike', async () => {
    const subsets = (all: readonly Id<'n'>[]) =>
      all.flatMap((a, i) => all.slice(i + 1).map(b => setOf({ of: a, level: 1 }, { of: b, level: 1 })))
    const source = model('choosing sets')
      .shared(() => ({ chosen: setOf<Mail>(), isChosen: false }))
      .symmetric('n', () => 6)
      .action('choose', s => {
        when(!s.isChosen)
        s.isChosen = true
        s.chosen = choose(...subsets(ids('n', 6)))
      })
      .mayDeadlock()
    expect(await compared(source)).toBe('all')
  })

  test('a list whose first elements decide is alike, whichever instance they name', async () => {
    const source = (decides: (first: Id<'n'> | undefined, me: Id<'n'>) => boolean) =>
      model('queue')
        .shared(() => ({ queue: [] as Id<'n'>[], served: 0 }))
        .process('n', {
          count: 6,
          symmetric: true,
          steps: {
            come: (s, me) => {
              s.queue.push(idOf('n', me.id))
            },
            go: (s, me) => {
              when(decides(s.queue[0], idOf('n', me.id)))
              s.queue.shift()
              s.served++
            },
          },
        })
        .mayDeadlock()
    expect(await compared(source((first, me) => first === me))).toBe('all')
    const odd = source((first, me) => first === me && first !== idOf('n', 2))
    expect(await rejectionOf(search(odd, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
    const forOne = source((first, me) => first === me).action('ask for one', s => {
      when(s.served === 2)
      s.queue.push(idOf('n', 5))
    })
    expect(await rejectionOf(search(forOne, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })
})

describe('a member of a set that no state has had yet counts as a name', () => {
  const numbers = [0, 1] as const

  /** The set begins with one id, and may have another instead only after a while. */
  const changing = (first: 0 | 1) =>
    model('changing')
      .shared(() => ({ member: setOf(idOf('n', first)), at: 0, isSeen: false }))
      .symmetric('n', () => 2)
      .action('go on', s => {
        s.at = (s.at + 1) % 3
      })
      .action('change', s => {
        when(s.at === 1)
        remove(s.member, choose(...s.member))
        add(s.member, choose(...ids('n', 2)))
      })
  type Changing = ReturnType<typeof changing>

  const lookers: { readonly [kind: string]: (source: Changing, other: Id<'n'>) => AnyModel } = {
    'an invariant': (source, other) => source.invariant('not the other', s => s.at !== 0 || !has(s.member, other)),
    'a reachable claim': (source, other) => source.reachable('the other', s => s.at === 0 && has(s.member, other)),
    'a claim about transitions': (source, other) =>
      source.transition('not from the other', before => before.at !== 0 || !has(before.member, other)),
    'an action': (source, other) =>
      source
        .action('look', s => {
          when(!s.isSeen && s.at === 0 && has(s.member, other))
          s.isSeen = true
        })
        .invariant('not seen', s => !s.isSeen),
  }

  test.each(Object.keys(lookers))('for %s', async kind => {
    // The stored state has one of the two, so the other has never been met.
    for (const first of numbers) {
      const source = lookers[kind]?.(changing(first), idOf('n', 1 - first)) as AnyModel
      expect(await rejectionOf(search(source, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
    }
  })

  test('so does a set of an id that never had a member', async () => {
    const moving = (first: Id<'n'>, other: Id<'n'>) =>
      model('moving')
        .shared(() => ({ of: perId('n', 2, id => setOf(...(id === first ? [7] : []))), at: 0 }))
        .symmetric('n', () => 2)
        .action('go on', s => {
          s.at = (s.at + 1) % 3
        })
        .action('move', s => {
          when(s.at === 1)
          for (const id of ids('n', 2)) remove(s.of[id] as SetOf<number>, 7)
          add(s.of[choose(...ids('n', 2))] as SetOf<number>, 7)
        })
        .invariant('the other has none', s => s.at !== 0 || !has(s.of[other] as SetOf<number>, 7))
    for (const first of numbers) {
      const source = moving(idOf('n', first), idOf('n', 1 - first))
      expect(await rejectionOf(search(source, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
    }
  })

  test('a claim about the list that a step has edited is not alike if it asks for one name', async () => {
    const lining = model('line')
      .shared(() => ({ line: [] as Id<'n'>[] }))
      .process('n', {
        count: 6,
        symmetric: true,
        steps: {
          come: (s, me) => {
            s.line.push(idOf('n', me.id))
          },
        },
      })
      .transition(
        'number 4 is never the first of three',
        (_before, { line }) => line.length !== 3 || line[0] !== idOf('n', 4),
      )
    expect(await rejectionOf(search(lining, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })

  test('what is proved is forgotten where cells are others than before', async () => {
    const source = model('shapes')
      .shared(() => ({ note: { level: 0, other: 0 } as { level: number; other: number } | null, last: 0 }))
      .process('n', {
        count: 6,
        symmetric: true,
        locals: () => ({ level: 0 }),
        steps: {
          rise: (_s, me) => {
            me.level = choose(0, 1)
          },
          drop: s => {
            when(s.note !== null)
            s.note = null
          },
        },
      })
      .mayDeadlock()
      .invariant(
        'not these two',
        s => s.note !== null || s.n.some(({ level }, i) => level !== (i === 2 || i === 5 ? 1 : 0)),
      )
    expect(await rejectionOf(search(source, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })

  test('labels count where an instance has become one cell', async () => {
    const source = model('notes')
      .shared(() => ({ last: 0 }))
      .process('n', {
        count: 6,
        symmetric: true,
        locals: () => ({}) as { note?: number },
        steps: {
          note: (_s, me) => {
            me.note = 1
          },
          tick: s => {
            s.last = 1
          },
          'look around': (s, me) => {
            when(me.id !== 5)
            s.last = 2
          },
        },
      })
      .mayDeadlock()
    expect(await rejectionOf(search(source, 'symmetry'))).toMatchObject({ code: 'broken-symmetry' })
  })
})
