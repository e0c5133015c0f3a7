import { describe, expect, test } from 'vitest'
import { add, assert, choose, has, model, setOf, when } from '../../../src/index.ts'
import { stepTitle, type Witness } from '../../../src/witness/witness.ts'
import { increments, witnessOf } from './sliced-witness.ts'

/** `worker 0: write, value`, a line for each step. */
function rolesIn(witness: Witness): string[] {
  return witness.steps.map((step, k) => `${stepTitle(step)}, ${witness.slice?.steps[k]?.role ?? 'nothing'}`)
}

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
