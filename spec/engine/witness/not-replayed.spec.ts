import { describe, expect, test } from 'vitest'
import { assert, choose, model, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { rejectionOf, thrownBy } from '../base/thrown-by.ts'
import { forks } from './forks.ts'

describe('a model that is not a function of its state is impure:', () => {
  /** Searches and builds every witness: whichever of the two finds it out. */
  async function show(source: AnyModel): Promise<void> {
    const machine = instantiate(source)
    const { claims } = await explore(machine, { allClaims: true, maxStates: 50 })
    for (const claim of claims) if (claim.run !== undefined) buildWitness(machine, claim)
  }

  const start = model('m').shared(() => ({ n: 0 }))
  let calls = 0
  const impure: [string, AnyModel][] = [
    [
      'a random number that is stored',
      start
        .process('p', {
          steps: {
            a: s => {
              s.n = Math.random()
            },
            b: () => {},
          },
        })
        .invariant('not ended', s => s.p[0]?.pc !== 'done'),
    ],
    [
      'a clock',
      start
        .process('p', {
          steps: {
            a: s => {
              s.n = performance.now()
            },
            b: () => {},
          },
        })
        .invariant('not ended', s => s.p[0]?.pc !== 'done'),
    ],
    [
      'a counter outside the step',
      start
        .process('p', {
          steps: {
            a: s => {
              s.n = ++calls
            },
          },
        })
        .invariant('not ended', s => s.n === 0),
    ],
    [
      'a step that is enabled once',
      (() => {
        let left = 1
        return start.process('p', { steps: { a: () => when(left-- > 0) } }).invariant('c', s => s.p[0]?.pc === 'a')
      })(),
    ],
    [
      'a step that is enabled twice, so that the search finds its run and the replay does not',
      (() => {
        let left = 2
        return start.process('p', { steps: { a: () => when(left-- > 0) } }).invariant('c', s => s.p[0]?.pc === 'a')
      })(),
    ],
    [
      'an assertion that fails once',
      (() => {
        let left = 1
        return start.process('p', { steps: { a: () => assert(left-- <= 0) } })
      })(),
    ],
    [
      'an invariant that is broken once',
      (() => {
        let left = 1
        return start.invariant('c', () => left-- <= 0)
      })(),
    ],
    [
      'a reachable claim that is true once',
      (() => {
        let left = 1
        return start.reachable('c', () => left-- > 0)
      })(),
    ],
    [
      'a transition claim that is broken once',
      (() => {
        let left = 1
        return start.action('go', s => void s.n++).transition('c', () => left-- <= 0)
      })(),
    ],
  ]
  test.each(impure)('%s', async (_, source) => {
    expect(await rejectionOf(show(source))).toMatchObject({ name: 'ModelError', code: 'impure' })
  })
})

describe('a run that cannot be replayed is rejected, with the reason:', () => {
  const source = forks.process('p', {
    steps: { ok: () => (choose(1, 2) > 2 ? 'ok' : undefined), fail: () => assert(false) },
  })
  const machine = instantiate(source)
  const claim = { name: 'no deadlock', kind: 'deadlock', verdict: 'violated', steps: 1 } as const
  const fail = machine.movers.findIndex(mover => mover.name === 'p 0')
  const seen = "model 'forks': the search found that claim 'no deadlock' is violated, but"
  const hint =
    'Steps and claims must be functions of the state, the locals and the constants: look for random numbers, dates, and variables outside the step that it changes.'

  test.each([
    [
      'a step that is not enabled',
      [
        { mover: 0, script: [] },
        { mover: 1, script: [] },
        { mover: 0, script: [0] },
      ],
      'eater 0 could not take step 3 of its run again',
    ],
    ['an option that is not there', [{ mover: fail, script: [3] }], undefined],
    ['a choice that is not there', [{ mover: 0, script: [0] }], 'eater 0 could not take step 1 of its run again'],
    [
      'a step that fails on the way',
      [
        { mover: fail, script: [0] },
        { mover: fail, script: [] },
        { mover: 0, script: [] },
      ],
      'step 2 of its run failed when it was taken again',
    ],
    ['an end that does not show it', [{ mover: 0, script: [] }], 'the end of its run did not show it again'],
  ])('%s', (_, moves, what) => {
    const outcome = { ...claim, run: { initial: 0, moves, shortest: moves.map(move => [move]) } }
    const error = thrownBy(() => buildWitness(machine, outcome))
    expect(error).toMatchObject({ name: 'ModelError', code: 'impure' })
    if (what !== undefined) expect(error).toHaveProperty('message', `${seen} ${what}. ${hint}`)
  })

  test('no run, which is an internal error', () => {
    expect(thrownBy(() => buildWitness(machine, claim))).toMatchObject({
      name: 'InternalError',
      message: "claim 'no deadlock' has no run to show",
    })
  })
})
