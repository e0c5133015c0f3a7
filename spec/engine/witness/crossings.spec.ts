import { describe, expect, test } from 'vitest'
import { model, when } from '../../../src/index.ts'
import { crossingsOf, overtakingsOf } from '../../../src/witness/race.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import { stepTitle } from '../../../src/witness/witness.ts'
import { rejectionOf } from '../base/thrown-by.ts'
import { increments, witnessOf } from './sliced-witness.ts'

describe('a blocked mover', () => {
  test('is reported with what it read before it blocked, as long as that does not change', async () => {
    const source = model('m')
      .shared(() => ({ busy: 2, aside: 0, done: false }))
      .process('worker', {
        count: 2,
        steps: {
          work: s => {
            s.busy--
          },
          rest: s => {
            s.aside++
          },
        },
      })
      .process('waiter', {
        steps: {
          wait: s => {
            when(s.busy === 0)
            s.done = true
          },
        },
      })
      .invariant('never done', s => !s.done)
    const { blocked } = await witnessOf(source, 'never done')
    expect(blocked).toEqual([
      {
        process: 'waiter',
        instance: 0,
        step: 'wait',
        from: 0,
        to: 0,
        reads: [{ path: ['busy'], value: 2, writer: null }],
      },
      {
        process: 'waiter',
        instance: 0,
        step: 'wait',
        from: 1,
        to: 1,
        reads: [{ path: ['busy'], value: 1, writer: 0 }],
      },
    ])
  })
})

describe('the crossings of a run', () => {
  test('are reads of what another process had changed, the last in the run first', async () => {
    const source = increments.transition('nobody reads 1', (_, after) => after.worker.every(w => w.seen === 0))
    const witness = await witnessOf(source, 'nobody reads 1')
    expect(crossingsOf(witness)).toEqual([
      { writer: 2, reader: 3, reads: [{ path: ['counter'], value: 1, writer: 2 }] },
    ])
  })

  test('do not exist if one process takes all steps', async () => {
    const source = increments.invariant('nothing seen', s => s.log.every(n => n === 0))
    expect(crossingsOf(await witnessOf(source, 'nothing seen'))).toEqual([])
  })
})

describe('the overtakings of a run', () => {
  test('are reads of what another process changed only afterwards', async () => {
    const witness = await witnessOf(increments, 'both counted')
    const titles = witness.steps.map(stepTitle)
    const found = overtakingsOf(witness).map(({ reader, writer }) => `${titles[reader]} < ${titles[writer]}`)
    const [first] = titles.filter(title => title.endsWith('write'))
    const second = first === 'worker 0: write' ? 'worker 1' : 'worker 0'
    expect(found).toEqual([`${second}: read < ${first}`])
  })
})

describe('spans', () => {
  const source = increments
    .span('worker', 'between reading and writing', (_, me) => me.pc === 'note' || me.pc === 'write')
    .span('worker', 'number 1', (s, me) => me.id === 1 && s.counter > 0)

  test('are the intervals of a run in which their predicate is true of an instance', async () => {
    const witness = await witnessOf(
      source.invariant('worker 0 does not end', s => s.worker[0]?.pc !== 'done'),
      'worker 0 does not end',
    )
    expect(witness.spans).toEqual([
      { process: 'worker', instance: 0, name: 'between reading and writing', from: 1, to: 2 },
      { process: 'worker', instance: 1, name: 'number 1', from: 3, to: 3 },
    ])
  })

  test('must belong to a process, and have a unique name', () => {
    // @ts-expect-error there is no such process
    expect(() => increments.span('waiter', 'a', () => true)).toThrow(
      "model 'increments': span 'a' is of 'waiter', which is not a process. Its processes are: 'worker'.",
    )
    expect(() => source.span('worker', 'number 1', () => true)).toThrow(/the name 'number 1' .* is already taken/)
  })

  test('that throw are named', async () => {
    const broken = increments.span('worker', 'broken', () => {
      throw new Error('no')
    })
    const error = await rejectionOf(witnessOf(broken, 'both counted'))
    expect((error as Error).message).toContain(
      "model 'increments': span 'broken' of process 'worker' threw an error: no.",
    )
  })
})

test('a witness with all of this is read back as it was written', async () => {
  const witness = await witnessOf(increments, 'both counted')
  expect(readWitness(JSON.stringify(witness))).toEqual(witness)
})
