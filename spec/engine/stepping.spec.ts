import { choose, model, stepping, type UsageError, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { peterson } from '../../models/classic/peterson.ts'
import { canonical } from '../../src/base/plain.ts'
import { instantiate } from '../../src/machine/instantiate.ts'
import { explore } from '../../src/search/explore.ts'

const counter = model('counter', { most: 2 })
  .shared(() => ({ n: 0, picked: [] as number[] }))
  .process('worker', {
    count: 2,
    steps: {
      add: (s, me) => {
        const by = choose(1, 2)
        s.n += by
        s.picked.push(me.id)
      },
      check: s => {
        if (s.n > 3) throw new Error('too many')
      },
    },
  })
  .action('reset', (s, c) => {
    when(s.n >= c.most)
    s.n = 0
  })
  .invariant('small', (s, c) => s.n <= c.most)
  .transition('grows', (before, after, step) => step.process === null || after.n >= before.n)
  .variant('large', { most: 9 })

describe('a model taken step by step', () => {
  const steps = stepping(counter)
  const [start] = steps.initialStates

  test('has the constants of its setting', () => {
    expect(steps.constants).toEqual({ most: 2 })
    expect(stepping(counter, { variant: 'large', set: { most: 5 } }).constants).toEqual({ most: 5 })
  })

  test('lists what is enabled, once for each way of choosing, with where it leads', () => {
    const enabled = steps.enabled(start as never)
    expect(enabled.map(({ process, instance, step, choices }) => [process, instance, step, choices])).toEqual([
      ['worker', 0, 'add', [1]],
      ['worker', 0, 'add', [2]],
      ['worker', 1, 'add', [1]],
      ['worker', 1, 'add', [2]],
    ])
    expect(enabled.map(one => one.kind === 'state' && one.state.n)).toEqual([1, 2, 1, 2])
  })

  test('goes where a step that is named well enough leads', () => {
    const next = steps.next(start as never, { step: 'add', instance: 1, choices: [2] })
    expect(next).toMatchObject({ n: 2, picked: [1] })
    expect(Object.isFrozen(next)).toBe(true)
    const [, , last] = steps.run([
      { step: 'add', instance: 0, choices: [2] },
      { step: 'reset', process: null },
    ])
    expect(last).toMatchObject({ n: 0, picked: [0] })
  })

  test('takes any plain data that equals a state', () => {
    const copy = JSON.parse(JSON.stringify(start))
    expect(steps.enabled({ picked: copy.picked, worker: copy.worker, n: copy.n })).toHaveLength(4)
  })

  test('tells what fails, and does not go on from there', () => {
    const [, , end] = steps.run([
      { step: 'add', instance: 0, choices: [2] },
      { step: 'add', instance: 1, choices: [2] },
    ])
    const failing = steps.enabled(end as never).find(({ instance, process }) => process !== null && instance === 0)
    expect(failing).toMatchObject({ kind: 'error', message: expect.stringContaining('too many') })
    expect(() => steps.next(end as never, { step: 'check', instance: 0 })).toThrow(/leads to no state.*too many/)
  })

  test('says what each claim says of a state, and of the transition there', () => {
    const bare = (answers: readonly { name: string; answer: string }[]): unknown =>
      Object.fromEntries(answers.map(({ name, answer }) => [name, answer]))
    expect(bare(steps.claims(start as never))).toEqual({
      small: 'true',
      grows: 'does not apply',
      'no deadlock': 'true',
      'no assertion fails': 'true',
      'no step throws': 'true',
    })
    const step = { step: 'add', instance: 0, choices: [2] }
    const next = steps.next(start as never, step)
    expect(bare(steps.claims(next, { before: start as never, step }))).toMatchObject({ grows: 'true' })
    const over = { ...next, n: 7 }
    expect(bare(steps.claims(over))).toMatchObject({ small: 'false' })
    expect(() => steps.claims(over, { before: start as never, step })).toThrow(/does not lead to the state/)
  })

  test.each([
    [() => steps.next(start as never, { step: 'add', instance: 0 }), /fits several: worker 0: add \[1\]/],
    [() => steps.next(start as never, { step: 'reset' }), /'reset' is not enabled here\. Enabled steps: worker 0: add/],
    [() => steps.enabled({} as never), /'worker' is not a list of 2 instances/],
    [() => steps.enabled(null as never), /expected a state of the model, but got null/],
    [() => steps.enabled({ ...start, n: new Date() } as never), /must be plain data: n is/],
    [() => steps.enabled({ ...start, worker: [{ pc: 'ad' }, { pc: 'add' }] } as never), /'pc' of worker 0 is/],
    [() => steps.run([], 1), /there is no initial state 1: there are 1/],
  ])('refuses what does not fit (%#)', (work, message) => {
    let error: unknown
    try {
      work()
    } catch (thrown) {
      error = thrown
    }
    expect(error).toMatchObject({ name: 'UsageError', code: 'not-a-walk' })
    expect((error as UsageError).message).toMatch(message)
  })

  test('reaches as many states as a search does', async () => {
    const walked = stepping(peterson)
    const found = new Map(walked.initialStates.map(state => [canonical(state), state]))
    for (const state of found.values())
      for (const one of walked.enabled(state)) if (one.kind === 'state') found.set(canonical(one.state), one.state)
    const { census } = await explore(instantiate(peterson), {})
    expect(found.size).toBe(census.states)
  })
})
