import { type AnyModel, check, model } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { descriptionOf } from '../../../src/language/description-of.ts'

const counter = model('counter', { step: 1, limit: 3, mode: 'up' as 'up' | 'down' | 'both', wraps: false })
  .shared(() => ({ n: 0 }))
  .process('count', {
    steps: {
      go: (s, _me, c) => {
        s.n += c.mode === 'down' ? -c.step : c.step
        if (Math.abs(s.n) < c.limit) return 'go'
      },
    },
  })
  .invariant('it never goes down', s => s.n >= 0)

/** The variants by name, with the constants that each sets. */
function variantsOf(spec: AnyModel): [string, object][] {
  return descriptionOf(spec).variants.map(({ name, constants }) => [name, constants])
}

describe('variants by product', () => {
  test('are a constant with each of its values', () => {
    expect(variantsOf(counter.variants({ mode: ['down', 'both'] }))).toEqual([
      ['down', { mode: 'down' }],
      ['both', { mode: 'both' }],
    ])
  })

  test('name values other than strings like the command line', () => {
    const spec = counter.variants({ step: [1, 2] }, { wraps: [true, false] })
    expect(descriptionOf(spec).variants.map(({ name }) => name)).toEqual([
      'step=1, wraps=true',
      'step=1, wraps=false',
      'step=2, wraps=true',
      'step=2, wraps=false',
    ])
  })

  test('are every combination of three axes, the first of which changes slowest', () => {
    const spec = counter.variants({ a: { step: 1 }, b: { step: 2 } }, { mode: ['up', 'down'] }, { limit: [1, 2] })
    expect(variantsOf(spec)).toEqual([
      ['a, up, limit=1', { step: 1, mode: 'up', limit: 1 }],
      ['a, up, limit=2', { step: 1, mode: 'up', limit: 2 }],
      ['a, down, limit=1', { step: 1, mode: 'down', limit: 1 }],
      ['a, down, limit=2', { step: 1, mode: 'down', limit: 2 }],
      ['b, up, limit=1', { step: 2, mode: 'up', limit: 1 }],
      ['b, up, limit=2', { step: 2, mode: 'up', limit: 2 }],
      ['b, down, limit=1', { step: 2, mode: 'down', limit: 1 }],
      ['b, down, limit=2', { step: 2, mode: 'down', limit: 2 }],
    ])
  })

  test('leave a point without a name out of the names', () => {
    const spec = counter.variants({ a: { step: 2 } }, { '': {}, large: { limit: 9 } })
    expect(variantsOf(spec)).toEqual([
      ['a', { step: 2 }],
      ['a, large', { step: 2, limit: 9 }],
    ])
  })

  test('come after earlier variants, and before later ones', () => {
    const spec = counter
      .variant('first', {})
      .variants({ mode: ['up'] })
      .variant('last', {})
    expect(descriptionOf(spec).variants.map(({ name }) => name)).toEqual(['first', 'up', 'last'])
  })

  test.each(['reference', 'footprint'] as const)('are checked under their constants by %s', async engine => {
    const spec = counter.variants({ slow: { step: 1 }, fast: { step: 3 } }, { mode: ['up', 'down'] })
    expect(await check(spec, { variant: 'slow, up', engine })).toMatchObject({
      ok: true,
      census: { states: 4 },
    })
    expect(await check(spec, { variant: 'fast, up', engine })).toMatchObject({
      ok: true,
      census: { states: 2 },
    })
    expect(await check(spec, { variant: 'fast, down', engine })).toMatchObject({ ok: false })
  })
})

describe('a variant that is left out', () => {
  const spec = counter
    .variants({ a: { step: 1 }, b: { step: 2 } }, { mode: ['up', 'down'] })
    .withoutVariants('a, up', 'b, down')

  test('is removed, and no other is', () => {
    expect(descriptionOf(spec).variants.map(({ name }) => name)).toEqual(['a, down', 'b, up'])
  })

  test('may be described again', () => {
    expect(descriptionOf(spec.variant('a, up', { step: 7 })).variants.at(-1)).toEqual({
      name: 'a, up',
      constants: { step: 7 },
    })
  })
})
