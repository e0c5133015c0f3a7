/** Code that looks past proxies, and so past what records and guards what is read. */

import { deepStrictEqual } from 'node:assert'
import { format, inspect, isDeepStrictEqual } from 'node:util'
import { add, choose, has, model, type SetOf, setOf, when } from 'interleave-checker'
import { describe, expect, it } from 'vitest'
import { listed } from '../../../src/language/set.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import { searchReference } from '../../../src/search/reference-search.ts'
import { agreedVerdicts } from '../random/agreed-verdicts.ts'
import { comparableResult } from '../search/comparable-result.ts'

const engines = [
  ['reference', searchReference],
  ['footprint', searchFootprint],
] as const

/** A part that changes long after the first states, which are audited. */
const late = model('late')
  .shared(() => ({ n: 0, part: { a: 0 }, list: [{ k: 0 }], set: setOf(0), copy: { of: null as unknown }, seen: 0 }))
  .action('count', s => {
    s.n = (s.n + 1) % 75
  })
  .action('change', s => {
    when(s.n === 70)
    s.part.a = 3
    s.list[0] = { k: 3 }
    if (!has(s.set, 3)) add(s.set, 3)
  })

interface S {
  readonly part: { readonly a: number }
  readonly list: readonly { readonly k: number }[]
  readonly set: SetOf<number>
}

describe('A claim that looks past proxies is evaluated wherever it may have another answer:', () => {
  const fails = (look: () => void) => {
    try {
      look()
      return false
    } catch {
      return true
    }
  }
  const claims: Record<string, (s: S) => boolean> = {
    'util.inspect of a record': s => inspect(s.part) === '{ a: 0 }',
    'util.inspect of a list': s => inspect(s.list) === '[ { k: 0 } ]',
    'util.inspect of an element of a list': s => inspect(s.list[0]) === '{ k: 0 }',
    'util.inspect of a set': s => inspect(s.set) === '[ 0 ]',
    'util.inspect of some members of a set': s => inspect(listed(s.set).filter(m => m > 1)) === '[]',
    'util.inspect of the state': s => !inspect(s).includes('a: 3'),
    'util.inspect that calls nothing of its objects': s =>
      inspect(s.part, { customInspect: false }) === '{ a: 0 }' &&
      inspect(
        listed(s.set).filter(m => m > 1),
        { customInspect: false },
      ) === '[]',
    'util.inspect that shows proxies': s => !inspect(s.part, { showProxy: true }).includes('3'),
    'util.format': s => !format('%o', s.part).includes('a: 3'),
    'util.isDeepStrictEqual': s => !isDeepStrictEqual(s.part, { a: 3 }),
    'assert.deepStrictEqual': s => fails(() => deepStrictEqual(s.part, { a: 3 })),
    structuredClone: s => structuredClone(s.part).a !== 3,
  }
  it.each(Object.keys(claims))('%s', async name => {
    const claimed = late.invariant('claim', claims[name] as (s: S) => boolean)
    expect(await agreedVerdicts(claimed, ['set'])).toMatchObject({ claim: 'violated' })
  })
})

describe.each(engines)('With the %s engine', (_, search) => {
  const resultOf = async (built: Parameters<typeof instantiate>[0]) =>
    (await comparableResult(() => search(instantiate(built), { allClaims: true }))).result

  it('a step that looks behind a draft is refused, since it would go by something else than the state', async () => {
    const looking = late.action('look', s => {
      s.seen = inspect(s.part) === '{ a: 3 }' ? 1 : 0
    })
    expect(await resultOf(looking)).toMatchObject({ code: 'impure', message: expect.stringContaining('util.inspect') })
  })

  it('a step may print what it likes', async () => {
    const printing = late.action('look', s => {
      s.seen = choose(0, 1) + 0 * inspect(s.part).length
    })
    expect(await resultOf(printing)).toMatchObject({ stop: 'exhausted' })
  })

  it('a process that prints its own instance prints what is there', async () => {
    const printing = model('printing')
      .shared(() => ({ seen: 0 }))
      .process('worker', {
        count: 2,
        locals: () => ({ a: 0 }),
        steps: {
          work: (s, me) => {
            me.a++
            s.seen = Number(inspect(me).includes('a: 1'))
          },
        },
      })
      .invariant('nothing is seen', s => s.seen === 0)
    expect(await resultOf(printing)).toMatchObject({
      claims: expect.arrayContaining([expect.objectContaining({ name: 'nothing is seen', verdict: 'violated' })]),
    })
  })

  it.each([
    ['a record', (s: S) => Object.freeze({ part: s.part })],
    ['a list', (s: S) => Object.freeze([s.part])],
  ])('a part of the state in %s that a step freezes is refused with advice', async (_, frozen) => {
    const freezing = late.action('keep', s => {
      s.copy.of = frozen(s)
    })
    expect(await resultOf(freezing)).toMatchObject({
      code: 'not-plain-data',
      message: expect.stringMatching(/copy\.of.* is a part of an earlier state\. .*store a copy/),
    })
  })

  it('a part of the state that a step keeps for a later one is refused', async () => {
    let kept: unknown
    const keeping = late.action('keep', s => {
      s.copy.of = kept ?? null
      kept = s.part
    })
    expect(await resultOf(keeping)).toHaveProperty('code')
  })
})
