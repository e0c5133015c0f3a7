import { describe, expect, it } from 'vitest'
import { choose, model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { transitionsOf } from '../../../src/machine/reference.ts'
import { someTransitions } from '../../../src/search/some-transitions.ts'

function choosing(first: number, second: number) {
  let runs = 0
  const range = (length: number) => Array.from({ length }, (_, i) => i)
  const machine = instantiate(
    model('choosing')
      .shared(() => ({ x: 0 }))
      .action('go', s => {
        runs++
        s.x = choose(...range(first)) * second + choose(...range(second))
      }),
  )
  const [state] = machine.initialStates
  if (state === undefined) throw new Error('no initial state')
  return { machine, state, runs: () => runs }
}

describe('transitions to be asked for again', () => {
  it('are all of them where they are few', () => {
    const { machine, state } = choosing(9, 10)
    expect(someTransitions(machine, state, 0)).toEqual(transitionsOf(machine, state, 0))
  })

  it('are some from all parts where there are thousands', () => {
    const { machine, state, runs } = choosing(5_000, 2)
    const picked = someTransitions(machine, state, 0).map(({ script }) => script[0] as number)
    expect(runs()).toBeLessThanOrEqual(200)
    for (let part = 0; part < 5_000; part += 500)
      expect(picked.some(pick => pick >= part && pick < part + 500)).toBe(true)
  })

  it('end where only a later choice has thousands of options', () => {
    const { machine, state, runs } = choosing(3, 5_000)
    expect(someTransitions(machine, state, 0).at(-1)?.script).toEqual([2, 0])
    expect(runs()).toBeLessThanOrEqual(200)
  })
})
