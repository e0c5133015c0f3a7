import { describe, expect, test } from 'vitest'
import { model, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { expectSameOutcome } from './same-outcome.ts'

/** What both engines say of a claim: its verdict, its steps, and why it says nothing. */
async function claim(source: AnyModel, name: string) {
  const result = await expectSameOutcome(instantiate(source), { allClaims: true })
  if ('code' in result) throw new Error(result.message)
  const { verdict, steps, vacuous } = result.claims.find(one => one.name === name) ?? {}
  return { verdict, steps, vacuous }
}

const holds = { verdict: 'holds', vacuous: undefined }

describe('a state without transitions', () => {
  const once = model('m')
    .shared(() => ({ n: 0 }))
    .action('once', s => {
      when(s.n === 0)
      s.n++
    })

  test('is a deadlock of a model of actions alone', async () => {
    expect(await claim(once, 'no deadlock')).toMatchObject({ verdict: 'violated', steps: 1 })
  })

  test('is a deadlock of actions beside a process without instances', async () => {
    const none = once.process('p', { count: 0, steps: { go: () => {} } })
    expect(await claim(none, 'no deadlock')).toMatchObject({ verdict: 'violated', steps: 1 })
  })

  test('is none where every process has ended or rests, or where the model may deadlock', async () => {
    const ended = once.process('p', { steps: { go: () => {} } })
    expect(await claim(ended, 'no deadlock')).toMatchObject(holds)
    expect(await claim(once.mayDeadlock(), 'no deadlock')).toEqual({})
  })
})

describe('no deadlock is vacuous', () => {
  test('if no process can be stuck', async () => {
    const vacuous = 'there is no process instance and no action, so nothing can happen'
    const nobody = model('m').process('p', { count: 0, steps: { go: () => {} } })
    expect(await claim(nobody, 'no deadlock')).toMatchObject({ verdict: 'holds', vacuous })
    expect(await claim(model('m'), 'no deadlock')).toMatchObject({ verdict: 'holds', vacuous })
    expect(
      await claim(
        nobody.invariant('i', () => true),
        'i',
      ),
    ).toMatchObject({ verdict: 'holds', vacuous })
  })

  test('where every process may rest wherever it is, though not where one must go on', async () => {
    const rests = model('m').process('p', { steps: { go: () => when(false) }, mayRest: ['go'] })
    const vacuous = 'every process may rest at each of its labels'
    expect(await claim(rests, 'no deadlock')).toMatchObject({ verdict: 'holds', vacuous })
    const another = rests.process('q', { steps: { go: () => {} } })
    expect(await claim(another, 'no deadlock')).toMatchObject(holds)
  })
})

describe('a transition claim is vacuous', () => {
  const blocked = model('m').process('p', { steps: { go: () => when(false) }, mayRest: ['go'] })
  const runs = model('m')
    .shared(() => ({ n: 0 }))
    .process('p', { steps: { go: s => void s.n++, stop: s => void s.n++ } })

  test('where no transition was ever taken', async () => {
    const vacuous = 'no transition was ever taken'
    expect(
      await claim(
        blocked.transition('c', () => false),
        'c',
      ),
    ).toMatchObject({ verdict: 'holds', vacuous })
    expect(
      await claim(
        runs.transition('c', () => true),
        'c',
      ),
    ).toMatchObject(holds)
  })

  test('where its premise was never true', async () => {
    const vacuous = 'its premise was never true'
    const never = runs.transition('c', { given: (_before, after) => after.n > 2, then: () => false })
    expect(await claim(never, 'c')).toMatchObject({ verdict: 'holds', vacuous })
    const once = runs.transition('c', { given: (_b, _a, step) => step.step === 'stop', then: b => b.n === 1 })
    expect(await claim(once, 'c')).toMatchObject(holds)
  })

  test('but is violated where its premise is true and the rest is not', async () => {
    const broken = runs.transition('c', { given: (_b, _a, step) => step.step === 'stop', then: b => b.n === 0 })
    expect(await claim(broken, 'c')).toMatchObject({ verdict: 'violated', steps: 2 })
  })
})
