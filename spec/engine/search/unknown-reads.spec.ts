import { describe, expect, test } from 'vitest'
import { choose, model, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from './same-outcome.ts'

/** What both engines warn of. */
async function warnings(source: AnyModel): Promise<readonly string[]> {
  const result = await expectSameOutcome(instantiate(source), { allClaims: true })
  if ('code' in result) throw new Error(result.message)
  return result.warnings
}

/** What types would refuse. */
interface Loose {
  readonly mutx: number
  readonly sen: number
  readonly sise: number
  readonly box: { readonly opn: number; late: number }
}

const m = model('m', { size: 2 })
  .shared(() => ({ mutex: null as number | null, box: { open: true }, names: {} as Record<string, number>, list: [1] }))
  .process('worker', {
    count: 2,
    locals: () => ({ seen: 0 }),
    steps: {
      take: (s, me) => {
        when(s.mutex === null)
        s.mutex = me.id
      },
      give: s => {
        s.mutex = null
        s.names[choose('a', 'b')] = 1
        return 'take'
      },
    },
  })

test('a key that no state has yet is not said to be in no state where a limit has ended the search', async () => {
  const late = model('late')
    .shared(() => ({ n: 0, box: { open: true } as { open: boolean; late?: number } }))
    .action('go', s => {
      when(s.n < 9)
      s.n++
      if (s.n === 9) s.box.late = 1
    })
    .mayDeadlock()
    .invariant('x', s => s.box.late !== 2)
  const cut = await expectSameOutcome(instantiate(late), { allClaims: true, maxDepth: 4 })
  expect(cut).toMatchObject({ warnings: ["claim 'x' reads s.box.late, which no state visited so far has"] })
  expect(await warnings(late)).toEqual([])
})

describe('a key that no state has is reported where', () => {
  const cases: [string, AnyModel, string[]][] = [
    [
      'a claim reads it',
      m.invariant('x', s => (s as object as Loose).mutx !== 3),
      ["claim 'x' reads s.mutx, which no state has"],
    ],
    [
      'a premise reads it',
      m.invariant('x', { given: s => (s as object as Loose).mutx === 3, then: () => true }),
      ["claim 'x' reads s.mutx, which no state has"],
    ],
    [
      'a reachable claim reads it',
      m.reachable('x', s => (s as object as Loose).box.opn === 3),
      ["claim 'x' reads s.box.opn, which no state has"],
    ],
    [
      'a transition claim reads it',
      m.transition('x', (_b, a) => (a as object as Loose).mutx !== 3),
      ["claim 'x' reads s.mutx, which no state has"],
    ],
    [
      'it is no constant',
      m.invariant('x', (_s, c) => (c as object as Loose).sise !== 3),
      ["claim 'x' reads c.sise, which is not a constant"],
    ],
    [
      'it is no constant, and a step reads it',
      m.action('a', (_s, c) => when((c as object as Loose).sise === 3)),
      ["action 'a' reads c.sise, which is not a constant"],
    ],
    [
      'a claim compares with a text that is not a label',
      m.invariant('x', s => s.worker.every(w => (w.pc as string) !== 'tkae')),
      ["claim 'x' compares pc with 'tkae', which is not a label"],
    ],
    [
      'a premise does, the other way round',
      m.invariant('x', { given: s => s.worker.some(w => 'tkae' === (w.pc as string)), then: () => true }),
      ["claim 'x' compares pc with 'tkae', which is not a label"],
    ],
    [
      'a step does',
      m.action('a', s => when(s.worker.every(({ pc }) => (pc as string) === 'ende'))),
      ["action 'a' compares pc with 'ende', which is not a label"],
    ],
    [
      'an action reads it',
      m.action('a', s => when((s as object as Loose).mutx === 3)),
      ["action 'a' reads s.mutx, which no state has"],
    ],
    [
      'a step reads it, of me too',
      m.process('p', {
        steps: { go: (s, me) => when((s as object as Loose).mutx === (me as object as Loose).sen) },
        mayRest: ['go'],
      }),
      ["step 'go' of p reads s.mutx, which no state has", "step 'go' of p reads s.p[0].sen, which no state has"],
    ],
  ]
  test.each(cases)('%s', async (_, source, expected) => {
    expect(await warnings(source)).toEqual(expected)
  })
})

describe('nothing is reported for', () => {
  const cases: [string, AnyModel][] = [
    [
      'a constant that a step has a value for',
      m.action('a', (_s, c) => when(((c as object as { sise?: number }).sise ?? 3) === 4)),
    ],
    ['labels that there are', m.invariant('x', s => s.worker.every(w => w.pc === 'take' || w.pc !== 'done'))],
    ['a question whether it is there', m.invariant('x', s => !('mutx' in s))],
    ['what is there', m.invariant('x', (s, c) => s.box.open && s.worker.length === c.size)],
    ['a record that begins empty and is filled', m.invariant('x', s => s.names.z !== 1)],
    ['an element beyond the end of an array', m.invariant('x', s => s.list[7] !== 1)],
    ['what every object has', m.invariant('x', s => Object.hasOwn(s, 'box') && typeof s.toString === 'function')],
    ['a state that is printed or copied', m.invariant('x', s => JSON.stringify({ ...s }).length > 0)],
    [
      'a record that gets the key later',
      m
        .action('a', s => {
          Object.assign(s.box, { late: 1 })
        })
        .invariant('x', s => (s.box as object as Loose['box']).late !== 2),
    ],
  ]
  test.each(cases)('%s', async (_, source) => {
    expect(await warnings(source)).toEqual([])
  })
})
