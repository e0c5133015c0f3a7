import { describe, expect, test } from 'vitest'
import { ModelError } from '../../../src/base/errors.ts'
import { model } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { isStuck, judgeInvariant, judgeReachable, judgeTransition } from '../../../src/machine/judge.ts'
import { thrownBy } from '../base/thrown-by.ts'

const base = model('m', { top: 1 }).shared(() => ({ n: 0, list: [1] }))

/** The answer of the first claim of a model in a state. */
function judge(source: AnyModel, state: object) {
  const machine = instantiate(source)
  const [claim] = machine.claims
  const read = state as { readonly [cell: string]: unknown }
  switch (claim?.kind) {
    case 'invariant':
      return judgeInvariant(machine, claim, read)
    case 'reachable':
      return judgeReachable(machine, claim, read)
    case 'transition':
      return judgeTransition(machine, claim, read, { n: 9 }, { process: 'p', instance: 1, step: 'go' })
    default:
      throw new Error('there is no claim')
  }
}

test('an invariant sees the state and the constants', () => {
  const claimed = base.invariant('small', (s, c) => s.n <= c.top)
  expect([0, 1, 2].map(n => judge(claimed, { n }))).toEqual(['true', 'true', 'false'])
})

test('an implication reports a false premise', () => {
  const claimed = base.invariant('implied', { given: (s, c) => s.n > c.top, then: (s, c) => s.n > c.top + 1 })
  expect([1, 2, 3].map(n => judge(claimed, { n }))).toEqual(['premise false', 'false', 'true'])
})

test('a reachable claim sees the state and the constants', () => {
  const claimed = base.reachable('top', (s, c) => s.n === c.top)
  expect([0, 1].map(n => judge(claimed, { n }))).toEqual(['false', 'true'])
})

test('a transition claim sees both states, the step and the constants', () => {
  let seen: unknown
  const claimed = base.transition('t', (...all) => {
    seen = all
    return all[0].n < all[1].n
  })
  expect(judge(claimed, { n: 3 })).toBe('true')
  expect(seen).toEqual([{ n: 3 }, { n: 9 }, { process: 'p', instance: 1, step: 'go' }, { top: 1 }])
  expect(judge(claimed, { n: 9 })).toBe('false')
})

describe('a claim is an error of the model if', () => {
  const state = instantiate(base).initialStates[0] ?? {}
  const shown = '{"n":0,"list":[1]}'
  const answering = (answer: unknown) => () => answer as boolean
  const fail = () => {
    throw new TypeError('no such cell')
  }
  const threw = `model 'm': claim 'c' threw an error: no such cell. It did so in the state ${shown}. It must only read the state and return true or false.`
  const returned = (what: string) =>
    `model 'm': claim 'c' returned ${what} instead of true or false, in the state ${shown}. Is a return missing?`
  const cases: [string, AnyModel, string, string][] = [
    ['an invariant throws', base.invariant('c', fail), 'claim-threw', threw],
    ['a premise throws', base.invariant('c', { given: fail, then: () => true }), 'claim-threw', threw],
    ['a reachable claim throws', base.reachable('c', fail), 'claim-threw', threw],
    ['a transition claim throws', base.transition('c', fail), 'claim-threw', threw],
    ['it returns nothing', base.invariant('c', answering(undefined)), 'claim-not-boolean', returned('undefined')],
    ['it returns a number', base.reachable('c', answering(1)), 'claim-not-boolean', returned('1')],
    ['it returns NaN', base.transition('c', answering(Number.NaN)), 'claim-not-boolean', returned('"NaN"')],
    ['it returns a bigint', base.invariant('c', answering(1n)), 'claim-not-boolean', returned('"1"')],
    [
      'its premise answers null',
      base.invariant('c', { given: answering(null), then: () => true }),
      'claim-not-boolean',
      returned('null'),
    ],
    [
      'it is async',
      base.invariant('c', (async () => Promise.reject(new Error('later'))) as never),
      'async',
      "model 'm': claim 'c' returns a promise. It must not be async.",
    ],
  ]
  test.each(cases)('%s', (_, source, code, message) => {
    const error = thrownBy(() => judge(source, state))
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code, message })
  })

  test('it changes the state', () => {
    const claimed = base.invariant('c', s => (s.list as number[]).push(2) > 0)
    expect(thrownBy(() => judge(claimed, state))).toMatchObject({
      code: 'claim-threw',
      message: expect.stringContaining('not extensible'),
    })
  })

  test('it throws in a state too large to show completely', () => {
    const error = thrownBy(() => judge(base.invariant('c', fail), { n: 'x'.repeat(1000) }))
    expect(error).toHaveProperty('message', expect.stringMatching(/in the state \{"n":"x{294}\.\.\.\. It must/))
  })
})

describe('a state is stuck', () => {
  const machine = instantiate(
    model('m')
      .process('p', { count: 2, steps: { a: () => {}, b: () => {} }, mayRest: ['b'] })
      .process('q', { count: 0, steps: { a: () => {} } }),
  )
  const at = (...labels: string[]) => isStuck(machine, { p: labels.map(pc => ({ pc })), q: [] })

  test('if some instance has neither ended nor may rest', () => {
    expect(at('a', 'done')).toBe(true)
    expect(at('b', 'a')).toBe(true)
  })

  test('but not if each has ended or may rest', () => {
    expect(at('done', 'done')).toBe(false)
    expect(at('b', 'done')).toBe(false)
  })
})
