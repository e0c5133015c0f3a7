import { describe, expect, test } from 'vitest'
import { ModelError, UsageError } from '../../../src/base/errors.ts'
import { type Constant, model, oneOf, setOf } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import { thrownBy } from '../base/thrown-by.ts'

const stay = { stay: () => 'stay' as const }

const configured = model('m', {
  size: 2,
  fast: true,
  mode: 'np',
  limit: null as number | null,
  list: [1],
  rec: { a: 1 },
})
  .shared(c => ({ cells: Array<number>(c.size).fill(0) }))
  .process('p', { count: c => c.size, locals: (c, id) => ({ mine: id * 10 + c.size }), steps: stay })
  .action('tick', () => {})
  .variant('large', { size: 3, mode: 'npc' })

describe('a machine', () => {
  test('has the processes, movers and initial state of its constants', () => {
    const machine = instantiate(configured)
    expect(machine.model).toBe('m')
    expect(machine.variant).toBeNull()
    expect(machine.processes).toMatchObject([{ name: 'p', count: 2, labels: ['stay'] }])
    expect(machine.movers.map(mover => mover.name)).toEqual(['p 0', 'p 1', 'tick'])
    expect(machine.initialStates).toEqual([
      {
        cells: [0, 0],
        p: [
          { pc: 'stay', mine: 2 },
          { pc: 'stay', mine: 12 },
        ],
      },
    ])
  })

  test('has each initial state once, and a set in all of them where one has a set', () => {
    const listed: unknown[] = [{ tags: ['b', 'a'] }, { tags: setOf('a', 'b') }, { tags: ['a'] }]
    const { initialStates, sets } = instantiate(model('tagged').shared(() => oneOf(listed as { tags: string[] }[])))
    expect(initialStates).toEqual([{ tags: ['a', 'b'] }, { tags: ['a'] }])
    expect(sets).toEqual([['tags']])
  })

  test('has the keys of its states in the order in which initial states name them first', () => {
    const options: unknown[] = [
      { b: 1, a: { y: 1 } },
      { a: { z: 1, y: 2 }, b: 2 },
    ]
    const { initialStates } = instantiate(model('keyed').shared(() => oneOf(options as { b: number }[])))
    expect(initialStates.map(state => JSON.stringify(state))).toEqual([
      '{"b":1,"a":{"y":1}}',
      '{"b":2,"a":{"y":2,"z":1}}',
    ])
  })

  test('has the claims of its model and those that come with every model', () => {
    const names = (source: AnyModel) => instantiate(source).claims.map(claim => claim.name)
    const claimed = configured.invariant('a', () => true)
    expect(names(claimed)).toEqual(['a', 'no deadlock', 'no assertion fails', 'no step throws'])
    expect(names(claimed.mayDeadlock())).toEqual(['a', 'no assertion fails', 'no step throws'])
  })

  test('takes its constants from the model, then the variant, then `set`', () => {
    expect(instantiate(configured).constants).toMatchObject({ size: 2, fast: true, mode: 'np' })
    const large = instantiate(configured, { variant: 'large' })
    expect(large.variant).toBe('large')
    expect(large.constants).toMatchObject({ size: 3, fast: true, mode: 'npc' })
    expect(large.initialStates[0]?.cells).toEqual([0, 0, 0])
    const set = { variant: 'large', set: { size: 1, fast: false } }
    expect(instantiate(configured, set).constants).toMatchObject({ size: 1, fast: false, mode: 'npc' })
    expect(instantiate(configured, set).initialStates[0]?.cells).toEqual([0])
  })

  test('lets a constant that may be null be set to null and to a value', () => {
    expect(instantiate(configured, { set: { limit: 3 } }).constants.limit).toBe(3)
    expect(instantiate(configured, { set: { size: 2, limit: null } }).constants.limit).toBeNull()
  })

  test('falls through from each label to the one written next, and from the last to done', () => {
    const [mover] = instantiate(model('m').process('p', { steps: { a: () => {}, c: () => {}, b: () => {} } })).movers
    if (mover?.kind !== 'process') throw new Error('the mover is not there')
    expect([...mover.following]).toEqual([
      ['a', 'c'],
      ['c', 'b'],
      ['b', 'done'],
    ])
  })

  test('may have a process without instances', () => {
    const machine = instantiate(model('m').process('p', { count: 0, steps: stay }).process('q', { steps: stay }))
    expect(machine.initialStates).toEqual([{ p: [], q: [{ pc: 'stay' }] }])
    expect(machine.movers.map(mover => mover.name)).toEqual(['q 0'])
  })

  test('may have an empty state', () => {
    expect(instantiate(model('m')).initialStates).toEqual([{}])
  })

  test('has each of several initial states once, in the order given', () => {
    const source = model('m', { n: 3 }).shared(c => oneOf([{ x: c.n }, { x: 1 }, { x: c.n }]))
    expect(instantiate(source).initialStates).toEqual([{ x: 3 }, { x: 1 }])
  })

  test('is frozen, with separate states', () => {
    const cells = { list: [0], deep: { a: [1] } }
    const mine = { mine: [0] }
    const source = model('m', { given: [1, 2] })
      .shared(() => oneOf([cells, { ...cells, extra: 1 }]))
      .process('p', { count: 2, locals: () => mine, steps: stay })
    const { initialStates, constants } = instantiate(source)
    expect(Object.isFrozen(initialStates[0])).toBe(true)
    expect(Object.isFrozen((initialStates[0] as { deep: { a: unknown } }).deep.a)).toBe(true)
    expect(Object.isFrozen(constants.given)).toBe(true)
    expect(
      [cells, cells.list, cells.deep.a, mine, mine.mine, descriptionOf(source).constants.given].map(Object.isFrozen),
    ).toEqual([false, false, false, false, false, false])
  })
})

describe('a setting is rejected if', () => {
  const set = (name: string, value: unknown) => () => instantiate(configured, { set: { [name]: value as Constant } })
  const cases: [string, () => unknown, string, string][] = [
    [
      'the variant is not there',
      () => instantiate(configured, { variant: 'larg' }),
      'unknown-variant',
      "model 'm' has no variant 'larg'. It has: 'large'. Did you mean 'large'?",
    ],
    [
      'there are no variants',
      () => instantiate(model('m'), { variant: 'v' }),
      'unknown-variant',
      "model 'm' has no variant 'v'. It has no variants.",
    ],
    [
      'the constant is not there',
      set('sise', 1),
      'unknown-constant',
      "model 'm' has no constant 'sise'. Its constants are: size, fast, mode, limit, list, rec. Did you mean 'size'?",
    ],
    [
      'the constant is one that every object has',
      set('toString', 1),
      'unknown-constant',
      "model 'm' has no constant 'toString'. Its constants are: size, fast, mode, limit, list, rec.",
    ],
    [
      'there are no constants',
      () => instantiate(model('m'), { set: { x: 1 } }),
      'unknown-constant',
      "model 'm' has no constant 'x'. Its constants are: none at all.",
    ],
    [
      'a variant sets a constant that is not there',
      () => instantiate(model('m', { a: 1 }).variant('v', { b: 2 } as object), { variant: 'v' }),
      'unknown-constant',
      "model 'm' has no constant 'b'. Its constants are: a. Did you mean 'a'?",
    ],
    [
      'a number is set to a string',
      set('size', '2'),
      'bad-constant',
      "constant 'size' of model 'm' is a number (2), and cannot be set to \"2\".",
    ],
    [
      'a number is set to NaN',
      set('size', Number.NaN),
      'bad-constant',
      "constant 'size' of model 'm' is a number (2), and cannot be set to \"NaN\".",
    ],
    [
      'a boolean is set to a number',
      set('fast', 0),
      'bad-constant',
      "constant 'fast' of model 'm' is a boolean (true), and cannot be set to 0.",
    ],
    [
      'a string is set to a boolean',
      set('mode', true),
      'bad-constant',
      "constant 'mode' of model 'm' is a string (\"np\"), and cannot be set to true.",
    ],
    [
      'a list is set to a record',
      set('list', { a: 1 }),
      'bad-constant',
      "constant 'list' of model 'm' is a list ([1]), and cannot be set to {\"a\":1}.",
    ],
    [
      'a record is set to a list',
      set('rec', [1]),
      'bad-constant',
      "constant 'rec' of model 'm' is a record ({\"a\":1}), and cannot be set to [1].",
    ],
    [
      'a number is set to null',
      set('size', null),
      'bad-constant',
      "constant 'size' of model 'm' is a number (2), and cannot be set to null.",
    ],
    [
      'a key of a record is misspelt',
      set('rec', { aa: 1 }),
      'bad-constant',
      `constant 'rec' of model 'm' is a record ({"a":1}), and cannot be set to {"aa":1}: it has a key 'aa'. Its keys are: a. Did you mean 'a'?`,
    ],
    [
      'a key of a record is missing',
      set('rec', {}),
      'bad-constant',
      `constant 'rec' of model 'm' is a record ({"a":1}), and cannot be set to {}: it has no key 'a'.`,
    ],
    [
      'a part of a record has the wrong type',
      set('rec', { a: 'x' }),
      'bad-constant',
      `constant 'rec' of model 'm' is a record ({"a":1}), and cannot be set to {"a":"x"}: a is a string ("x"), not a number.`,
    ],
    [
      'an element of a list has the wrong type',
      set('list', [1, '2']),
      'bad-constant',
      `constant 'list' of model 'm' is a list ([1]), and cannot be set to [1,"2"]: [1] is a string ("2"), not a number.`,
    ],
  ]
  test.each(cases)('%s', (_, build, code, message) => {
    const error = thrownBy(build)
    expect(error).toBeInstanceOf(UsageError)
    expect(error).toMatchObject({ code, message })
  })
})

describe('a count is rejected if it', () => {
  const counting = (count: unknown) => model('m', { n: 1 }).process('p', { count: count as number, steps: stay })
  const ending = 'under the constants {"n":1}. It must be a whole number of at least 0.'
  test.each([
    ['is negative', -1, `a count of -1, ${ending}`],
    ['is a fraction', 1.5, `a count of 1.5, ${ending}`],
    ['is NaN', Number.NaN, `a count of NaN, ${ending}`],
    ['comes from a function that gives a fraction', (c: { n: number }) => c.n / 2, `a count of 0.5, ${ending}`],
    ['is no number', '2', `a count of "2", ${ending}`],
    ['is missing from what the function returns', () => undefined, `a count of "undefined", ${ending}`],
    [
      'is beyond any use',
      1e9,
      'a count of 1000000000, under the constants {"n":1}. It must be a whole number of at most 10000.',
    ],
  ])('%s', (_, count, message) => {
    const error = thrownBy(() => instantiate(counting(count)))
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code: 'bad-count', message: `model 'm': process 'p' has ${message}` })
  })

  test('cannot be evaluated', () => {
    const broken = counting(() => {
      throw new Error('no such thing')
    })
    expect(thrownBy(() => instantiate(broken))).toMatchObject({
      code: 'bad-count',
      message:
        "model 'm': process 'p' has a count that could not be created, under the constants {\"n\":1}: no such thing.",
    })
  })
})

test('initial states must be the same each time they are made', () => {
  let calls = 0
  expect(() => instantiate(model('counting').shared(() => ({ n: calls++ })))).toThrow(
    expect.objectContaining({ code: 'impure', message: expect.stringContaining('initial') }),
  )
})

describe('the initial state is rejected if', () => {
  class Cells {
    x = 0
  }
  const starting = (initial: unknown) => () => instantiate(model('m').shared(() => initial as object))
  const local = (locals: unknown) => () =>
    instantiate(model('m').process('p', { locals: () => locals as object, steps: stay }))
  const needed = "model 'm': the initial state must be an object of named cells, and is"
  const neededOfLocals =
    "model 'm': the initial state: the locals of process 'p' must be an object of named cells, and is"
  const rules = 'A state is made of null, booleans, finite numbers, strings, arrays and plain objects.'
  const cases: [string, () => unknown, string, string][] = [
    [
      'it is one of none',
      starting(oneOf([])),
      'bad-initial-state',
      "model 'm': the initial state is a oneOf([]) without states. Give it at least one.",
    ],
    ['it is a number', starting(1), 'not-plain-data', `${needed} a number.`],
    ['it is an array', starting([1]), 'not-plain-data', `${needed} an array.`],
    ['it is a Map', starting(new Map()), 'not-plain-data', `${needed} an instance of Map.`],
    ['it is an instance of a class', starting(new Cells()), 'not-plain-data', `${needed} an instance of Cells.`],
    [
      'it is a promise',
      () => starting(Promise.reject(new Error('later')))(),
      'not-plain-data',
      `${needed} an instance of Promise. It must not be made by an async function.`,
    ],
    ['one of several is null', starting(oneOf([{ x: 0 }, null])), 'not-plain-data', `${needed} null.`],
    ['the locals are null', local(null), 'not-plain-data', `${neededOfLocals} null.`],
    ['the locals are an array', local([1]), 'not-plain-data', `${neededOfLocals} an array.`],
    [
      'the locals are an instance of a class',
      local(new Cells()),
      'not-plain-data',
      `${neededOfLocals} an instance of Cells.`,
    ],
    [
      'a cell is not plain data',
      starting({ a: [{ when: new Date() }] }),
      'not-plain-data',
      `model 'm': the initial state is not plain data: a[0].when is an instance of Date. ${rules}`,
    ],
    [
      'a cell of the second of several is not plain data',
      starting(oneOf([{ a: 0 }, { a: undefined }])),
      'not-plain-data',
      `model 'm': the initial state is not plain data: a is undefined. Write null there, or leave the key out: in a step, 'delete a'. ${rules}`,
    ],
    [
      'a local is not plain data',
      local({ my: [Number.NaN] }),
      'not-plain-data',
      `model 'm': the initial state is not plain data: p[0].my[0] is NaN, not a finite number. ${rules}`,
    ],
    [
      'it throws',
      () =>
        instantiate(
          model('m', { n: 1 }).shared(() => {
            throw new Error('no luck')
          }),
        ),
      'bad-initial-state',
      'model \'m\': the initial state could not be created, under the constants {"n":1}: no luck.',
    ],
    [
      'the locals throw',
      () =>
        instantiate(
          model('m').process('p', {
            locals: () => {
              throw new Error('no luck')
            },
            steps: stay,
          }),
        ),
      'bad-initial-state',
      "model 'm': the initial state: the locals of process 'p' could not be created, under the constants {}: no luck.",
    ],
    [
      'a local is named id',
      local({ id: 1 }),
      'own-instance',
      "model 'm': the initial state: process 'p' has a local named 'id', which every instance already has. Rename it.",
    ],
    [
      'a local is named pc',
      local({ pc: 1 }),
      'own-instance',
      "model 'm': the initial state: process 'p' has a local named 'pc', which every instance already has. Rename it.",
    ],
    [
      'a cell is named as a process is',
      () =>
        instantiate(
          model('m')
            .shared(() => ({ p: 1 }))
            .process('p', { steps: stay }),
        ),
      'duplicate-name',
      "model 'm': the initial state has a cell 'p', which is also the name of a process. Rename one of them.",
    ],
  ]
  test.each(cases)('%s', (_, build, code, message) => {
    const error = thrownBy(build)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code, message })
  })
})

describe('a claim with the name of a built-in one', () => {
  test.each(['no deadlock', 'no assertion fails', 'no step throws'])('is refused: %s', name => {
    expect(thrownBy(() => instantiate(model('m').invariant(name, () => true)))).toMatchObject({
      code: 'duplicate-name',
      message: `model 'm': the claim '${name}' comes with every model. Give yours another name.`,
    })
  })

  test('is allowed if the built-in one is disabled', () => {
    expect(
      instantiate(
        model('m')
          .invariant('no deadlock', () => true)
          .mayDeadlock(),
      ).claims,
    ).toHaveLength(3)
  })
})
