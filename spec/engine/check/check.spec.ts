/** What programs and tests get from `check` and `assertHolds`. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { assert, assertHolds, check, model, NotHolding, when, witnessToText } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { rejectionOf } from '../base/thrown-by.ts'

const engines = ['footprint', 'reference'] as const

const counter = model('counter', { limit: 3, name: 'x' })
  .shared(() => ({ n: 0 }))
  .action('add', (s, c) => {
    when(s.n < c.limit)
    s.n++
  })
  .mayDeadlock()
  .invariant('small', s => s.n < 5)
  .reachable('three', s => s.n === 3)
  .variant('large', { limit: 7 })
  .variant('tiny', { limit: 1 })

describe.each(engines)('a check by the engine %s', engine => {
  test('is ok if every claim holds or is witnessed', async () => {
    const checked = await check(counter, { engine })
    expect(checked).toMatchObject({ ok: true, warnings: [], counterexamples: [], stop: 'exhausted' })
    expect(checked).not.toHaveProperty('reason')
  })

  test('is not ok if a claim is violated', async () => {
    const { ok, reason, counterexamples } = await check(counter, { engine, variant: 'large' })
    expect(ok).toBe(false)
    expect(reason).toBe(
      "model 'counter', variant 'large': 'small' is violated in 5 steps; 'no assertion fails', 'no step throws' are unknown, since the search stopped at the violation (allClaims goes on).",
    )
    expect(counterexamples).toHaveLength(1)
  })

  test('is not ok if a reachable claim is never witnessed, which has no counterexample', async () => {
    const { ok, reason, counterexamples } = await check(counter, { engine, variant: 'tiny' })
    expect({ ok, reason }).toEqual({
      ok: false,
      reason: "model 'counter', variant 'tiny': 'three' is never witnessed.",
    })
    expect(counterexamples).toEqual([])
  })

  test.each([
    [{ maxStates: 2 }, 'the search stopped at maxStates'],
    [{ maxDepth: 1 }, 'the search stopped at maxDepth'],
    [{ signal: { aborted: true } }, 'the search was interrupted'],
  ])('is not ok if %j cut the search short, which has no counterexample', async (limits, why) => {
    const endless = model('endless')
      .shared(() => ({ n: 0 }))
      .action('add', s => {
        s.n = (s.n + 1) % 3_000_000
      })
    const { ok, reason, counterexamples } = await check(endless, { engine, ...limits })
    expect(ok).toBe(false)
    expect(reason).toContain("'no deadlock', 'no assertion fails', 'no step throws' are unknown")
    expect(reason).toContain(why)
    expect(counterexamples).toEqual([])
  })

  test('is ok, with a warning, if a claim holds vacuously', async () => {
    const vacuous = counter
      .action('never', () => when(false))
      .invariant('implied', { given: s => s.n > 9, then: () => false })
    const { ok, warnings } = await check(vacuous, { engine })
    expect(ok).toBe(true)
    expect(warnings).toContain("'implied' holds, but its premise was never true")
    expect(warnings).toContain("the step 'never' never ran")
  })

  test('names at most five undecided claims', async () => {
    let many = counter
    for (const i of [1, 2, 3, 4, 5, 6, 7]) many = many.invariant(`c${i}`, () => true)
    const { reason } = await check(many, { engine, maxDepth: 1 })
    expect(reason).toContain("'small', 'three', 'c1', 'c2', 'c3' and 6 more are unknown")
  })

  test('asserted of a model that holds returns the result of the check', async () => {
    expect(await assertHolds(counter, { engine })).toMatchObject({ ok: true, model: 'counter', stop: 'exhausted' })
  })

  test('asserted of one that does not is rejected, with the reason and the lanes as plain text', async () => {
    const error = await rejectionOf(assertHolds(counter, { engine, variant: 'large' }))
    expect(error).toBeInstanceOf(NotHolding)
    const { name, message, checked } = error as NotHolding
    expect(name).toBe('NotHolding')
    expect(message).toContain("'small' is violated in 5 steps")
    expect(message).toContain(witnessToText(checked.counterexamples[0] as never).trimEnd())
    expect(message).not.toContain('\u001b')
    expect(checked).toMatchObject({ ok: false, variant: 'large' })
  })

  test.each([[{ maxStates: 2 }], [{ variant: 'tiny' as const }]])(
    'asserted under %j is rejected, though there is no counterexample',
    async options => {
      const error = await rejectionOf(assertHolds(counter, { engine, ...options }))
      expect(error).toBeInstanceOf(NotHolding)
      expect((error as NotHolding).message).toBe((error as NotHolding).checked.reason)
    },
  )

  test('shows the shortest counterexample if several claims fail', async () => {
    const failing = counter
      .process('p', { steps: { first: s => assert(s.n < 2, 'too late') } })
      .invariant('under four', s => s.n < 4)
    const error = await rejectionOf(assertHolds(failing, { engine, variant: 'large', allClaims: true }))
    expect((error as NotHolding).checked.counterexamples.map(({ steps }) => steps.length)).toEqual([3, 4, 5])
    expect((error as NotHolding).message).toContain('too late')
  })
})

describe.each(engines)('an error of the model, in a program with the engine %s,', engine => {
  const lineOf = (text: string): number => {
    return (
      readFileSync(fileURLToPath(import.meta.url), 'utf8')
        .split('\n')
        .findIndex(line => line.includes(text)) + 1
    )
  }
  const wrong = model('wrong')
    .shared(() => ({ n: 0 }))
    .process('p', {
      steps: {
        fine: () => {},
        'writes undefined': s => {
          s.n = undefined as never
        },
      },
    })

  test('has the line of the step, not of the call that checks it', async () => {
    const error = await rejectionOf(check(wrong, { engine }))
    const line = lineOf("'writes undefined': s =>")
    expect(error).toMatchObject({ code: 'not-plain-data', where: `spec/engine/check/check.spec.ts:${line}` })
  })

  test('has the place where it was thrown if it was thrown in a claim', async () => {
    const throwing = counter.invariant('odd', () => {
      throw new Error('from within')
    })
    const error = await rejectionOf(check(throwing, { engine }))
    const line = lineOf("throw new Error('from within')")
    expect(error).toMatchObject({ code: 'claim-threw' })
    expect((error as { where: string }).where).toMatch(new RegExp(`^spec/engine/check/check\\.spec\\.ts:${line}:\\d+$`))
  })
})
