/** Keys that no list or record of a state may have, written by a step that most runs do not take. */

import { model, setOf } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

type Field = 'fixed' | 'list' | 'set' | 'rec'

/** A fixed list, one that grows, a set and a record, one of which is written late. */
const late = (field: Field, key: PropertyKey, value: unknown) =>
  model('late')
    .shared(() => ({ n: 0, fixed: [1, 2], list: [] as number[], set: setOf(1), rec: { a: 0 } }))
    .action('count', s => {
      s.n = (s.n + 1) % 75
      if (s.n === 70) Reflect.set(s[field] as object, key, value)
    })

describe('both engines refuse, or report, a step that writes', () => {
  it.each<[string, Field, PropertyKey, unknown]>([
    ['a name to a fixed list', 'fixed', 'name', 1],
    ['a name to a list', 'list', 'name', 1],
    ['a name to a set', 'set', 'name', 1],
    ['a negative index to a fixed list', 'fixed', -1, 1],
    ['a negative index to a list', 'list', -1, 1],
    ['a fraction as an index', 'fixed', 0.5, 1],
    ['an index in another spelling', 'fixed', '01', 1],
    ['a symbol to a fixed list', 'fixed', Symbol('odd'), 1],
    ['a symbol to a list', 'list', Symbol('odd'), 1],
    ['a symbol to a record', 'rec', Symbol('odd'), 1],
    ['beyond the end of a fixed list', 'fixed', 3, 1],
    ['beyond the end of a list', 'list', 1, 1],
    ['a greater length', 'list', 'length', 2],
    ['undefined to a fixed list', 'fixed', 0, undefined],
    ['undefined to a record', 'rec', 'a', undefined],
  ])('%s', async (_, field, key, value) => {
    const result = await expectSameOutcome(instantiate(late(field, key, value)), { allClaims: true })
    const isReported =
      'code' in result || result.claims.some(({ kind, verdict }) => kind === 'error' && verdict === 'violated')
    expect(isReported, JSON.stringify(result)).toBe(true)
  })
})
