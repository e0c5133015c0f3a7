/** The API for fast-check, used as in a user's suite. */

import fc from 'fast-check'
import { choose, model, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { implement, NotAllowed, notEnabled } from '../../../src/fast-check.ts'

/** A counter that clients increment, each by an amount of its choice; a limit is kept by the system itself. */
const counter = model('counter', { most: 3 })
  .shared(() => ({ count: 0, shown: 0 }))
  .process('client', {
    count: 2,
    mayRest: ['add'],
    steps: {
      add: (s, _me, c) => {
        const by = choose(1, 2)
        when(s.count + by <= c.most)
        s.count += by
        return 'add'
      },
    },
  })
  .action('show', s => {
    when(s.shown !== s.count)
    s.shown = s.count
  })
  .variant('more', { most: 5 })

class Counter {
  count = 0
  private readonly wrong: number
  constructor(wrong = Number.POSITIVE_INFINITY) {
    this.wrong = wrong
  }
  async add(by: number): Promise<number> {
    this.count += by
    if (this.count === this.wrong) this.count += 1
    return this.count
  }
}

const adding = (wrong?: number, variant: 'more' | null = null) =>
  implement(counter, {
    variant,
    create: () => new Counter(wrong),
    steps: {
      client: {
        add: { run: (real, { choices }) => real.add(choices[0] as number), returns: after => after.count, picks: true },
      },
    },
    observe: real => ({ count: real.count }),
  })

/** What a property fails with. */
async function failureOf<T>(property: fc.IAsyncProperty<T>): Promise<string> {
  const { failed, errorInstance } = await fc.check(property)
  expect(failed).toBe(true)
  return String(errorInstance)
}

describe('step by step', () => {
  test('a right implementation passes, with what the test picks, and steps that nobody sees', async () => {
    await fc.assert(adding().oneByOne())
  })

  test('a wrong one fails with NotAllowed, and the run is shrunk', async () => {
    const found = await fc.check(adding(3).oneByOne(), { seed: 7 })
    expect(found.errorInstance).toBeInstanceOf(NotAllowed)
    expect(String(found.errorInstance)).toContain(
      ': add returned what no run of the model returns.\n  the implementation: returned 4\n  the model allows:\n    returned 3\n  after:\n    1  client',
    )
    expect([...(found.counterexample?.[0] ?? [])]).toHaveLength(2)
  })

  test('what is seen afterwards counts too, and where it begins', async () => {
    const seen = (begin: number) =>
      implement(counter, {
        create: () => ({ count: begin }),
        steps: {
          client: {
            add: real => {
              real.count += 3
            },
          },
        },
        observe: real => real,
      })
    expect(await failureOf(seen(0).oneByOne())).toMatch(/client \d: add ends as no run of the model does/)
    await expect(seen(1).setup()).rejects.toThrow('the beginning looks as no run of the model does')
  })

  test('may be compared by what the model expects in place of cells', async () => {
    const tests = (odd: boolean) =>
      implement(counter, {
        variant: 'more',
        create: () => new Counter(),
        steps: { client: { add: { run: (real, { choices }) => real.add(choices[0] as number), picks: true } } },
        observe: real => real.count % 2 === 1,
        expect: s => (s.count % 2 === 1) === odd,
      })
    await fc.assert(tests(true).oneByOne())
    await failureOf(tests(false).oneByOne())
  })

  test('steps that nobody sees happen before what is seen', async () => {
    const showing = (by: number) =>
      implement(counter, {
        create: () => ({ count: 0, shown: 0 }),
        steps: {
          client: {
            add: real => {
              real.count += 1
              real.shown = real.count - by
            },
          },
        },
        observe: real => real,
      })
    await fc.assert(showing(0).oneByOne())
    expect(await failureOf(showing(-1).oneByOne())).toContain('ends as no run of the model does')
  })

  test('a step that never returns is named, with what came before it', async () => {
    const hanging = implement(counter, {
      create: () => new Counter(),
      steps: {
        client: {
          add: real => (real.count++ === 1 ? new Promise(() => undefined) : undefined),
        },
      },
      maxStepMs: 20,
    })
    const message = await failureOf(hanging.oneByOne())
    expect(message).toMatch(/client \d: add did not return within 20 ms\.[\s\S]*after:\n +1 +client \d: add/)
    const runs = await hanging.suite('every transition')
    const failed = await Promise.allSettled(runs.map(({ run }) => run()))
    const reasons = failed.map(end => (end.status === 'rejected' ? String(end.reason) : ''))
    expect(reasons.join()).toContain('add did not return within 20 ms')
    // Overlapping calls need no clock.
    expect(await failureOf(hanging.overlapping())).toMatch(/client \d: add did not return, although/)
  })

  test('what is observed may come later, and names only cells that there are', async () => {
    const observing = (observe: (real: Counter) => unknown) =>
      implement(counter, { create: () => new Counter(), steps: { client: { add: real => real.add(1) } }, observe })
    await fc.assert(observing(async real => ({ count: real.count })).oneByOne(), { numRuns: 20 })
    expect(await failureOf(observing(real => ({ cuont: real.count })).oneByOne())).toContain(
      "observe() returned a cell 'cuont', which the model does not have. Its cells are: count, shown, client.",
    )
    expect(await failureOf(observing(real => ({ cont: real.count })).oneByOne())).toContain("Did you mean 'count'?")
    expect(await failureOf(observing(real => real.count).oneByOne())).toContain('observe() must return cells')
  })

  test('parts of the wrong type are refused, and those that do not exist', () => {
    const given = (add: object, more: object = {}) =>
      implement(counter, { create: () => new Counter(), steps: { client: { add } }, ...more } as never)
    const run = (real: Counter) => real.add(1)
    expect(() => given({ run, returns: true })).toThrow(
      "implement() expects a function as 'returns' of the step of 'client' 'add'",
    )
    expect(() => given({ run, picks: 1 })).toThrow("expects true or false as 'picks'")
    expect(() => given({ run, return: () => 1 })).toThrow("has no part 'return'. Its parts are: run, returns")
    expect(() => given({ run }, { observes: run })).toThrow("implement() has no part 'observes'")
    expect(() => given({ run }, { maxStepMs: 0 })).toThrow('maxStepMs must be a number above 0')
  })

  test('nothing returned counts as null, and the message says so', async () => {
    const returning = (value: unknown) =>
      implement(counter, {
        create: () => new Counter(),
        steps: { client: { add: { run: () => undefined as unknown, returns: () => value } } },
      })
    await fc.assert(returning(null).oneByOne(), { numRuns: 10 })
    expect(await failureOf(returning(true).oneByOne())).toContain('returned undefined, which counts as null')
  })

  test('a step is tried where it is not enabled, and must then not be possible', async () => {
    const trying = (isStrict: boolean) =>
      implement(counter, {
        create: () => new Counter(),
        steps: {
          client: {
            add: {
              run: async real => (real.count < 3 || !isStrict ? real.add(1) : notEnabled),
              tries: true,
            },
          },
        },
        observe: real => ({ count: real.count }),
      })
    await fc.assert(trying(true).oneByOne())
    expect(await failureOf(trying(false).oneByOne())).toContain('was possible, but the model says that it is not')
  })

  test('a step that is enabled must be possible, and may not throw', async () => {
    const never = implement(counter, { create: () => ({}), steps: { client: { add: () => notEnabled } } })
    expect(await failureOf(never.oneByOne())).toContain('was not possible, but the model says that it is')
    const throwing = implement(counter, {
      create: () => ({}),
      steps: {
        client: {
          add: () => {
            throw new Error('broken')
          },
        },
      },
    })
    expect(await failureOf(throwing.oneByOne())).toContain(': add threw, which no step of a model does')
    expect(await failureOf(throwing.overlapping())).toContain('Error: broken')
  })
})

describe('overlapping calls', () => {
  const racing = (isAtomic: boolean) =>
    implement(counter, {
      variant: 'more',
      create: ({ pause }) => ({ count: 0, pause }),
      steps: {
        client: {
          add: {
            run: async (real, { choices }) => {
              if (isAtomic) {
                await real.pause()
                real.count += choices[0] as number
                const { count } = real
                await real.pause('answer')
                return count
              }
              const { count } = real
              await real.pause()
              real.count = count + (choices[0] as number)
              return real.count
            },
            returns: after => after.count,
            picks: true,
          },
        },
      },
      observe: ({ count }) => ({ count }),
    })

  test('pass where each takes effect at one moment', async () => {
    // Calls that only fit before the limit are begun only while they fit.
    await fc.assert(racing(true).overlapping({ maxSteps: 2 }))
  })

  test('fail where an update is lost, in the fewest calls', async () => {
    const found = await fc.check(racing(false).overlapping({ maxSteps: 6 }), { seed: 3 })
    expect(String(found.errorInstance)).toMatch(/client \d: add \[\d\] returned \d, as in no run of the model/)
    expect(found.counterexample?.[1]).toHaveLength(2)
  })
})

describe('a suite', () => {
  test('takes every transition, in the fewest runs', async () => {
    const suite = await adding().suite('every transition')
    // 0, 1, 2, 3 by ones and twos, for two clients; what is shown comes by itself.
    for (const { run } of suite) await run()
    const taken = new Set(suite.flatMap(({ steps }) => steps))
    expect([...taken].sort()).toEqual([
      'client 0: add [1]',
      'client 0: add [2]',
      'client 1: add [1]',
      'client 1: add [2]',
    ])
    expect(suite[0]?.title).toMatch(/^run 1 of \d+, \d+ steps$/)
  })

  test('fails by the shortest run that shows it', async () => {
    const failures = await Promise.all(
      (await adding(3, 'more').suite('every transition')).map(({ run }) => run().then(() => undefined, String)),
    )
    const failed = failures.filter(failure => failure !== undefined)
    expect(failed.length).toBeGreaterThan(0)
    expect(failed).toEqual(failed.map(() => expect.stringContaining('returned 4')))
    expect(Math.max(...failed.map(text => (text.match(/^ {4}\d+ {2}/gm) ?? []).length))).toBe(2)
    expect(
      Math.max(...(await adding(3, 'more').suite('every transition')).map(({ steps }) => steps.length)),
    ).toBeGreaterThan(3)
  })

  test('takes every pair of steps in both orders', async () => {
    const pairs = (await adding().suite('every pair')).flatMap(({ steps }) =>
      steps.slice(1).map((step, i) => `${steps[i]?.slice(0, 8)}, ${step.slice(0, 8)}`),
    )
    expect(pairs).toEqual(expect.arrayContaining(['client 0, client 1', 'client 1, client 0']))
  })

  test('ends a run early where the implementation chooses otherwise', async () => {
    const ones = implement(counter, {
      create: () => new Counter(),
      steps: { client: { add: real => real.add(1) } },
      observe: ({ count }) => ({ count }),
    })
    for (const { run } of await ones.suite('every transition')) await run()
  })
})

describe('a wrong call', () => {
  type Loose = (...args: unknown[]) => {
    suite(...args: unknown[]): Promise<unknown>
    oneByOne(...args: unknown[]): unknown
  }
  const loose = implement as unknown as Loose
  const create = () => ({})
  const steps = { client: { add: () => undefined } }

  test.each([
    [
      { create, steps: { clinet: {} } },
      'bad-option',
      "implement() names the process 'clinet', which the model does not have. It has: 'client'.",
    ],
    [
      { create, steps: { client: { ad: create } } },
      'bad-option',
      "names the step of 'client' 'ad', which the model does not have. It has: 'add'.",
    ],
    [
      { create, actions: { shwo: create } },
      'bad-option',
      "names the action 'shwo', which the model does not have. It has: 'show'.",
    ],
    [
      { create, steps: { client: { add: 1 } } },
      'bad-option',
      "expects a function, or an object with 'run', for the step of 'client' 'add', but got a number",
    ],
    [{ create, steps: { client: 1 } }, 'bad-option', "expects an object of steps for 'client'"],
    [{ create }, 'bad-option', 'needs at least one step or action'],
    [{ steps }, 'bad-option', "expects a function as 'create'"],
    [{ create, steps, observe: 1 }, 'bad-option', "expects a function as 'observe'"],
    [{ create, steps, maxUnseen: -1 }, 'bad-limit', 'maxUnseen must be a whole number of at least 0'],
    [{ create, steps, variant: 'mroe' }, 'unknown-variant', "no variant 'mroe'"],
  ])('is an error with a code: %j', (source, code, message) => {
    expect(() => loose(counter, source)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })

  test('refuses a suite without any test, which would pass whatever is implemented', async () => {
    const turns = model('turns')
      .shared(() => ({ turn: 0 }))
      .process('player', {
        count: 2,
        mayRest: ['play'],
        steps: {
          play: (s, me) => {
            when(s.turn === me.id)
            s.turn++
          },
        },
      })
    const create = () => ({ turn: 0 })
    const observe = (real: { turn: number }) => ({ turn: real.turn })
    const play = (real: { turn: number }) => void real.turn++
    const one = implement(turns, { create, observe, steps: { player: { play } } })
    expect(await one.suite('every transition')).toHaveLength(1)
    await expect(one.suite('every pair')).rejects.toMatchObject({
      code: 'empty-suite',
      message: expect.stringContaining('in both orders'),
    })
    const never = turns.action('never', () => when(false))
    const none = implement(never, { create, observe, actions: { never: () => undefined } })
    await expect(none.suite('every transition')).rejects.toMatchObject({ code: 'empty-suite' })
  })

  test('of a suite or a property is one, too', async () => {
    const tests = loose(counter, { create, steps })
    await expect(tests.suite('some')).rejects.toMatchObject({ code: 'bad-option' })
    await expect(tests.suite('every pair', { maxStates: 2 })).rejects.toMatchObject({ code: 'bad-limit' })
    expect(() => tests.oneByOne({ maxSteps: 0 })).toThrow('maxSteps must be a whole number of at least 1')
    const unplain = implement(counter, {
      create,
      steps: { client: { add: () => undefined } },
      observe: () => ({ at: new Date(0) }),
    })
    await expect(unplain.setup()).rejects.toThrow('observe() returned what is not plain data')
  })

  test('does not compile', () => {
    const source = { create: () => new Counter() }
    // @ts-expect-error there is no such process
    const process = () => implement(counter, { ...source, steps: { clinet: {} } })
    // @ts-expect-error there is no such step
    const step = () => implement(counter, { ...source, steps: { client: { ad: () => undefined } } })
    // @ts-expect-error there is no such action
    const action = () => implement(counter, { ...source, actions: { shwo: () => undefined } })
    // @ts-expect-error there is no such variant
    const variant = () => implement(counter, { ...source, variant: 'mroe' })
    expect([process, step, action, variant]).toHaveLength(4)
  })
})
