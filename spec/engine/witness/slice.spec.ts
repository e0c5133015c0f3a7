import { describe, expect, test } from 'vitest'
import { add, assert, choose, has, model, setOf, when } from '../../../src/index.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { crossingsOf, overtakingsOf } from '../../../src/witness/race.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import { stepTitle, type Witness } from '../../../src/witness/witness.ts'
import { rejectionOf } from '../base/thrown-by.ts'
import { expectSliceShows } from './replay-slice.ts'

async function witnessOf(source: AnyModel, name: string): Promise<Witness> {
  const machine = instantiate(source)
  const { claims } = await explore(machine, { allClaims: true })
  const witness = buildWitness(machine, claims.find(claim => claim.name === name) as ClaimOutcome)
  expectSliceShows(machine, witness)
  return witness
}

/** `worker 0: write, value`, a line for each step. */
function rolesIn(witness: Witness): string[] {
  return witness.steps.map((step, k) => `${stepTitle(step)}, ${witness.slice?.steps[k]?.role ?? 'nothing'}`)
}

const increments = model('increments')
  .shared(() => ({ counter: 0, log: [0, 0] }))
  .process('worker', {
    count: 2,
    locals: () => ({ seen: 0 }),
    steps: {
      read: (s, me) => {
        me.seen = s.counter
      },
      note: (s, me) => {
        s.log[me.id] = me.seen + 1
      },
      write: (s, me) => {
        s.counter = me.seen + 1
      },
    },
  })
  .invariant('both counted', s => s.worker.some(w => w.pc !== 'done') || s.counter === 2)

describe('the slice of a run', () => {
  test('leaves out writes that were never read, and keeps those that were read in time', async () => {
    const witness = await witnessOf(increments, 'both counted')
    expect(rolesIn(witness).sort()).toEqual([
      'worker 0: note, nothing',
      'worker 0: read, value',
      'worker 0: write, value',
      'worker 1: note, nothing',
      'worker 1: read, value',
      'worker 1: write, value',
    ])
  })

  test('names the last writer of each value that was read', async () => {
    const witness = await witnessOf(increments, 'both counted')
    const titles = witness.steps.map(stepTitle)
    const [first, second] = ['worker 0: write', 'worker 1: write'].map(title => titles.indexOf(title))
    expect(witness.slice?.claim).toEqual([
      { path: ['worker', 0, 'pc'], value: 'done', writer: first },
      { path: ['worker', 1, 'pc'], value: 'done', writer: second },
      { path: ['counter'], value: 1, writer: Math.max(first as number, second as number) },
    ])
    const reader = titles.lastIndexOf('worker 1: read')
    expect(witness.slice?.steps[reader]?.reads).toEqual([{ path: ['counter'], value: 0, writer: null }])
  })

  test('names the last writer even if the value was already there', async () => {
    const source = model('m')
      .shared(() => ({ flag: false, turn: 0 }))
      .process('p', {
        steps: {
          set: s => {
            s.flag = true
          },
          again: s => {
            s.flag = true
          },
          look: s => {
            s.turn = 1
          },
        },
      })
      .invariant('never', s => !(s.turn === 1 && s.flag))
    const witness = await witnessOf(source, 'never')
    expect(rolesIn(witness)).toEqual(['p 0: set, nothing', 'p 0: again, value', 'p 0: look, value'])
  })

  test('keeps a wait that another process ended, and a branch, but not what merely comes before', async () => {
    const source = model('m')
      .shared(() => ({ lock: 1, way: 'short', hit: false, dust: 0 }))
      .process('opener', {
        steps: {
          sweep: s => {
            s.dust++
          },
          open: s => {
            s.lock = 0
          },
        },
      })
      .process('walker', {
        steps: {
          turn: s => {
            s.way = 'long'
          },
          fork: s => (s.way === 'short' ? 'done' : undefined),
          idle: () => undefined,
          wait: s => when(s.lock === 0),
          hit: s => {
            s.hit = true
          },
        },
      })
      .invariant('no hit', s => !s.hit)
    const witness = await witnessOf(source, 'no hit')
    expect(rolesIn(witness).sort()).toEqual([
      'opener 0: open, value',
      'opener 0: sweep, nothing',
      'walker 0: fork, decision',
      'walker 0: hit, value',
      'walker 0: idle, nothing',
      'walker 0: turn, value',
      'walker 0: wait, decision',
    ])
  })

  test('counts a step that reads and only moves on as a decision, if no value that is tried makes it go elsewhere', async () => {
    const source = model('m')
      .shared(() => ({ ticket: 'a', hits: 0 }))
      .process('p', {
        steps: {
          check: s => (s.ticket === 'z' ? 'done' : undefined),
          hit: s => {
            s.hits++
          },
        },
      })
      .invariant('no hit', s => s.hits === 0)
    expect(rolesIn(await witnessOf(source, 'no hit'))).toEqual(['p 0: check, decision', 'p 0: hit, value'])
  })

  test('notes which reads made no difference, and none where two cells say the same', async () => {
    const source = model('m')
      .shared(() => ({ a: 0, b: 0, dust: 0, hits: 0 }))
      .process('p', {
        steps: {
          set: s => {
            s.a = 1
            s.b = 1
            s.dust = 1
          },
          hit: s => {
            if (s.dust === 5 || s.a === 1) s.hits++
          },
          again: s => {
            const both = [s.a, s.b]
            if (both.some(one => one === 1)) s.hits++
          },
        },
      })
      .invariant('no two hits', s => s.hits < 2)
    const { slice } = await witnessOf(source, 'no two hits')
    const moot = slice?.steps.map(({ reads }) => reads.filter(({ isMoot }) => isMoot).map(({ path }) => path.join('.')))
    expect(moot).toEqual([[], ['dust'], []])
  })

  test('tries what a cell could have had: what was about to be written where it was copied from', async () => {
    const source = model('m')
      .shared(() => ({ key: 'a', value: 'va' }))
      .process('writer', {
        steps: {
          key: s => {
            s.key = 'b'
          },
          value: s => {
            s.value = 'vb'
          },
        },
      })
      .process('reader', {
        locals: () => ({ key: '', value: '' }),
        steps: {
          clear: (_, me) => {
            me.key = '-'
            me.value = '-'
          },
          read: (s, me) => {
            me.key = s.key
            me.value = s.value
          },
          use: () => undefined,
        },
      })
      .invariant('the value is of the key', s => s.reader.every(r => r.pc !== 'use' || r.value === `v${r.key}`))
    const { slice } = await witnessOf(source, 'the value is of the key')
    expect(slice?.claim.filter(({ isMoot }) => isMoot)).toEqual([])
    expect(slice?.claim.map(({ path }) => path.join('.'))).toEqual(['reader.0.pc', 'reader.0.value', 'reader.0.key'])
  })

  test('takes one other value of several for no proof that a claim goes by none', async () => {
    const source = model('m')
      .shared(() => ({ way: 'x', hits: 0 }))
      .process('p', {
        steps: {
          turn: s => {
            s.way = 'y'
          },
          hit: s => {
            s.hits++
          },
        },
      })
      .invariant('no hit unless allowed', s => s.hits === 0 || s.way === 'z')
    const { slice } = await witnessOf(source, 'no hit unless allowed')
    expect(slice?.claim.filter(({ isMoot }) => isMoot)).toEqual([])
  })

  test('counts a step as a decision if a value of another instance would make it go elsewhere', async () => {
    const source = model('m')
      .shared(() => ({ hits: 0 }))
      .process('p', {
        count: 2,
        locals: (_, id) => ({ way: id === 0 ? 'short' : 'long' }),
        steps: {
          fork: (_, me) => (me.way === 'short' ? undefined : 'done'),
          hit: s => {
            s.hits++
          },
        },
      })
      .invariant('no hit', s => s.hits === 0)
    const witness = await witnessOf(source, 'no hit')
    expect(rolesIn(witness)).toEqual(['p 0: fork, decision', 'p 0: hit, value'])
  })

  test('ends with the failing step, and its reads', async () => {
    const source = model('m')
      .shared(() => ({ n: 0, other: 0 }))
      .action('other', s => {
        when(s.other === 0 && s.n === 1)
        s.other = 1
      })
      .process('p', {
        steps: {
          count: s => {
            s.n++
          },
          fail: s => {
            when(s.other === 1)
            assert(s.n !== 1)
          },
        },
      })
    const witness = await witnessOf(source, 'no assertion fails')
    expect(rolesIn(witness)).toEqual(['p 0: count, value', 'other, value', 'p 0: fail, violation'])
    expect(witness.slice?.claim).toEqual([])
  })

  test('of a deadlock starts from what the waiting instances read', async () => {
    const source = model('m')
      .shared(() => ({ a: false, b: false, c: 0 }))
      .process('p', {
        steps: {
          first: s => {
            when(!s.a)
            s.a = true
          },
          aside: s => {
            s.c = 1
          },
          second: s => when(!s.b),
        },
      })
      .process('q', {
        steps: {
          first: s => {
            when(!s.b)
            s.b = true
          },
          second: s => when(!s.a),
        },
      })
    const witness = await witnessOf(source, 'no deadlock')
    expect(rolesIn(witness).sort()).toEqual(['p 0: aside, nothing', 'p 0: first, value', 'q 0: first, value'])
    expect(witness.slice?.claim.map(({ path }) => path)).toEqual([['b'], ['a']])
  })

  test('includes both states of a transition', async () => {
    const source = model('m')
      .shared(() => ({ n: 0, m: 0 }))
      .process('p', {
        steps: {
          aside: s => {
            s.m = 1
          },
          up: s => {
            s.n = 1
          },
          down: s => {
            s.n = 0
          },
        },
      })
      .transition('grows', (before, after) => after.n >= before.n)
    const witness = await witnessOf(source, 'grows')
    expect(rolesIn(witness)).toEqual(['p 0: aside, nothing', 'p 0: up, value', 'p 0: down, violation'])
    expect(witness.slice?.claim).toEqual([
      { path: ['n'], value: 0, writer: 2 },
      { path: ['n'], value: 1, writer: 1 },
    ])
  })

  test('names the step that added a member to a set', async () => {
    const source = model('m')
      .shared(() => ({ sent: setOf<string>(), got: false }))
      .process('sender', { count: 2, steps: { send: (s, me) => add(s.sent, choose(`a${me.id}`)) } })
      .process('receiver', {
        steps: {
          receive: s => {
            when(has(s.sent, 'a1'))
            s.got = true
          },
        },
      })
      .invariant('nothing comes', s => !s.got)
    const witness = await witnessOf(source, 'nothing comes')
    expect(witness.slice?.steps[1]?.reads).toEqual([{ path: ['sent'], member: 'a1', value: true, writer: 0 }])
  })
})

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
