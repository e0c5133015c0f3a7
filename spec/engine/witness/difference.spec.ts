import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, type Plain } from '../../../src/base/plain.ts'
import { applyChanges, type Change, difference } from '../../../src/witness/difference.ts'
import { plainValue } from '../base/plain-value.ts'

/** Two values that share some parts and not others, as a state and the next do. */
const related = fc.oneof(
  fc.tuple(plainValue, plainValue),
  fc.tuple(plainValue, plainValue, plainValue).map(([a, b, c]): [Plain, Plain] => [
    { a, b: [b, a] },
    { a, b: [c] },
  ]),
  fc
    .tuple(fc.array(plainValue, { maxLength: 3 }), fc.array(plainValue, { maxLength: 6 }), plainValue)
    .map(([a, b, c]): [Plain, Plain] => [
      { list: [...a, ...b], 'a.b': c },
      { list: [...a, c], 'a.b': { 'a.b': c } },
    ]),
)

describe('the difference of two values', () => {
  test('turns one into the other, in both directions', () => {
    fc.assert(
      fc.property(related, ([before, after]) => {
        expect(canonical(applyChanges(before, difference(before, after)))).toBe(canonical(after))
        expect(canonical(applyChanges(after, difference(after, before)))).toBe(canonical(before))
      }),
      { numRuns: 3000 },
    )
  })

  test('survives being written as JSON', () => {
    fc.assert(
      fc.property(related, ([before, after]) => {
        const changes: Change[] = JSON.parse(JSON.stringify(difference(before, after)))
        expect(canonical(applyChanges(before, changes))).toBe(canonical(after))
      }),
    )
  })

  test('is empty exactly for equal values', () => {
    fc.assert(
      fc.property(related, ([a, b]) => {
        expect(difference(a, b).length === 0).toBe(canonical(a) === canonical(b))
      }),
    )
  })

  test('gives the old and new value of each part, as deep as possible', () => {
    fc.assert(
      fc.property(related, ([before, after]) => {
        for (const { path, ...change } of difference(before, after)) {
          expect('before' in change ? canonical(change.before) : 'missing').toBe(partAt(before, path))
          expect('after' in change ? canonical(change.after) : 'missing').toBe(partAt(after, path))
          if ('before' in change && 'after' in change) expect(kindOf(change.before, change.after)).not.toBe('walked')
        }
      }),
    )
  })

  test('does not change the value to which it is applied', () => {
    const value = { a: { b: [1, 2] } }
    expect(applyChanges(value, [{ path: ['a', 'b', 0], after: 9 }])).toEqual({ a: { b: [9, 2] } })
    expect(value).toEqual({ a: { b: [1, 2] } })
  })

  test('applied to a part that is in two places, changes it in one', () => {
    const shared = { n: 0 }
    expect(applyChanges([shared, shared], [{ path: [1, 'n'], before: 0, after: 1 }])).toEqual([{ n: 0 }, { n: 1 }])
  })

  test('applied, shares nothing with the changes', () => {
    const after = { list: [1] }
    const applied = applyChanges<{ x: unknown }>({ x: 0 }, [{ path: ['x'], before: 0, after }])
    expect(applied.x).toEqual(after)
    expect(applied.x).not.toBe(after)
  })
})

test.each<[string, unknown, unknown, Change[]]>([
  ['a field', { a: 1, b: 2 }, { a: 1, b: 3 }, [{ path: ['b'], before: 2, after: 3 }]],
  [
    'a local among many',
    { reader: [{ my: 0 }, { my: 0 }] },
    { reader: [{ my: 0 }, { my: 1 }] },
    [{ path: ['reader', 1, 'my'], before: 0, after: 1 }],
  ],
  [
    'an array that grew',
    { a: [1] },
    { a: [1, 2, 3] },
    [
      { path: ['a', 1], after: 2 },
      { path: ['a', 2], after: 3 },
    ],
  ],
  [
    'an array that shrank',
    { a: [1, 2, 3] },
    { a: [4] },
    [
      { path: ['a', 0], before: 1, after: 4 },
      { path: ['a', 1], before: 2 },
      { path: ['a', 2], before: 3 },
    ],
  ],
  [
    'a record that was null',
    { owner: null },
    { owner: { id: 1 } },
    [{ path: ['owner'], before: null, after: { id: 1 } }],
  ],
  [
    'a record that became null',
    { owner: { id: 1 } },
    { owner: null },
    [{ path: ['owner'], before: { id: 1 }, after: null }],
  ],
  ['an array that became a record', { a: [1] }, { a: { 0: 1 } }, [{ path: ['a'], before: [1], after: { 0: 1 } }]],
  ['a key that came', {}, { k: null }, [{ path: ['k'], after: null }]],
  ['a key that went', { k: null }, {}, [{ path: ['k'], before: null }]],
  ['a key with a dot', { 'a.b': { c: 1 } }, { 'a.b': { c: 2 } }, [{ path: ['a.b', 'c'], before: 1, after: 2 }]],
  ['a key that looks like an index', { a: { 0: 1 } }, { a: { 0: 2 } }, [{ path: ['a', '0'], before: 1, after: 2 }]],
  ['the order of keys, which is nothing', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ['the sign of zero, which is nothing', { a: 0 }, { a: -0 }, []],
  ['the whole value', 1, [1], [{ path: [], before: 1, after: [1] }]],
])('a change of %s is reported as such', (_, before, after, changes) => {
  expect(difference(before, after)).toEqual(changes)
})

/** The canonical text of the part of `value` at `path`, or that it is missing. */
function partAt(value: unknown, path: readonly (string | number)[]): string {
  let part = value
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return 'missing'
    part = (part as Record<string | number, unknown>)[key]
  }
  return canonical(part)
}

/** Whether two values should have been compared part by part instead of being reported as one change. */
function kindOf(a: unknown, b: unknown): 'walked' | 'replaced' {
  const areBranches = typeof a === 'object' && a !== null && typeof b === 'object' && b !== null
  return areBranches && Array.isArray(a) === Array.isArray(b) ? 'walked' : 'replaced'
}
