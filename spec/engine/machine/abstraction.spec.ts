/** What it means that a model refines another one, under both engines, and against a judge that shares no code with them. */

import fc from 'fast-check'
import { type AnyModel, choose, model, oneOf, when } from 'interleave-checker'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { witnessToText } from '../../../src/report/run/witness-text.ts'
import { explore } from '../../../src/search/explore.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { readWitness } from '../../../src/witness/read-witness.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'

const engines = ['reference', 'footprint'] as const
type EngineName = (typeof engines)[number]

async function judged(made: AnyModel, engine: EngineName, variant: string | null = null) {
  const { claims } = await explore(instantiate(made, { variant }), { engine, allClaims: true })
  const short = (name: string) => {
    const found = claims.find(claim => claim.name === name)
    return found?.verdict === 'violated' ? found.steps : found?.verdict
  }
  return [short('refines'), short('refines: initial states')]
}

/** Counts up to a limit, and begins again. */
const hours = model('hours', { limit: 3 })
  .shared(() => ({ hour: 0 }))
  .action('strike', (s, c) => {
    s.hour = (s.hour + 1) % c.limit
  })

const clock = model('clock', { limit: 3, stride: 1, first: 0 })
  .shared(c => ({ hour: c.first, half: false }))
  .process('hand', {
    steps: {
      half: s => {
        s.half = true
      },
      full: (s, _me, c) => {
        s.half = false
        s.hour = (s.hour + c.stride) % c.limit
        return 'half'
      },
    },
  })
  .variant('four hours', { limit: 4 })
  .variant('two at a time', { stride: 2 })
  .variant('begins late', { first: 1 })

const refining = clock.refines('refines', hours, s => ({ hour: s.hour }), { constants: c => ({ limit: c.limit }) })

describe.each(engines)('under the %s engine', engine => {
  test('a model refines another one whose steps are its own or change nothing', async () => {
    expect(await judged(refining, engine)).toEqual(['holds', 'holds'])
    expect(await judged(refining, engine, 'four hours')).toEqual(['holds', 'holds'])
  })

  test('a step that the other model cannot take is a violation at the least depth', async () => {
    expect(await judged(refining, engine, 'two at a time')).toEqual([2, 'holds'])
    const fixed = clock.refines('refines', hours, s => ({ hour: s.hour }))
    expect(await judged(fixed, engine, 'four hours')).toEqual([6, 'holds'])
  })

  test('an initial state that the other model does not have is a separate violation', async () => {
    expect(await judged(refining, engine, 'begins late')).toEqual(['holds', 0])
  })

  test('a variant of the other model can be refined, and processes with their labels', async () => {
    const worker = model('worker', { isLazy: false }).process('worker', {
      count: 2,
      locals: () => ({ done: 0 }),
      steps: {
        work: (_s, me, c) => {
          if (c.isLazy && me.id === 1) when(false)
          me.done = 1
        },
      },
    })
    const lazy = worker.variant('lazy', { isLazy: true })
    const same = worker.refines('refines', lazy, s => ({ worker: s.worker.map(({ pc, done }) => ({ pc, done })) }))
    expect(await judged(same, engine)).toEqual(['holds', 'holds'])
    const toLazy = worker.refines('refines', lazy, s => ({ worker: s.worker.map(({ pc, done }) => ({ pc, done })) }), {
      variant: 'lazy',
    })
    expect(await judged(toLazy, engine)).toEqual([1, 'holds'])
  })

  test.each([
    ['a missing cell', () => ({}) as never, /for each state, and 'hour' is missing in it/],
    ['another cell', () => ({ hour: 0, day: 1 }) as never, /and there is no 'day' in these/],
    ['no state', () => 3 as never, /and got a number/],
    ['what is not plain data', () => ({ hour: () => 1 }) as never, /where .*hour.* is a function/],
  ])('%s is refused', async (_, stateOf, message) => {
    const wrong = clock.refines('refines', hours, stateOf)
    await expect(async () => judged(wrong, engine)).rejects.toThrow(message)
  })
})

test('the run of a violation ends with what the other model could have done', async () => {
  const machine = instantiate(refining, { variant: 'two at a time' })
  const { claims } = await explore(machine)
  const witness = buildWitness(machine, claims[0] as (typeof claims)[number])
  expect(witness.refined).toMatchObject({
    model: 'hours',
    before: { hour: 0 },
    changes: [{ path: ['hour'], before: 0, after: 2 }],
    possible: [{ step: 'strike', changes: [{ path: ['hour'], before: 0, after: 1 }] }],
  })
  expect(readWitness(JSON.stringify(witness))).toEqual(witness)
  const text = witnessToText(witness)
  expect(text).toContain('Seen as hours, it changes hour: 0 -> 2, which no step of that model does.')
  expect(text).toContain('- strike: hour: 0 -> 1')
})

test('what is refined must be a model, and options must exist', () => {
  const some = (abstract: unknown, stateOf: unknown, options: unknown) => () =>
    clock.refines('refines', abstract as never, stateOf as never, options as never)
  expect(some({}, () => ({}), {})).toThrow()
  expect(some(hours, 3, {})).toThrow(/a function that returns the state of the refined model/)
  expect(some(hours, () => ({}), { fair: {} })).toThrow(/has an option 'fair'/)
  expect(() => refining.refines('refines', hours, s => ({ hour: s.hour }))).toThrow(/already taken/)
  const unknown = clock.refines('refines', hours, s => ({ hour: s.hour }), { constants: () => ({ hours: 3 }) as never })
  expect(() => instantiate(unknown)).toThrow(/'refines' refines a model that cannot be made: .*no constant 'hours'/)
})

/** A step as data: where some cells have some values, others are set. */
interface Rule {
  readonly guard: readonly (number | null)[]
  readonly write: readonly (number | null)[]
}

const cell = fc.option(fc.nat(1), { freq: 2 })
const rule: fc.Arbitrary<Rule> = fc.record({ guard: fc.tuple(cell, cell, cell), write: fc.tuple(cell, cell, cell) })
const system = fc.record({
  initials: fc.uniqueArray(fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)), { minLength: 1, maxLength: 2, selector: String }),
  rules: fc.array(rule, { minLength: 1, maxLength: 4 }),
})
interface System {
  readonly initials: readonly (readonly number[])[]
  readonly rules: readonly Rule[]
}

const names = ['x', 'y', 'z'] as const

function modelOf(name: string, { initials, rules }: System) {
  return model(name)
    .shared(() => oneOf(initials.map(([x = 0, y = 0, z = 0]) => ({ x, y, z }))))
    .action('step', s => {
      const { guard, write } = rules[choose(...rules.keys())] as Rule
      when(names.every((cell, i) => guard[i] === null || guard[i] === s[cell]))
      for (const [i, cell] of names.entries()) s[cell] = write[i] ?? s[cell]
    })
    .mayDeadlock()
}

function nextOf(state: readonly number[], { rules }: System): number[][] {
  return rules
    .filter(({ guard }) => guard.every((is, i) => is === null || is === state[i]))
    .map(({ write }) => state.map((value, i) => write[i] ?? value))
}

/** The length of a shortest run to a step that is none of the other system, seen by which cells are kept. */
function naively(concrete: System, abstract: System, kept: readonly boolean[]): [unknown, unknown] {
  const seen = (state: readonly number[]): number[] => state.map((value, i) => (kept[i] ? value : 0))
  const begins = concrete.initials.every(state => abstract.initials.some(one => String(one) === String(seen(state))))
  const depths = new Map(concrete.initials.map(state => [String(state), 0]))
  const queue = [...concrete.initials]
  for (const state of queue) {
    const depth = depths.get(String(state)) as number
    for (const next of nextOf(state, concrete)) {
      const from = seen(state)
      const to = String(seen(next))
      if (String(from) !== to && !nextOf(from, abstract).some(one => String(one) === to))
        return [depth + 1, begins ? 'holds' : 0]
      if (depths.has(String(next))) continue
      depths.set(String(next), depth + 1)
      queue.push(next)
    }
  }
  return ['holds', begins ? 'holds' : 0]
}

test('both engines and a naive judge agree on random systems', async () => {
  const found = new Set<string>()
  const property = fc.asyncProperty(
    system,
    system,
    fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    async (a, b, kept) => {
      const made = modelOf('concrete', a).refines('refines', modelOf('abstract', b), s => ({
        x: kept[0] ? s.x : 0,
        y: kept[1] ? s.y : 0,
        z: kept[2] ? s.z : 0,
      }))
      const expected = naively(a, b, kept)
      found.add(String(expected))
      for (const engine of engines) expect(await judged(made, engine)).toEqual(expected)
    },
  )
  await fc.assert(property, { numRuns: numberOfRuns(150) })
  expect(found.size).toBeGreaterThan(4)
})
