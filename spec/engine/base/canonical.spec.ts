import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, NotPlain } from '../../../src/base/plain.ts'
import { plainValue } from './plain-value.ts'
import { thrownBy } from './thrown-by.ts'

describe('the canonical text', () => {
  test('is the same exactly for values that are structurally equal', () => {
    fc.assert(
      fc.property(plainValue, plainValue, (a, b) => {
        expect(canonical(a) === canonical(b)).toBe(isDeepStrictEqual(a, b))
      }),
      { numRuns: 2000 },
    )
  })

  test('differs for values that are easily confused', () => {
    const values = [null, false, true, 0, 1, '', '0', '1', 'null', 'true', [], {}, [null], [[]], [0], ['0'], { a: 0 }]
    const more = [{ a: '0' }, { a: [0] }, { b: 0 }, { a: 0, b: 0 }, [0, 0], [[0], 0], [0, [0]], { '': 0 }, '[]', '{}']
    const texts = [...values, ...more].map(canonical)
    expect(new Set(texts).size).toBe(texts.length)
  })

  test('does not depend on the order of keys, however deep', () => {
    fc.assert(
      fc.property(plainValue, value => {
        expect(canonical(turned(value))).toBe(canonical(value))
      }),
    )
    expect(canonical({ b: [{ d: 1, c: 2 }], a: 0 })).toBe('{"a":0,"b":[{"c":2,"d":1}]}')
  })

  test('depends on the order of elements', () => {
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]))
  })

  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(plainValue, value => {
        expect(JSON.parse(canonical(value))).toEqual(value)
      }),
    )
  })

  test('is the same for 0 and -0', () => {
    expect(canonical({ x: [-0] })).toBe(canonical({ x: [0] }))
  })

  test('is the same for an object without prototype and a literal', () => {
    expect(canonical(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}')
  })

  test('treats a value at two places as two equal values', () => {
    const shared = { a: [1] }
    expect(canonical([shared, { x: shared }])).toBe('[{"a":[1]},{"x":{"a":[1]}}]')
  })
})

describe('a value that is not plain data is rejected, with its path and kind:', () => {
  class Point {}
  class Row extends Array {}
  const ring: { next?: unknown } = {}
  ring.next = { back: [ring] }
  const named = Object.assign([1], { extra: 2 })
  const proto = JSON.parse('{ "__proto__": 1 }')
  // biome-ignore lint/suspicious/noSparseArray: that is what is tested
  const sparse = [1, , 3]

  test.each([
    ['undefined', { a: undefined }, ['a'], 'undefined'],
    ['undefined itself', undefined, [], 'undefined'],
    ['NaN', [0, Number.NaN], [1], 'NaN, not a finite number'],
    ['Infinity', { a: [Infinity] }, ['a', 0], 'Infinity, not a finite number'],
    ['-Infinity', { a: -Infinity }, ['a'], '-Infinity, not a finite number'],
    ['a Map', { a: { b: new Map() } }, ['a', 'b'], 'an instance of Map'],
    ['a Set', [new Set()], [0], 'an instance of Set'],
    ['a Date', { at: new Date() }, ['at'], 'an instance of Date'],
    ['an instance of a class', { p: new Point() }, ['p'], 'an instance of Point'],
    ['a typed array', { p: new Uint8Array(2) }, ['p'], 'an instance of Uint8Array'],
    ['a promise', { p: Promise.resolve() }, ['p'], 'an instance of Promise'],
    ['an instance of a class of arrays', { p: Row.of(1, 2) }, ['p'], 'an instance of Row'],
    ['a named function', { f: function go() {} }, ['f'], 'a function (go)'],
    ['a function without a name', [() => 0], [0], 'a function'],
    ['a symbol', { s: Symbol('s') }, ['s'], 'a symbol'],
    ['a bigint', { n: 1n }, ['n'], 'a bigint'],
    ['a symbol as key', { a: { [Symbol('s')]: 1 } }, ['a'], 'an object with a symbol as key'],
    ['a cycle', ring, ['next', 'back', 0], 'part of a cycle'],
    ['a sparse array', { a: sparse }, ['a', 1], 'undefined'],
    ['an array with a key of its own', { a: named }, ['a'], 'an array with a key of its own (extra)'],
    ['a key __proto__, which no assignment can make', { a: proto }, ['a'], 'an object with the key __proto__'],
  ])('%s', (_, value, path, reason) => {
    const error = thrownBy(() => canonical(value))
    expect(error).toBeInstanceOf(NotPlain)
    expect(error).toMatchObject({ path, reason })
  })

  test('the message names both', () => {
    expect(thrownBy(() => canonical({ reader: [{ my: undefined }] }))).toHaveProperty(
      'message',
      'reader[0].my is undefined',
    )
  })

  test('a value that was rejected once is not considered part of a cycle the next time', () => {
    const inner = { bad: Number.NaN as number }
    thrownBy(() => canonical([inner]))
    inner.bad = 1
    expect(canonical([inner, inner])).toBe('[{"bad":1},{"bad":1}]')
  })
})

/** The same value with the keys of each object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, part]) => [key, turned(part)]))
}
