import { describe, expect, test } from 'vitest'
import { assert, choose, model } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { transitionsOf } from '../../../src/machine/reference.ts'
import { thrownBy } from '../base/thrown-by.ts'
import { type AnyStep, first, machineWith, mistake, type Shared, taken } from './one-step.ts'

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

  /** Where a value is missing, the step itself may be the mistake. */
  const guardAdvice = (message: string): string => {
    const start = JSON.stringify(first(machineWith(() => undefined)))
    return /is (undefined|NaN)/.test(message)
      ? ` It does so in the state ${start}: should the step be disabled there? See when(...).`
      : ''
  }
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
      message: `${where} writes a value that is not plain data: ${message}.${guardAdvice(message)}`,
    })
  })

  test('is a violation with message and stack if it throws', () => {
    const effect = taken(function explode() {
      throw new RangeError('too far')
    })
    expect(effect).toMatchObject({ kind: 'error', message: 'too far' })
    expect(effect).toHaveProperty(
      'stack',
      expect.stringMatching(/^RangeError: too far\n\s+at explode .*wrong-steps\.spec\.ts/),
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
      message:
        "model 'm': action 'leak' writes a value that is not plain data: x is NaN, not a finite number. It does so in the state {\"x\":0}: should the step be disabled there? See when(...).",
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
