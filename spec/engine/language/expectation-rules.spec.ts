import { expectations, model } from 'interleave-checker'
import { describe, expect, test } from 'vitest'

const spec = model('m', { size: 1, mode: 'np' as 'np' | 'npc', list: [1, 2] })
  .shared(() => ({ n: 0 }))
  .process('p', { steps: { a: () => {} } })
  .invariant('the number stays below its limit', () => true)
  .reachable('the number comes to its limit', () => true)
  .variants({ small: { size: 1 }, large: { size: 9, list: [3] } }, { mode: ['np', 'npc'] })

const claims = { below: 'the number stays below its limit', comes: 'the number comes to its limit' } as const
const [below, comes] = [claims.below, claims.comes]

describe('a rule of expectations', () => {
  test('applies to the settings with the constants that it names, the model itself included', () => {
    const expected = expectations(
      spec,
      {
        claims,
        rules: [
          { where: {}, census: [1, 1, 1] },
          { where: { mode: 'np' }, fails: { below: 3 } },
          { where: { mode: 'npc', size: 9 }, fails: { comes: 'never' } },
        ],
      },
      {},
    )
    expect(expected).toEqual({
      base: { fails: { [below]: 3 }, census: [1, 1, 1] },
      'small, np': { fails: { [below]: 3 }, census: [1, 1, 1] },
      'small, npc': { fails: {}, census: [1, 1, 1] },
      'large, np': { fails: { [below]: 3 }, census: [1, 1, 1] },
      'large, npc': { fails: { [comes]: 'never' }, census: [1, 1, 1] },
    })
  })

  test('compares constants by structure', () => {
    const rules = [{ where: {} }, { where: { list: [3] }, fails: { [below]: 3 } }]
    const { 'large, np': large, 'small, np': small } = expectations(spec, { rules }, {})
    expect(large).toEqual({ fails: { [below]: 3 } })
    expect(small).toEqual({ fails: {} })
  })

  test('may expect a run with a loop', () => {
    const rules = [{ where: { mode: 'npc' }, fails: { below: [4, 2] } }] as const
    const expected = expectations(
      spec,
      { claims, rules },
      { base: {}, 'small, np': {}, 'large, np': { fails: { below: [1, 0] } } },
    )
    expect(expected['small, npc'].fails).toEqual({ [below]: [4, 2] })
    expect(expected['large, np'].fails).toEqual({ [below]: [1, 0] })
  })

  test('applies to the settings that it names', () => {
    const rules = [{ where: {} }, { where: ['base', 'large, np'], fails: { [below]: 3 } }] as const
    const expected = expectations(spec, { rules }, {})
    const failing = Object.entries(expected).filter(([, { fails = {} }]) => below in fails)
    expect(failing.map(([setting]) => setting)).toEqual(['base', 'large, np'])
  })

  test('gives way to a later rule, claim by claim', () => {
    const rules = [
      { where: {}, fails: { below: 3, comes: 'never' }, census: [1, 2, 3] },
      { where: { size: 9 }, fails: { below: 4 } },
      { where: ['large, np'], fails: { comes: 'holds' }, census: [4, 5, 6] },
    ] as const
    expect(expectations(spec, { claims, rules }, {})).toMatchObject({
      'small, np': { fails: { [below]: 3, [comes]: 'never' }, census: [1, 2, 3] },
      'large, npc': { fails: { [below]: 4, [comes]: 'never' }, census: [1, 2, 3] },
      'large, np': { fails: { [below]: 4 }, census: [4, 5, 6] },
    })
  })
})

describe('an exception to the rules', () => {
  const rules = [{ where: {}, fails: { below: 3, comes: 'never' }, census: [1, 2, 3] }] as const

  test('changes what it names, and nothing else', () => {
    const expected = expectations(spec, { claims, rules }, { 'large, np': { fails: { below: 5, 'no deadlock': 7 } } })
    expect(expected['large, np']).toEqual({
      fails: { [below]: 5, [comes]: 'never', 'no deadlock': 7 },
      census: [1, 2, 3],
    })
    expect(expected['small, np']).toEqual({ fails: { [below]: 3, [comes]: 'never' }, census: [1, 2, 3] })
  })

  test('takes back that a claim fails', () => {
    const expected = expectations(spec, { claims, rules }, { base: { fails: { below: 'holds' }, census: [4, 5, 6] } })
    expect(expected.base).toEqual({ fails: { [comes]: 'never' }, census: [4, 5, 6] })
  })
})
