import { describe, expect, test } from 'vitest'
import { type Expectation, expectations, model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import { compareWithExpectation } from '../../../src/verdicts/compare-with-expectation.ts'

const machine = instantiate(
  model('ring')
    .shared(() => ({ at: 0 }))
    .action('go', s => {
      s.at = (s.at + 1) % 5
    })
    .invariant('below 3', s => s.at < 3)
    .invariant('small', s => s.at < 5)
    .reachable('four', s => s.at === 4)
    .reachable('nine', s => s.at === 9)
    .invariant('toString', () => true),
)
const expected = { fails: { 'below 3': 3, nine: 'never' }, census: [5, 5, 4] } as const

async function found(expectation: Expectation, options = {}) {
  const outcome = await explore(machine, { allClaims: true, ...options })
  return compareWithExpectation(outcome, expectation).map(({ text }) => text)
}

test('an outcome as expected has no differences', async () => {
  expect(await found(expected)).toEqual([])
  expect(await found({ fails: expected.fails })).toEqual([])
})

test('an interrupted outcome is compared as far as it went', async () => {
  const outcome = await explore(machine, { allClaims: true, signal: { aborted: true } })
  const [first, ...others] = outcome.claims
  const undecided = { ...outcome, stop: 'interrupted' as const, census: { states: 1, transitions: 0, depth: 0 } }
  const claims = [
    { ...first!, verdict: 'violated' as const, steps: 2 },
    ...others.map(claim => ({ ...claim, verdict: 'unknown' as const })),
  ]
  expect(compareWithExpectation({ ...undecided, claims }, expected).map(({ text }) => text)).toEqual([
    "'below 3' fails in 2 steps, expected fails in 3 steps",
  ])
})

describe('an outcome differs if', () => {
  const { fails } = expected
  test.each<[string, Expectation, string[]]>([
    ['a claim fails that should hold', { fails: { nine: 'never' } }, ["'below 3' fails in 3 steps, expected holds"]],
    [
      'a claim fails in another number of steps',
      { fails: { ...fails, 'below 3': 2 } },
      ["'below 3' fails in 3 steps, expected fails in 2 steps"],
    ],
    ['a claim holds that should fail', { fails: { ...fails, small: 4 } }, ["'small' holds, expected fails in 4 steps"]],
    [
      'a reachable claim is witnessed that should not be',
      { fails: { ...fails, four: 'never' } },
      ["'four' holds, expected is never witnessed"],
    ],
    [
      'a reachable claim is not witnessed that should be',
      { fails: { 'below 3': 3 } },
      ["'nine' is never witnessed, expected holds"],
    ],
    [
      'the census is another',
      { fails, census: [5, 5, 3] },
      ['the census is 5/5/4, expected 5/5/3 (states/transitions/depth)'],
    ],
    [
      'a claim is not there',
      { fails: { ...fails, smal: 3 } },
      ["the expectation names 'smal', which is not a claim of the model (did you mean 'small'?)"],
    ],
  ])('%s', async (_, expectation, sentences) => {
    expect(await found(expectation)).toEqual(sentences)
  })

  test('a claim is undecided', async () => {
    expect(await found(expected, { maxDepth: 3 })).toEqual([
      "'small' is undecided, expected holds",
      "'four' is undecided, expected holds",
      "'nine' is undecided, expected is never witnessed",
      "'toString' is undecided, expected holds",
      "'no deadlock' is undecided, expected holds",
      "'no assertion fails' is undecided, expected holds",
      "'no step throws' is undecided, expected holds",
      'the census is 4/3/3, expected 5/5/4 (states/transitions/depth)',
    ])
  })
})

test('one step is one step', async () => {
  expect(await found({ ...expected, fails: { ...expected.fails, 'below 3': 1 } })).toEqual([
    "'below 3' fails in 3 steps, expected fails in 1 step",
  ])
})

test('an expectation of a claim that the model does not have is refused where it is stated', () => {
  const ring = model('ring')
    .shared(() => ({ at: 0 }))
    .within('far', s => s.at < 9)
    .invariant('below 3', s => s.at < 3)
  for (const name of ['below 4', 'far'])
    expect(() => expectations(ring, { base: { fails: { [name]: 1 } as never } })).toThrow(
      `names a claim '${name}' that model 'ring' does not have`,
    )
  expect(() => expectations(ring, { base: { fails: { 'below 4': 1 } as never } })).toThrow("Did you mean 'below 3'?")
  expect(expectations(ring, { base: { fails: { 'no deadlock': 1 } } })).toBeDefined()
})
