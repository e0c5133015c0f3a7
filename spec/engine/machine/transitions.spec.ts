import { describe, expect, test } from 'vitest'
import { choose, model, when } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { State } from '../../../src/machine/machine.ts'
import { stepOf, successors, take } from '../../../src/machine/reference.ts'
import { first } from './one-step.ts'

describe('the transitions out of a state', () => {
  const machine = instantiate(
    model('m')
      .shared(() => ({ n: 0 }))
      .process('a', {
        count: 2,
        steps: {
          go: s => {
            s.n = choose(1, 2)
          },
        },
      })
      .action('reset', s => {
        when(s.n > 0)
        s.n = 0
      })
      .process('b', { steps: { go: s => void s.n++ } }),
  )

  test('are ordered by mover, processes before actions, and then by choice', () => {
    const listed = (state: State) =>
      successors(machine, state).map(({ mover, step, script }) => [machine.movers[mover]?.name, step, ...script])
    expect(listed(first(machine))).toEqual([
      ['a 0', 'go', 0],
      ['a 0', 'go', 1],
      ['a 1', 'go', 0],
      ['a 1', 'go', 1],
      ['b 0', 'go'],
    ])
    expect(listed({ n: 1, a: [{ pc: 'done' }, { pc: 'done' }], b: [{ pc: 'done' }] })).toEqual([['reset', 'reset']])
  })

  test('can be taken one by one, by mover and script', () => {
    const state = first(machine)
    for (const transition of successors(machine, state)) {
      expect(take(machine, state, transition.mover, transition.script)).toEqual(transition)
    }
    expect(take(machine, state, 0, [])).toBeUndefined()
    expect(take(machine, state, 0, [0, 0])).toBeUndefined()
    expect(take(machine, state, 2, [0])).toBeUndefined()
    expect(take(machine, state, 3, [])).toBeUndefined()
  })

  test('belong to the current label of their process', () => {
    const steps = (state: State) => machine.movers.map(mover => stepOf(mover, state))
    expect(steps(first(machine))).toEqual(['go', 'go', 'go', 'reset'])
    expect(steps({ n: 0, a: [{ pc: 'done' }, { pc: 'go' }], b: [{ pc: 'done' }] })).toEqual([
      undefined,
      'go',
      undefined,
      'reset',
    ])
  })
})
