/** A run that random runs show is a run of the model, whenever and wherever it is taken. */

import { describe, expect, it, test } from 'vitest'
import { type AnyModel, model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { confirmRun } from '../../../src/simulate/confirm.ts'
import { simulate } from '../../../src/simulate/simulate.ts'
import { rejectionOf, thrownBy } from '../base/thrown-by.ts'

/** A counter whose step does more than the state says. */
function counter(next: (n: number) => number): AnyModel {
  return model('counter')
    .shared(() => ({ n: 0 }))
    .action('up', s => {
      s.n = next(s.n)
    })
    .invariant('small', s => s.n < 70)
}
const upTo50 = (n: number) => (n + 1) % 50
const options = { runs: 20, depth: 60 }

test('a run by random numbers is refused', async () => {
  const source = counter(() => (Math.random() < 2 ? 99 : 0))
  const error = await rejectionOf(simulate(instantiate(source), options))
  expect(error).toMatchObject({ code: 'impure' })
  expect(String(error)).toContain('calls Math.random')
})

test('a run at one time only is refused', async () => {
  const source = counter(n => (Date.now() < 1e15 ? 99 : n))
  const error = await rejectionOf(simulate(instantiate(source), options))
  expect(error).toMatchObject({ code: 'impure' })
  expect(String(error)).toContain("the run found for 'small' does something else when it is taken again")
})

test('a run that a variable outside the model has made is refused, where the modules can be loaded again', async () => {
  const made = () => {
    let taken = 0
    return counter(n => (++taken > 40 ? 99 : upTo50(n)))
  }
  const freshMachine = async () => instantiate(made())
  const error = await rejectionOf(simulate(instantiate(made()), options, { freshMachine }))
  expect(error).toMatchObject({ code: 'impure' })
})

describe('a run is confirmed', () => {
  const machine = instantiate(counter(n => n + 70))
  const small = machine.claims.findIndex(({ name }) => name === 'small')
  const up = { mover: 0, script: [] }

  it('if it decides the claim at its end', () => {
    expect(() => confirmRun([machine, machine], small, { initial: 0, moves: [up] })).not.toThrow()
  })

  it.each([
    ['it does not get there', { initial: 0, moves: [] }],
    ['it goes on', { initial: 0, moves: [up, up] }],
    ['a step is none of the model', { initial: 0, moves: [{ mover: 0, script: [1] }] }],
  ])('and not if %s', (_, run) => {
    expect(thrownBy(() => confirmRun([machine], small, run))).toMatchObject({ code: 'impure' })
  })
})
