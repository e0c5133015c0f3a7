import { describe, expect, it } from 'vitest'
import { Dictionaries } from '../../../src/machine/dictionaries.ts'

describe('a state with the keys of its dictionaries reversed', () => {
  const state = Object.freeze({ a: Object.freeze({ x: 1, y: 2 }), b: Object.freeze({ x: 1, y: 2 }) })
  const keysOf = (dictionaries: Dictionaries) =>
    Object.values(dictionaries.reversed(state)).map(part => Object.keys(part).join(''))

  it('is the state itself as long as there is no dictionary', () => {
    expect(new Dictionaries().reversed(state)).toBe(state)
  })

  it('is computed only once', () => {
    const dictionaries = new Dictionaries()
    dictionaries.compare(['a'], ['x'], ['x', 'y'])
    expect(keysOf(dictionaries)).toEqual(['yx', 'xy'])
    expect(dictionaries.reversed(state)).toBe(dictionaries.reversed(state))
  })

  it('is computed again as soon as another record turns out to be a dictionary', () => {
    const dictionaries = new Dictionaries()
    dictionaries.compare(['a'], ['x'], ['x', 'y'])
    expect(keysOf(dictionaries)).toEqual(['yx', 'xy'])
    dictionaries.compare(['b'], ['x'], ['x', 'y'])
    expect(keysOf(dictionaries)).toEqual(['yx', 'yx'])
  })
})
