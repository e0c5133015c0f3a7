import { describe, expect, it } from 'vitest'
import { model, when } from '../../../../src/index.ts'
import { instantiate } from '../../../../src/machine/instantiate.ts'
import { textOf } from '../../../../src/report/run/plot/words.ts'
import { roundsOf, roundsSentence } from '../../../../src/report/run/rounds.ts'
import { namedSteps, whyOf } from '../../../../src/report/run/why.ts'
import type { Witness } from '../../../../src/witness/witness.ts'
import { find } from '../witnesses.ts'
import { expectStoryHolds } from './borne-out.ts'

/** Two who take turns until the number that both count up no longer fits. */
const odometer = model('odometer', { most: 30 })
  .shared(() => ({ n: 0, whose: 0 }))
  .process('driver', {
    count: 2,
    steps: {
      wait: (s, me) => when(s.whose === me.id),
      drive: (s, _me, c) => {
        s.n = s.n === c.most ? -1 : s.n + 1
      },
      hand: (s, me) => {
        s.whose = 1 - me.id
        return 'wait'
      },
    },
  })
  .invariant('it goes on', s => s.n >= 0)

describe('rounds of a long run', () => {
  it('are found with their length, their number and what rises meanwhile, and the story says so', async () => {
    const witness = await find(odometer)
    const rounds = roundsOf(witness)
    expect(rounds).toMatchObject({ from: 0, length: 6, times: 15, drifts: [{ path: ['n'], from: 0, to: 30 }] })
    const sentence = 'Steps 1 to 90 repeat the same 6 steps 15 times; from round to round n rises from 0 to 30.'
    expect(textOf(roundsSentence(rounds!))).toBe(sentence)
    expect(whyOf(witness)[0]).toBe(sentence)
    expectStoryHolds(instantiate(odometer), witness)
  })

  it('leave out of the story the steps that they repeat, but for those of the last round', async () => {
    const witness = await find(odometer)
    const { to, length } = roundsOf(witness)!
    const inside = [...namedSteps(witness)].filter(k => k < to - length)
    expect(inside).toEqual([])
  })

  it('are none of a run that is short, or does the same only now and then', async () => {
    expect(roundsOf(await find(odometer, { set: { most: 5 } }))).toBeUndefined()
    const witness = await find(odometer)
    const steps = witness.steps.map((step, k): Witness['steps'][number] => ({ ...step, step: `${step.step} ${k % 7}` }))
    expect(roundsOf({ ...witness, steps })).toBeUndefined()
  })
})
