import { describe, expect, it } from 'vitest'
import { Dictionaries } from '../../../src/machine/dictionaries.ts'

describe('a state with the keys of its dictionaries in other orders', () => {
  const state = Object.freeze({ a: Object.freeze({ x: 1, y: 2 }), b: Object.freeze({ x: 1, y: 2 }) })
  const three = Object.freeze({ a: Object.freeze({ x: 1, y: 2, z: 3 }), b: Object.freeze({ x: 1, y: 2 }) })
  const keysOf = (dictionaries: Dictionaries, of: object = state) =>
    dictionaries
      .inOtherOrders([of])
      .flat()
      .map(other => Object.values(other).map(part => Object.keys(part).join('')))

  it('is no other state as long as there is no dictionary', () => {
    expect(new Dictionaries().inOtherOrders([state])).toEqual([])
  })

  it('is computed only once', () => {
    const dictionaries = new Dictionaries()
    dictionaries.note(['a'])
    expect(keysOf(dictionaries)).toEqual([['yx', 'xy']])
    expect(dictionaries.inOtherOrders([state])[0]?.[0]).toBe(dictionaries.inOtherOrders([state])[0]?.[0])
  })

  it('is computed again as soon as another record turns out to be a dictionary', () => {
    const dictionaries = new Dictionaries()
    dictionaries.note(['a'])
    expect(keysOf(dictionaries)).toEqual([['yx', 'xy']])
    dictionaries.note(['b'])
    expect(keysOf(dictionaries)).toEqual([['yx', 'yx']])
  })

  it('moves every key of three, the middle one too', () => {
    const dictionaries = new Dictionaries()
    dictionaries.note(['a'])
    expect(keysOf(dictionaries, three)).toEqual([
      ['zyx', 'xy'],
      ['yzx', 'xy'],
    ])
  })

  it('is the same order for states that are seen together', () => {
    const dictionaries = new Dictionaries()
    dictionaries.note(['a'])
    const orders = dictionaries.inOtherOrders<{ a: object }>([state, three])
    expect(orders.map(states => states.map(({ a }) => Object.keys(a).join('')))).toEqual([
      ['yx', 'zyx'],
      ['yx', 'yzx'],
    ])
  })

  it('says what its parts are in the usual order', () => {
    const dictionaries = new Dictionaries()
    dictionaries.note(['a'])
    dictionaries.note(['b'])
    const [turned] = dictionaries.inOtherOrders<{ a: object; b: object }>([state]).flat()
    expect([dictionaries.usual(turned!.a), dictionaries.usual(turned!.b)]).toEqual([state.a, state.b])
    expect(dictionaries.usual(turned!.a)).toBe(state.a)
    expect(dictionaries.usual(state.a)).toBe(state.a)
  })
})
