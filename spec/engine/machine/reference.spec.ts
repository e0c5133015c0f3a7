import { describe, expect, test } from 'vitest'
import { ModelError } from '../../../src/base/errors.ts'
import { assert, choose, model, when } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine, State } from '../../../src/machine/machine.ts'
import { keyOf, stepOf, successors, take, transitionsOf } from '../../../src/machine/reference.ts'
import { thrownBy } from '../base/thrown-by.ts'

interface Shared {
  // biome-ignore lint/suspicious/noExplicitAny: many a test stores what the types would refuse
  x: any
  list: number[]
  items: { n: number }[]
}
type Me = { my: number; readonly id: number; readonly pc: string }
type AnyStep = (s: Shared & { p: { pc: string; my: number }[] }, me: Me, c: { limits: number[] }) => unknown

/** A machine of two instances at `step`, which is followed by `next` and `last`. */
function machineWith(step: AnyStep): Machine {
  const steps = { step, next: () => {}, last: () => {} }
  return instantiate(
    model('m', { limits: [1, 2] })
      .shared((): Shared => ({ x: 0, list: [3, 1, 2], items: [{ n: 1 }, { n: 2 }] }))
      .process('p', { count: 2, locals: () => ({ my: 5 }), steps: steps as never }),
  )
}

const first = (machine: Machine) => machine.initialStates[0] as State

/** The one transition by which instance 0 takes `step`. */
function taken(step: AnyStep) {
  const machine = machineWith(step)
  const transitions = transitionsOf(machine, first(machine), 0)
  expect(transitions).toHaveLength(1)
  return transitions[0]?.effect
}

/** The state that `step` of instance 0 leads to. */
function stateAfter(step: AnyStep): State & Shared & { p: { pc: string; my: number }[] } {
  const effect = taken(step)
  if (effect?.kind !== 'state') throw new Error(`no state follows, but: ${JSON.stringify(effect)}`)
  return effect.state as never
}

/** The error of the model that `step` of instance 0 is. */
function mistake(step: AnyStep): unknown {
  const machine = machineWith(step)
  const error = thrownBy(() => transitionsOf(machine, first(machine), 0))
  expect(error).toBeInstanceOf(ModelError)
  return error
}

describe('a step', () => {
  test('that returns nothing falls through to the step written next', () => {
    expect(stateAfter(() => {}).p).toEqual([
      { pc: 'next', my: 5 },
      { pc: 'step', my: 5 },
    ])
    expect(stateAfter(() => null).p[0]?.pc).toBe('next')
  })

  test('that returns a label goes there, even to itself', () => {
    expect(stateAfter(() => 'last').p[0]?.pc).toBe('last')
    expect(stateAfter(() => 'step').p[0]?.pc).toBe('step')
  })

  test("that returns 'done', or is the last, ends its process, which takes no further steps", () => {
    const ended = stateAfter(() => 'done')
    expect(ended.p[0]?.pc).toBe('done')
    const machine = machineWith(() => {})
    expect(transitionsOf(machine, ended, 0)).toEqual([])
    expect(transitionsOf(machine, ended, 1)).toHaveLength(1)
    const lastOne = { ...ended, p: [{ pc: 'last', my: 0 }, ended.p[1]] }
    expect(transitionsOf(machine, lastOne, 0)[0]?.effect).toMatchObject({ state: { p: [{ pc: 'done' }, {}] } })
  })

  test('sees its number, its label, its locals and the constants', () => {
    const machine = machineWith((s, me, c) => {
      s.x = [me.id, me.pc, me.my, c.limits]
    })
    const found = successors(machine, first(machine)).map(({ effect }) => effect.kind === 'state' && effect.state.x)
    expect(found).toEqual([
      [0, 'step', 5, [1, 2]],
      [1, 'step', 5, [1, 2]],
    ])
  })

  test('changes its own locals, which its process shows', () => {
    const state = stateAfter((s, me) => {
      me.my += 2
      s.x = s.p[me.id]?.my
    })
    expect(state.p.map(p => p.my)).toEqual([7, 5])
    expect(state.x).toBe(7)
  })

  test('does not change the state that it starts from', () => {
    const machine = machineWith(s => {
      s.list.push(9)
      s.items[0] = { n: 9 }
      s.x = 9
    })
    const before = keyOf(first(machine))
    successors(machine, first(machine))
    expect(keyOf(first(machine))).toBe(before)
  })

  test('can write values that it read, and shares nothing between two places', () => {
    const machine = machineWith((s, me) => {
      if (me.id === 1) s.x.n = 7
      else {
        s.x = s.items[0]
        s.items[1] = s.x
      }
    })
    const [stored] = transitionsOf(machine, first(machine), 0)
    if (stored?.effect.kind !== 'state') throw new Error('no state follows')
    expect(stored.effect.state).toMatchObject({ x: { n: 1 }, items: [{ n: 1 }, { n: 1 }] })
    const [changed] = transitionsOf(machine, stored.effect.state, 1)
    expect(changed?.effect).toMatchObject({ state: { x: { n: 7 }, items: [{ n: 1 }, { n: 1 }] } })
  })

  test('changes one value through two names within the same step', () => {
    expect(
      stateAfter(s => {
        s.x = s.items
        s.items.push({ n: 3 })
      }),
    ).toMatchObject({ x: [{ n: 1 }, { n: 2 }, { n: 3 }], items: [{ n: 1 }, { n: 2 }, { n: 3 }] })
  })

  test.each<[string, (list: number[]) => unknown, number[]]>([
    ['push', list => list.push(9, 8), [3, 1, 2, 9, 8]],
    ['pop', list => list.pop(), [3, 1]],
    ['shift', list => list.shift(), [1, 2]],
    ['unshift', list => list.unshift(0), [0, 3, 1, 2]],
    ['splice', list => list.splice(1, 1, 7, 7), [3, 7, 7, 2]],
    ['sort', list => list.sort(), [1, 2, 3]],
    ['reverse', list => list.reverse(), [2, 1, 3]],
    ['fill', list => list.fill(0), [0, 0, 0]],
    ['an assigned length', list => (list.length = 1), [3]],
  ])('can use %s on an array of the state', (_, change, expected) => {
    expect(stateAfter(s => void change(s.list)).list).toEqual(expected)
  })

  test('can swap records of the state and change them', () => {
    const state = stateAfter(s => {
      const [a, b] = s.items as [{ n: number }, { n: number }]
      s.items = [b, a]
      a.n = 10
    })
    expect(state.items).toEqual([{ n: 2 }, { n: 10 }])
  })

  test('cannot change the constants', () => {
    expect(taken((_s, _me, c) => void c.limits.push(3))).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('not extensible'),
    })
    expect(
      stateAfter((s, _me, c) => {
        s.x = c.limits
      }).x,
    ).toEqual([1, 2])
  })

  test('that leads to an equal state in another way gives it the same key', () => {
    const keys = [
      (s: Shared) => {
        s.x = { a: 1, b: 2 }
      },
      (s: Shared) => {
        s.x = Object.assign({ b: 2 }, { a: 1 })
      },
    ].map(step => {
      const effect = taken(step)
      return effect?.kind === 'state' && effect.key
    })
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]).toBe(
      keyOf(
        stateAfter(s => {
          s.x = { a: 1, b: 2 }
        }),
      ),
    )
  })
})

describe('a step that goes wrong', () => {
  const where = "model 'm': step 'step' of p 0"
  const labels = 'Its labels are: step, next, last, done.'
  const lost = `${where} adds or removes instances of process 'p', of which there are 2. Let an instance that is not needed yet wait in its first step, and one that is no longer needed return 'done'.`

  test.each<[string, AnyStep, string, string]>([
    ['returns an unknown label', () => 'nxt', 'unknown-label', `returns 'nxt', which is not a label of 'p'. ${labels}`],
    [
      'returns a key that every object has',
      () => 'toString',
      'unknown-label',
      `returns 'toString', which is not a label of 'p'. ${labels}`,
    ],
    ['returns a number', () => 3, 'unknown-label', `returns the number 3, which is not a label of 'p'. ${labels}`],
    [
      'returns false',
      () => false,
      'unknown-label',
      `returns the boolean false, which is not a label of 'p'. ${labels}`,
    ],
    [
      'returns an object that cannot be made a string',
      () => Object.create(null),
      'unknown-label',
      `returns the object {}, which is not a label of 'p'. ${labels}`,
    ],
    [
      'is async',
      async () => {},
      'async',
      'returns a promise. A step must not be async: make what it waits for a separate step.',
    ],
    [
      'assigns me.pc',
      (_, me) => void Object.assign(me, { pc: 'last' }),
      'own-instance',
      'assigns me.pc. Return the label to go to instead.',
    ],
    [
      'assigns me.id',
      (_, me) => void Object.assign(me, { id: 1 }),
      'own-instance',
      'assigns me.id. An instance cannot be renumbered.',
    ],
    [
      'stores me',
      (s, me) => {
        s.x = me
      },
      'own-instance',
      "stores 'me' itself in the state. Store a copy of the fields that you need.",
    ],
    [
      'stores me inside something',
      (s, me) => {
        s.x = [{ me }]
      },
      'own-instance',
      "stores 'me' itself in the state. Store a copy of the fields that you need.",
    ],
    [
      'stores me in me',
      (_, me) => void Object.assign(me, { my: me }),
      'own-instance',
      "stores 'me' itself in the state. Store a copy of the fields that you need.",
    ],
    [
      'sends another instance to an unknown label',
      s => void Object.assign(s.p[1] ?? {}, { pc: 'nxt' }),
      'unknown-label',
      `sends p 1 to 'nxt', which is not a label of 'p'. ${labels}`,
    ],
  ])('is an error of the model if it %s', (_, step, code, message) => {
    expect(mistake(step)).toMatchObject({ code, message: `${where} ${message}` })
  })

  test.each<[string, AnyStep]>([
    ['removes an instance', s => void s.p.pop()],
    ['adds an instance', s => void s.p.push({ pc: 'step', my: 0 })],
    [
      'empties its process',
      s => {
        s.p = []
      },
    ],
    [
      'puts nothing in the place of an instance',
      s => {
        s.p[1] = null as never
      },
    ],
    ['deletes its process', s => void Reflect.deleteProperty(s, 'p')],
  ])('is an error of the model if it %s', (_, step) => {
    expect(mistake(step)).toMatchObject({ code: expect.stringMatching(/^instances-changed$/), message: lost })
  })

  const ring: { self?: unknown } = {}
  ring.self = ring
  class Point {}
  test.each<[string, AnyStep, string]>([
    [
      'undefined',
      s => {
        s.x = undefined
      },
      "x is undefined. Write null there, or leave the key out: in a step, 'delete x'",
    ],
    [
      'NaN in a local',
      (_, me) => {
        me.my = Number.NaN
      },
      'p[0].my is NaN, not a finite number',
    ],
    [
      'Infinity',
      s => {
        s.list[1] = 1 / 0
      },
      'list[1] is Infinity, not a finite number',
    ],
    [
      'a Map',
      s => {
        s.x = { deep: [new Map()] }
      },
      'x.deep[0] is an instance of Map',
    ],
    [
      'a Set',
      s => {
        s.x = new Set([1])
      },
      'x is an instance of Set',
    ],
    [
      'a Date',
      s => {
        s.x = new Date()
      },
      'x is an instance of Date',
    ],
    [
      'an instance of a class',
      s => {
        s.x = new Point()
      },
      'x is an instance of Point',
    ],
    [
      'a function',
      s => {
        s.x = () => 0
      },
      'x is a function',
    ],
    [
      'a bigint',
      s => {
        s.x = 1n
      },
      'x is a bigint',
    ],
    [
      'a cycle',
      s => {
        s.x = ring
      },
      'x.self is part of a cycle',
    ],
    [
      'the whole state',
      s => {
        s.x = s
      },
      'x is part of a cycle',
    ],
    [
      'a part of the state inside itself',
      s => void Object.assign(s.items[0] ?? {}, { n: [s.items] }),
      'items[0].n[0] is part of a cycle',
    ],
    [
      'a hole in an array',
      s => {
        s.list[5] = 1
      },
      'list[3] is undefined. Write null there',
    ],
    [
      'what a regular expression matched',
      s => {
        s.x = /b/.exec('abc')
      },
      'x is an array with a key of its own (index)',
    ],
  ])('is an error of the model that names step and path if it writes %s', (_, step, message) => {
    expect(mistake(step)).toMatchObject({
      code: 'not-plain-data',
      message: `${where} writes a value that is not plain data: ${message}.`,
    })
  })

  test('is a violation with message and stack if it throws', () => {
    const effect = taken(function explode() {
      throw new RangeError('too far')
    })
    expect(effect).toMatchObject({ kind: 'error', message: 'too far' })
    expect(effect).toHaveProperty(
      'stack',
      expect.stringMatching(/^RangeError: too far\n\s+at explode .*reference\.spec\.ts/),
    )
  })

  test('is a violation if it throws a value that is not an Error', () => {
    expect(
      taken(() => {
        throw 'text'
      }),
    ).toEqual({ kind: 'error', message: 'text', stack: 'text' })
  })

  test('is a violation if its recursion never ends', () => {
    const endless = (): unknown => [endless()]
    expect(taken(endless)).toMatchObject({
      kind: 'error',
      message: expect.stringMatching(/^Maximum call stack size exceeded: is there an endless recursion/),
    })
  })

  test('is a violation with the message of its assertion', () => {
    expect(taken(s => assert(s.x === 1, 'x is one'))).toEqual({ kind: 'assertion', message: 'x is one' })
  })

  test('throws after a choice for some options only', () => {
    const machine = machineWith((s: Shared) => {
      s.x = choose(1, 2, 3)
      if (s.x === 2) throw new Error('two')
    })
    const found = transitionsOf(machine, first(machine), 0).map(({ script, options, effect }) => [
      script,
      options,
      effect.kind === 'error' ? effect.message : effect.kind,
    ])
    expect(found).toEqual([
      [[0], [1], 'state'],
      [[1], [2], 'two'],
      [[2], [3], 'state'],
    ])
  })

  test('is named as an action if it is one', () => {
    const machine = instantiate(
      model('m')
        .shared(() => ({ x: 0 }))
        .action('leak', s => {
          s.x = Number.NaN
        })
        .action('later', (async () => {}) as never),
    )
    expect(thrownBy(() => transitionsOf(machine, first(machine), 0))).toMatchObject({
      code: 'not-plain-data',
      message: "model 'm': action 'leak' writes a value that is not plain data: x is NaN, not a finite number.",
    })
    expect(thrownBy(() => transitionsOf(machine, first(machine), 1))).toMatchObject({
      code: 'async',
      message:
        "model 'm': action 'later' returns a promise. A step must not be async: make what it waits for a separate step.",
    })
  })

  test('leaves no unhandled rejection if it is async and fails later', async () => {
    const rejections: unknown[] = []
    const note = (reason: unknown) => rejections.push(reason)
    process.on('unhandledRejection', note)
    mistake(async s => {
      await null
      s.x = 1
    })
    await new Promise(resolve => setTimeout(resolve, 20))
    process.off('unhandledRejection', note)
    expect(rejections).toEqual([])
  })
})

describe('a step whose choices change between two runs from the same state is impure:', () => {
  const where = "model 'm': step 'step' of p 0"
  const hint = 'A step must be a function of the state, its own locals and the constants'

  test('fewer options', () => {
    let left = 3
    expect(mistake(() => void choose(...Array(left--).keys()))).toMatchObject({
      code: 'impure',
      message: expect.stringContaining(
        `${where} had 3 options at its choose number 1 a moment ago and now has 2, from the same state. ${hint}`,
      ),
    })
  })

  test('more options', () => {
    let width = 2
    expect(mistake(() => void choose(...Array(Math.min(width++, 9)).keys()))).toMatchObject({
      code: 'impure',
      message: expect.stringContaining(`${where} had 2 options at its choose number 1 a moment ago and now has 3`),
    })
  })

  test('no choice at all', () => {
    let runs = 0
    expect(
      mistake(() => {
        runs++ === 0 && choose(1, 2)
      }),
    ).toMatchObject({
      code: 'impure',
      message: expect.stringContaining(`${where} had 2 options at its choose number 1 a moment ago and now has none`),
    })
  })

  test('fewer options than the number of the one to take', () => {
    let runs = 0
    expect(mistake(() => void choose(...Array(runs++ === 0 ? 3 : 1).keys()))).toMatchObject({
      code: 'impure',
      message: expect.stringContaining(`${where}: choose had 2 options or more a moment ago and now has 1`),
    })
  })
})

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
