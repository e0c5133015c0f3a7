import { describe, expect, test } from 'vitest'
import { ModelError } from '../../../src/base/errors.ts'
import { model, oneOf } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import type { AnyModel, Model } from '../../../src/language/model.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { thrownBy } from '../base/thrown-by.ts'

const base = model('lights', { lamps: 2 })
  .shared(c => ({ on: Array<boolean>(c.lamps).fill(false) }))
  .process('switch', {
    count: c => c.lamps,
    locals: () => ({ presses: 0 }),
    steps: {
      press: (s, me) => {
        s.on[me.id] = !s.on[me.id]
      },
      rest: () => 'press',
    },
    mayRest: ['rest'],
  })
  .invariant('as many as there are', (s, c) => s.on.length === c.lamps)
  .variant('one lamp', { lamps: 1 })

/** The names of all that has been said of a model. */
function names(source: AnyModel) {
  const description = descriptionOf(source)
  return {
    processes: description.processes.map(p => p.name),
    actions: description.actions.map(a => a.name),
    claims: description.claims.map(c => `${c.kind} ${c.name}`),
    variants: description.variants.map(v => v.name),
    deadlock: description.checksDeadlock,
  }
}

describe('a model', () => {
  test('stores its whole description, in order', () => {
    const extended = base
      .action('storm', () => {})
      .transition('t', () => true)
      .reachable('r', () => true)
      .invariant('implied', { given: () => true, then: () => true })
      .variant('none', { lamps: 0 })
      .mayDeadlock()
    expect(names(extended)).toEqual({
      processes: ['switch'],
      actions: ['storm'],
      claims: ['invariant as many as there are', 'transition t', 'reachable r', 'invariant implied'],
      variants: ['one lamp', 'none'],
      deadlock: false,
    })
  })

  test('is not changed by calls that extend it', () => {
    const before = names(base)
    const extensions = [
      base.process('other', { steps: { go: () => {} } }),
      base.action('storm', () => {}),
      base.invariant('mine', () => false),
      base.transition('mine', () => false),
      base.reachable('mine', () => false),
      base.variant('mine', { lamps: 3 }),
      base.mayDeadlock(),
    ]
    expect(names(base)).toEqual(before)
    for (const extension of extensions) expect(names(extension)).not.toEqual(before)
    const bare = model('m')
    bare.shared(() => ({ x: 0 }))
    expect(descriptionOf(bare).shared).toBeUndefined()
  })

  test('can be extended twice with the same name', () => {
    expect(names(base.invariant('mine', () => true)).claims).toContain('invariant mine')
    expect(names(base.invariant('mine', () => false)).claims).toContain('invariant mine')
  })

  test('has one instance of a process by default, without locals and without labels at which it may rest', () => {
    const plain = instantiate(model('m').process('p', { steps: { a: () => {}, b: () => {} } }))
    expect(plain.initialStates).toEqual([{ p: [{ pc: 'a' }] }])
    expect([...(plain.processes[0]?.mayRest ?? [])]).toEqual([])
  })

  test('does not see later changes of the objects it was given', () => {
    const steps: Record<string, () => void> = { a: () => {} }
    const mayRest = ['a']
    const constants = { limits: [1, 2] }
    const built = model('m', constants).process('p', { steps, mayRest })
    steps.b = () => {}
    mayRest.pop()
    expect([...(descriptionOf(built).processes[0]?.steps.keys() ?? [])]).toEqual(['a'])
    expect([...(descriptionOf(built).processes[0]?.mayRest ?? [])]).toEqual(['a'])
  })
})

describe('a name is rejected if', () => {
  const go = { steps: { go: () => {} } }
  const anything = () => true
  const cases: [string, () => unknown, string, string][] = [
    ['a model has none', () => model(' '), 'bad-name', 'a model has an empty name.'],
    ['a process has none', () => base.process('', go), 'bad-name', "model 'lights': a process has an empty name."],
    [
      'an action has none',
      () => base.action(' ', () => {}),
      'bad-name',
      "model 'lights': an action has an empty name.",
    ],
    ['a claim has none', () => base.invariant('', anything), 'bad-name', "model 'lights': a claim has an empty name."],
    ['a variant has none', () => base.variant('', {}), 'bad-name', "model 'lights': a variant has an empty name."],
    [
      "a variant is called 'base', as the model without a variant is",
      () => base.variant('base', {}),
      'bad-name',
      "model 'lights': a variant is named 'base', which means the model without a variant. Give it another name.",
    ],
    [
      'two processes share it',
      () => base.process('switch', go),
      'duplicate-name',
      "model 'lights': the name 'switch' of a process is already taken. Choose another.",
    ],
    [
      'a process shares it with an action',
      () => base.action('storm', () => {}).process('storm', go),
      'duplicate-name',
      "model 'lights': the name 'storm' of a process is already taken. Choose another.",
    ],
    [
      'an action shares it with a process',
      () => base.action('switch', () => {}),
      'duplicate-name',
      "model 'lights': the name 'switch' of an action is already taken. Choose another.",
    ],
    [
      'two claims of different kinds share it',
      () => base.reachable('as many as there are', anything),
      'duplicate-name',
      "model 'lights': the name 'as many as there are' of a claim is already taken. Choose another.",
    ],
    [
      'two transition claims share it',
      () => base.transition('t', anything).transition('t', anything),
      'duplicate-name',
      "model 'lights': the name 't' of a claim is already taken. Choose another.",
    ],
    [
      'two variants share it',
      () => base.variant('one lamp', { lamps: 3 }),
      'duplicate-name',
      "model 'lights': the name 'one lamp' of a variant is already taken. Choose another.",
    ],
  ]
  test.each(cases)('%s', (_, build, code, message) => {
    const error = thrownBy(build)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code, message })
  })
})

describe('the steps of a process are rejected if', () => {
  const m = model('m')
  const step = () => {}
  const cases: [string, () => unknown, string, string][] = [
    ['there are none', () => m.process('p', { steps: {} }), 'bad-name', "model 'm': process 'p' has no steps."],
    [
      "one is labelled 'done'",
      () => m.process('p', { steps: { a: step, done: step } }),
      'bad-name',
      "model 'm': process 'p' has a step named 'done', which is the label of an ended process.",
    ],
    [
      'a label is a whole number, which JavaScript would move to the front',
      () => m.process('p', { steps: { b: step, 1: step } }),
      'bad-name',
      "model 'm': process 'p' has a step named '1'. A label must not be a whole number.",
    ],
    [
      'a label is empty',
      () => m.process('p', { steps: { a: step, ' ': step } }),
      'bad-name',
      "model 'm': process 'p' has a step with an empty label.",
    ],
    [
      'one is not a function',
      () => m.process('p', { steps: { a: 'b' as never } }),
      'bad-name',
      "model 'm': process 'p' has a step 'a' that is not a function.",
    ],
    [
      'it may rest at a label that it does not have',
      () => m.process('p', { steps: { a: step, b: step }, mayRest: ['c' as 'a'] }),
      'unknown-label',
      "model 'm': process 'p' may rest at 'c', which is not one of its labels: a, b.",
    ],
  ]
  test.each(cases)('%s', (_, build, code, message) => {
    const error = thrownBy(build)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code, message })
  })
})

describe('.shared() is rejected', () => {
  test('a second time', () => {
    expect(thrownBy(() => base.shared(() => ({})))).toMatchObject({
      code: 'duplicate-name',
      message: "model 'lights': .shared() is called twice. Give the whole shared state in one call.",
    })
  })

  test.each([
    ['a process', (m: Model<object, Record<never, never>>) => m.process('p', { steps: { a: () => {} } })],
    ['an action', (m: Model<object, Record<never, never>>) => m.action('a', () => {})],
  ])('after %s, which is typed by it', (_, first) => {
    const late = first(model('m')) as Model<object, Record<never, never>>
    expect(thrownBy(() => late.shared(() => oneOf([{}])))).toMatchObject({
      code: 'bad-initial-state',
      message: "model 'm': .shared() must come before .process() and .action(), whose steps are typed by it.",
    })
  })
})

test('a variant changes only the constants that it names', () => {
  const two = model('m', { a: 1, b: true, c: 'x' }).variant('v', { a: 2 }).variant('w', { b: false, c: 'y' })
  expect(instantiate(two).constants).toEqual({ a: 1, b: true, c: 'x' })
  expect(instantiate(two, { variant: 'v' }).constants).toEqual({ a: 2, b: true, c: 'x' })
  expect(instantiate(two, { variant: 'w' }).constants).toEqual({ a: 1, b: false, c: 'y' })
})
