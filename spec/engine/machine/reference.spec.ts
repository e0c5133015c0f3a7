import { describe, expect, test } from 'vitest'
import { keyOf, successors, transitionsOf } from '../../../src/machine/reference.ts'
import { first, machineWith, type Shared, stateAfter, taken } from './one-step.ts'

describe('a step', () => {
  test('that returns nothing falls through to the step written next', () => {
    expect(stateAfter(() => {}).p).toEqual([
      { pc: 'next', my: 5 },
      { pc: 'step', my: 5 },
    ])
    expect(stateAfter(() => null).p[0]?.pc).toBe('next')
  })

  test('that returns a label goes there, even to itself', () => {
    expect(stateAfter(() => 'last').p[0]?.pc).toBe('last')
    expect(stateAfter(() => 'step').p[0]?.pc).toBe('step')
  })

  test("that returns 'done', or is the last, ends its process, which takes no further steps", () => {
    const ended = stateAfter(() => 'done')
    expect(ended.p[0]?.pc).toBe('done')
    const machine = machineWith(() => {})
    expect(transitionsOf(machine, ended, 0)).toEqual([])
    expect(transitionsOf(machine, ended, 1)).toHaveLength(1)
    const lastOne = { ...ended, p: [{ pc: 'last', my: 0 }, ended.p[1]] }
    expect(transitionsOf(machine, lastOne, 0)[0]?.effect).toMatchObject({ state: { p: [{ pc: 'done' }, {}] } })
  })

  test('sees its number, its label, its locals and the constants', () => {
    const machine = machineWith((s, me, c) => {
      s.x = [me.id, me.pc, me.my, c.limits]
    })
    const found = successors(machine, first(machine)).map(({ effect }) => effect.kind === 'state' && effect.state.x)
    expect(found).toEqual([
      [0, 'step', 5, [1, 2]],
      [1, 'step', 5, [1, 2]],
    ])
  })

  test('changes its own locals, which its process shows', () => {
    const state = stateAfter((s, me) => {
      me.my += 2
      s.x = s.p[me.id]?.my
    })
    expect(state.p.map(p => p.my)).toEqual([7, 5])
    expect(state.x).toBe(7)
  })

  test('does not change the state that it starts from', () => {
    const machine = machineWith(s => {
      s.list.push(9)
      s.items[0] = { n: 9 }
      s.x = 9
    })
    const before = keyOf(first(machine))
    successors(machine, first(machine))
    expect(keyOf(first(machine))).toBe(before)
  })

  test('can write values that it read, and shares nothing between two places', () => {
    const machine = machineWith((s, me) => {
      if (me.id === 1) s.x.n = 7
      else {
        s.x = s.items[0]
        s.items[1] = s.x
      }
    })
    const [stored] = transitionsOf(machine, first(machine), 0)
    if (stored?.effect.kind !== 'state') throw new Error('no state follows')
    expect(stored.effect.state).toMatchObject({ x: { n: 1 }, items: [{ n: 1 }, { n: 1 }] })
    const [changed] = transitionsOf(machine, stored.effect.state, 1)
    expect(changed?.effect).toMatchObject({ state: { x: { n: 7 }, items: [{ n: 1 }, { n: 1 }] } })
  })

  test('changes one value through two names within the same step', () => {
    expect(
      stateAfter(s => {
        s.x = s.items
        s.items.push({ n: 3 })
      }),
    ).toMatchObject({ x: [{ n: 1 }, { n: 2 }, { n: 3 }], items: [{ n: 1 }, { n: 2 }, { n: 3 }] })
  })

  test.each<[string, (list: number[]) => unknown, number[]]>([
    ['push', list => list.push(9, 8), [3, 1, 2, 9, 8]],
    ['pop', list => list.pop(), [3, 1]],
    ['shift', list => list.shift(), [1, 2]],
    ['unshift', list => list.unshift(0), [0, 3, 1, 2]],
    ['splice', list => list.splice(1, 1, 7, 7), [3, 7, 7, 2]],
    ['sort', list => list.sort(), [1, 2, 3]],
    ['reverse', list => list.reverse(), [2, 1, 3]],
    ['fill', list => list.fill(0), [0, 0, 0]],
    ['an assigned length', list => (list.length = 1), [3]],
  ])('can use %s on an array of the state', (_, change, expected) => {
    expect(stateAfter(s => void change(s.list)).list).toEqual(expected)
  })

  test('can swap records of the state and change them', () => {
    const state = stateAfter(s => {
      const [a, b] = s.items as [{ n: number }, { n: number }]
      s.items = [b, a]
      a.n = 10
    })
    expect(state.items).toEqual([{ n: 2 }, { n: 10 }])
  })

  test('cannot change the constants', () => {
    expect(taken((_s, _me, c) => void c.limits.push(3))).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('not extensible'),
    })
    expect(
      stateAfter((s, _me, c) => {
        s.x = c.limits
      }).x,
    ).toEqual([1, 2])
  })

  test('that leads to an equal state in another way gives it the same key', () => {
    const keys = [
      (s: Shared) => {
        s.x = { a: 1, b: 2 }
      },
      (s: Shared) => {
        s.x = Object.assign({ b: 2 }, { a: 1 })
      },
    ].map(step => {
      const effect = taken(step)
      return effect?.kind === 'state' && effect.key
    })
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).toBe(
      keyOf(
        stateAfter(s => {
          s.x = { a: 1, b: 2 }
        }),
      ),
    )
  })
})
