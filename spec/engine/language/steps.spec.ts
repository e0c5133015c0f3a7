import { describe, expect, test } from 'vitest'
import { joined, model, prefixed } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { thrownBy } from '../base/thrown-by.ts'
import { expectSameOutcome } from '../search/same-outcome.ts'

const m = model('m').shared(() => ({ freed: false, used: false }))
const free = () => ({
  kfree: (s: { freed: boolean }) => {
    s.freed = true
  },
})
const use = () => ({
  use: (s: { used: boolean }) => {
    s.used = true
  },
})

function labelsOf(steps: object[]): string[] {
  return [...(descriptionOf(m.process('p', { steps: steps as never })).processes[0]?.steps.keys() ?? [])]
}

describe('steps as a list of blocks', () => {
  test('follow each other in the order of the list', () => {
    expect(labelsOf([{ begin: () => {} }, free(), { middle: () => {}, last: () => {} }, use()])).toEqual([
      'begin',
      'kfree',
      'middle',
      'last',
      'use',
    ])
  })

  test('do the same as in one object, under both engines', async () => {
    const go = (s: { freed: boolean }) => (s.freed ? 'use' : undefined)
    const asList = m.process('p', { count: 2, steps: [{ go }, free(), use()] })
    const asObject = m.process('p', { count: 2, steps: { go, ...free(), ...use() } })
    const outcome = await expectSameOutcome(instantiate(asList), { allClaims: true })
    expect(outcome).toEqual(await expectSameOutcome(instantiate(asObject), { allClaims: true }))
    expect(outcome).toMatchObject({ census: { states: 16 }, neverRan: [] })
  })

  test('are rejected if a label occurs twice, with both places', () => {
    const twice = thrownBy(() => m.process('p', { steps: [{ kfree: s => void s }, use(), free()] }))
    expect(twice).toMatchObject({
      code: 'duplicate-name',
      message:
        "model 'm': process 'p' has two steps labelled 'kfree', in block 1 and in block 3 of its list. Give one of them another label, or give the steps of a procedure labels of their own with prefixed('...', procedure()).",
    })
  })

  test('are rejected if there are none, and if a block is not an object of steps', () => {
    const steps = (list: unknown[]) => thrownBy(() => m.process('p', { steps: list as never }))
    expect(steps([])).toMatchObject({ code: 'bad-name', message: "model 'm': process 'p' has no steps." })
    expect(steps([{ a: () => {} }, undefined])).toMatchObject({
      code: 'bad-name',
      message: "model 'm': process 'p' block 2 is not an object of steps.",
    })
    expect(steps([{ a: () => {} }, [free()]])).toMatchObject({
      message: "model 'm': process 'p' block 2 is not an object of steps. Spread a list into the list: ...blocks.",
    })
  })
})

describe('a procedure joined of blocks', () => {
  test('has the steps of all blocks in order, and can be prefixed', () => {
    const both = joined(free(), { between: () => 'kfree' as const }, use())
    expect(Object.keys(both)).toEqual(['kfree', 'between', 'use'])
    expect(prefixed('a ', both)['a between']()).toBe('a kfree')
  })

  test('is rejected if a label occurs twice', () => {
    expect(thrownBy(() => (joined as (...blocks: object[]) => object)(free(), use(), free()))).toMatchObject({
      code: 'duplicate-name',
      message: expect.stringContaining("joined() has two steps labelled 'kfree', in block 1 and in block 3"),
    })
  })
})

describe("'__proto__' is rejected as", () => {
  const step = () => {}
  const own = (value: unknown): never => Object.defineProperty({}, '__proto__', { value, enumerable: true }) as never
  const cases: [string, () => unknown][] = [
    [
      'a label of an object literal, which sets its prototype',
      () => m.process('p', { steps: { __proto__: step, a: step } as never }),
    ],
    ['a computed label', () => m.process('p', { steps: { ['__proto__']: step, a: step } as never })],
    ['a label in a list', () => m.process('p', { steps: [{ a: step }, own(step)] })],
    ['a label of a procedure', () => prefixed('x', own(step))],
    ['the name of a process', () => m.process('__proto__', { steps: { a: step } })],
    ['the name of an action', () => m.action('__proto__', step)],
    ['the name of a claim', () => m.invariant('__proto__', () => true)],
    ['the name of a variant', () => m.variant('__proto__', {})],
    ['a constant', () => model('m', own(1))],
    ['a constant of an object literal', () => model('m', { __proto__: { a: 1 } } as never)],
  ]
  test.each(cases)('%s', (_, build) => {
    expect(thrownBy(build)).toMatchObject({ code: 'bad-name', message: expect.stringContaining('__proto__') })
  })

  test.each([
    ['a cell', () => own(1)],
    ['a cell of an object literal', () => ({ __proto__: { a: 1 } })],
  ])('%s', (_, shared) => {
    expect(thrownBy(() => instantiate(model('m').shared(shared)))).toMatchObject({ code: 'not-plain-data' })
  })
})

test.each(['constructor', 'toString', 'hasOwnProperty', 'length', 'valueOf'])(
  "'%s' can be a label, a process, an action, a claim, a variant, a constant, a local and a cell",
  async name => {
    const step = (s: Record<string, number>, me: Record<string, number>, c: Record<string, number>) => {
      s[name]! += me[name]! + c[name]!
    }
    const named = model('m', { [name]: 1 })
      .shared(() => ({ [name]: 0 }))
      .process('p', { locals: () => ({ [name]: 1 }), steps: { first: () => name, [name]: step as never } })
      .invariant(name, s => (s as unknown as Record<string, number>)[name]! < 2)
      .variant(name, { [name]: 5 })
    const outcome = await expectSameOutcome(instantiate(named, { variant: name }), { allClaims: true })
    expect(outcome).toMatchObject({
      census: { states: 3 },
      claims: [{ name, verdict: 'violated', steps: 2 }, {}, {}, {}],
    })
    const movers = model('m')
      .process(name, { steps: { [name]: () => {} } })
      .reachable('ended', s => s[name]![0]?.pc === 'done')
    expect(await expectSameOutcome(instantiate(movers), {})).toMatchObject({
      claims: [{ verdict: 'witnessed' }, {}, {}, {}],
    })
    const acting = model('m').action(name, () => {})
    expect(await expectSameOutcome(instantiate(acting), {})).toMatchObject({ neverRan: [], census: { transitions: 1 } })
  },
)

describe('two movers never share a name', () => {
  const worker = m.process('worker', { count: 2, steps: { go: () => {} } })

  test('so an action with the name of an instance is rejected', () => {
    expect(thrownBy(() => instantiate(worker.action('worker 1', () => {})))).toMatchObject({
      code: 'duplicate-name',
      message:
        "model 'm': an action is named 'worker 1', which is also the name of an instance. Give the action another name.",
    })
  })

  test('but an action may have the displayed name of a step, and each is recorded as run separately', async () => {
    const stuck = m.process('a', { steps: { go: () => 'go', never: () => {} } }).action('a: never', () => {})
    expect(await expectSameOutcome(instantiate(stuck), {})).toMatchObject({ neverRan: ['a: never'] })
  })
})

test('a step may have the name of a method of arrays, and is typed like any other', () => {
  const source = model('names')
    .shared(() => ({ n: 0 }))
    .process('queue', {
      steps: {
        push: s => {
          s.n++
        },
      },
    })
    .process('list', {
      steps: [
        {
          map: (s, me) => {
            s.n = me.id
          },
        },
        { filter: () => 'map' },
      ],
    })
  expect(descriptionOf(source).processes.map(({ steps }) => [...steps.keys()])).toEqual([['push'], ['map', 'filter']])
})
