/** Claims that read one list alone are evaluated on its contents. */

import { choose, model, when } from 'interleave-checker'
import { describe, expect, it, vi } from 'vitest'
import { AloneQuestion } from '../../../src/footprint/alone.ts'
import { ClaimTree } from '../../../src/footprint/claim-tree.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { ValueTable } from '../../../src/state/value-table.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

describe('a question about one field', () => {
  const like = { queue: [], other: 1 }
  const questionBy = (
    answerOn: (state: State) => number,
    values: ValueTable,
    inOtherOrders: (state: State) => State[] = () => [],
    isPure = false,
  ) => new AloneQuestion({ claim: 'it', field: 'queue', like, values, isPure, answerOn, inOtherOrders })
  const answersOf = (answerOn: (state: State) => number, isPure = false) => {
    const values = new ValueTable()
    const numbers = [[], [1], [1, 2]].map(list => values.intern(list))
    const question = questionBy(answerOn, values, () => [], isPure)
    return numbers.map(number => question.of(number))
  }
  const queueOf = (state: State): readonly number[] => state.queue as readonly number[]

  it('is answered by the value of the field', () => {
    expect(answersOf(state => queueOf(state).length)).toEqual([0, 1, 2])
  })

  it('is evaluated once on each value', () => {
    const answerOn = vi.fn((state: State) => queueOf(state).length)
    const values = new ValueTable()
    const question = questionBy(answerOn, values)
    const number = values.intern([1])
    expect([question.of(number), question.of(number)]).toEqual([1, 1])
    expect(answerOn).toHaveBeenCalledTimes(1)
  })

  it('has no answer where another field counts, even if the code catches what it meets', () => {
    const catching = (state: State): number => {
      try {
        return Number(state.other)
      } catch {
        return 0
      }
    }
    expect(answersOf(state => (queueOf(state).length > 1 ? catching(state) : 0))).toEqual([0, 0, -1])
  })

  it('has no answer where it is another one with the keys in another order', () => {
    const values = new ValueTable()
    const firstKey = (state: State): number => Number(Object.keys((state.queue as object[])[0]!)[0] === 'a')
    const turned = (state: State): State[] => [
      { queue: [Object.fromEntries(Object.entries((state.queue as object[])[0]!).reverse())] },
    ]
    const question = questionBy(firstKey, values, turned)
    expect([question.of(values.intern([{ a: 1, b: 2 }])), question.of(values.intern([{ a: 1 }]))]).toEqual([-1, 1])
  })

  it('has no answer where the code edits the list', () => {
    const taking = (state: State): number => (state.queue as number[]).pop() ?? 0
    const swapping = (state: State): number => (state.queue as number[]).reverse().length
    for (const isPure of [false, true]) expect(answersOf(taking, isPure).slice(1)).toEqual([-1, -1])
    expect(answersOf(swapping, true)[2]).toBe(-1)
  })

  it('shows a list that is not frozen to code that can do nothing but answer', () => {
    const isFrozen = (state: State): number => Number(Object.isFrozen(state.queue))
    expect([answersOf(isFrozen), answersOf(isFrozen, true)]).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ])
  })

  it('has no answer where the code fails', () => {
    expect(answersOf(state => queueOf(state)[0]! / Number((queueOf(state)[1] ?? 3).toFixed()) || fail())).toEqual([
      -1,
      1 / 3,
      0.5,
    ])
  })
})

function fail(): never {
  throw new Error('no element')
}

/** Code is made early, and seldom enough that it is used for many states. */
const early = { linearStates: 1, walkedStates: 30, blockStates: 16, roomyStates: 0 }

interface Log {
  log: { by: number; at: number }[]
  turns: number
}

const logging = () =>
  model('logging')
    .shared((): Log => ({ log: [], turns: 0 }))
    .action('write', s => {
      when(s.log.length < 4)
      s.log.push({ by: choose(0, 1, 2), at: choose(0, 1) })
    })
    .action('forget', s => {
      when(s.log.length > 0)
      s.log.shift()
    })
    .action('turn', s => {
      s.turns = (s.turns + 1) % 4
    })

const inOrder = (log: readonly { readonly at: number }[]): boolean =>
  log.every(({ at }, i) => i === 0 || log[i - 1]!.at <= at)

it('does not read one list alone where it has looked at another field', async () => {
  const readOneCell = vi.spyOn(ClaimTree.prototype, 'readOneCell')
  const made = logging().invariant('a', s => s.log.map(({ by }) => by).join() !== '0' || s.turns < 4)
  await expectSameOutcome(instantiate(made), { allClaims: true }, early)
  expect(readOneCell).not.toHaveBeenCalled()
  readOneCell.mockRestore()
})

describe('a search', () => {
  const cases = {
    'with a claim that holds': logging().invariant('a', s => s.log.every((a, i) => i < 4 && a.by <= 2)),
    'with a claim that is violated': logging().invariant('a', s => s.log.length < 4 || inOrder(s.log)),
    'with a state to be reached': logging().reachable(
      'a',
      s => s.log.length === 4 && s.log.every(({ at, by }) => at === 1 && by === 2),
    ),
    'with a claim that looks at another field late': logging().invariant(
      'a',
      s => s.log.map(({ by }) => by).join() !== '2,1,0,2' || s.turns < 3,
    ),
    'with a claim that looks further, and never fails': logging().invariant(
      'a',
      s => s.log.map(({ by }) => by).join() !== '2,1,0,2' || s.turns < 4,
    ),
  }
  for (const [name, made] of Object.entries(cases)) {
    it(`${name} says the same as the reference`, async () => {
      const readOneCell = vi.spyOn(ClaimTree.prototype, 'readOneCell')
      await expectSameOutcome(instantiate(made), { allClaims: true }, early)
      expect(readOneCell).toHaveBeenCalled()
      readOneCell.mockRestore()
    })
  }
})
