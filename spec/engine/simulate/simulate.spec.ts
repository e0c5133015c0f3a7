import { describe, expect, test } from 'vitest'
import { RandomNumbers } from '../../../src/base/random-numbers.ts'
import { type AnyModel, assert, check, choose, model, when, witnessToText } from '../../../src/index.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { MetStates } from '../../../src/simulate/met-states.ts'
import { Priorities } from '../../../src/simulate/scheduler.ts'
import { type SimulationLimits, simulate } from '../../../src/simulate/simulate.ts'
import type { SimulateOptions } from '../../../src/simulate/simulate-options.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { rejectionOf } from '../base/thrown-by.ts'
import { grid, longRace, noisy } from './models.ts'

function take(source: AnyModel, options: SimulateOptions = {}, limits: SimulationLimits = {}): Promise<Outcome> {
  return simulate(instantiate(source), { runs: 300, depth: 60, ...options }, limits)
}

function verdicts({ claims }: Outcome): { readonly [name: string]: string } {
  return Object.fromEntries(
    claims.map(({ name, verdict, steps }) => [name, steps === undefined ? verdict : `${verdict} in ${steps}`]),
  )
}

/** A counter that does something at 3. */
function counter(atThree: (n: number) => void) {
  return model('counter')
    .shared(() => ({ n: 0 }))
    .process('p', {
      steps: {
        up: s => {
          if (s.n === 3) atThree(s.n)
          s.n++
          return s.n < 6 ? 'up' : 'done'
        },
      },
    })
}
const plain = counter(() => {})

describe('random runs', () => {
  test.each([
    ['an invariant', plain.invariant('c', s => s.n < 5), 'violated in 5'],
    ['a claim about transitions', plain.transition('c', (before, after) => before.n + after.n !== 5), 'violated in 3'],
    ['a reachable claim', plain.reachable('c', s => s.n === 2), 'witnessed in 2'],
    ['what never happens', plain.invariant('c', s => s.n < 9), 'not found'],
    ['a reachable claim that is never true', plain.reachable('c', s => s.n === 7), 'not found'],
    ['a claim about endless runs', plain.eventually('c', s => s.n === 7), 'unknown'],
    ['a claim about ways back', plain.canAlways('c', s => s.n === 7), 'unknown'],
  ])('judge %s', async (_what, source, verdict) => {
    expect(verdicts(await take(source)).c).toBe(verdict)
  })

  test.each([
    ['no assertion fails', counter(n => assert(n !== 3, 'three')), 'violated in 4'],
    [
      'no step throws',
      counter(() => {
        throw new Error('three')
      }),
      'violated in 4',
    ],
    ['no deadlock', counter(() => when(false)), 'violated in 3'],
    ['no deadlock', plain, 'not found'],
  ])('judge that %s', async (name, source, verdict) => {
    expect(verdicts(await take(source))[name]).toBe(verdict)
  })

  test('judge initial states, and begin in each of them', async () => {
    const outcome = await take(plain.invariant('c', s => s.n > 0).reachable('r', s => s.n === 0))
    expect(verdicts(outcome)).toMatchObject({ c: 'violated in 0', r: 'witnessed in 0' })
  })

  test('take every option of a choice', async () => {
    const dice = model('dice')
      .shared(() => ({ n: 0 }))
      .process('p', {
        steps: {
          roll: s => {
            s.n = choose(1, 2, 3, 4, 5, 6)
          },
        },
      })
      .reachable('a six', s => s.n === 6)
      .reachable('a one', s => s.n === 1)
    expect(verdicts(await take(dice))).toMatchObject({ 'a six': 'witnessed in 1', 'a one': 'witnessed in 1' })
  })

  test('take no step outside the bounds', async () => {
    const outcome = await take(plain.within('small', s => s.n < 3).invariant('c', s => s.n < 4))
    expect(verdicts(outcome)).toMatchObject({ c: 'not found', 'no deadlock': 'not found' })
    expect(outcome.census.depth).toBe(3)
  })

  test('stop at a violation, or with all claims go on until each has its run', async () => {
    const source = plain.invariant('first', s => s.n < 2).invariant('second', s => s.n < 4)
    expect(verdicts(await take(source))).toMatchObject({ first: 'violated in 2', second: 'not found' })
    expect((await take(source)).stop).toBe('violation')
    const all = await take(source, {}, { allClaims: true })
    expect(verdicts(all)).toMatchObject({ first: 'violated in 2', second: 'violated in 4' })
    expect(all.stop).toBe('runs taken')
  })

  test('find by priorities what depends on a rare order of steps', async () => {
    const { claims, simulation } = await take(longRace)
    expect(claims[0]).toMatchObject({ verdict: 'violated', steps: 30 })
    expect(simulation?.runs).toBeLessThan(10)
  })

  test('let a process that waits in a loop give way', async () => {
    const set = <K extends string>(s: { [name in K]: boolean }, name: K): void => {
      s[name] = true
    }
    const spinning = model('spinning')
      .shared(() => ({ isOpen: false, isIn: false }))
      .process('waiting', { steps: { spin: s => (s.isOpen ? undefined : 'spin'), enter: s => set(s, 'isIn') } })
      .process('opening', { steps: { open: s => set(s, 'isOpen') } })
      .reachable('in', s => s.isIn)
    // In the second run, which is the first by priorities, whichever process begins.
    for (let seed = 0; seed < 20; seed++) {
      const { claims } = await simulate(instantiate(spinning), { runs: 2, depth: 8, seed })
      expect(claims[0]?.verdict).toBe('witnessed')
    }
  })

  test('are the same for the same seed on every machine, and others for another', async () => {
    const [one, again, other] = await Promise.all([1, 1, 2].map(seed => take(noisy, { seed, runs: 20 })))
    const known = ({ claims, census, stop, simulation }: Outcome) => {
      const { runsPerSecond: _, statesPerSecond: __, ...rest } = simulation!
      return { claims, census, stop, rest }
    }
    expect(known(again!)).toEqual(known(one!))
    expect(known(other!)).not.toEqual(known(one!))
    expect(one?.census).toMatchInlineSnapshot(`
      {
        "depth": 12,
        "states": 13,
        "transitions": 12,
      }
    `)
  })

  test('are counted, with those that were cut, and the steps that none took', async () => {
    const outcome = await take(grid, { runs: 10, depth: 7 })
    expect(outcome.simulation).toMatchObject({ runs: 10, byPriorities: 5, cut: 10, depth: 7, seed: 1, notTaken: [] })
    expect(outcome.census).toMatchObject({ transitions: 70, depth: 7 })
    const idle = plain.action('never', () => when(false))
    expect((await take(idle)).simulation).toMatchObject({ cut: 0, notTaken: ['never'] })
    // A run that ends with its last step is not cut.
    expect((await take(plain, { depth: 6 })).simulation).toMatchObject({ cut: 0 })
  })

  test('end at a limit of time and when they are interrupted', async () => {
    const runs = 1_000_000_000
    expect((await take(grid, { runs }, { maxSeconds: 0.2 })).stop).toBe('time limit')
    expect((await take(grid, { runs }, { signal: { aborted: true } })).stop).toBe('interrupted')
  })

  test('report progress', async () => {
    const phases: (string | undefined)[] = []
    await take(grid, { runs: 1e9 }, { maxSeconds: 0.4, onProgress: ({ phase }) => void phases.push(phase) })
    expect(phases[0]).toMatch(/^run \d+ of 1000000000$/)
  })

  test('refuse a model that is wrong, with its place', async () => {
    const wrong = model('wrong')
      .shared(() => ({ n: 0 }))
      .action('a', s => {
        s.n = Number.NaN
      })
    expect(await rejectionOf(take(wrong))).toMatchObject({ code: 'not-plain-data', where: expect.any(String) })
  })
})

test('priorities put the mover last that has just moved, at the places of change alone', () => {
  const random = new RandomNumbers(1, 0)
  const priorities = new Priorities(3, random, 1, 1)
  const [first, second, third] = priorities.order()
  priorities.moved(first!, false)
  expect(priorities.order()).toEqual([second, third, first])
  priorities.moved(second!, false)
  expect(priorities.order()).toEqual([second, third, first])
})

describe('the number of states', () => {
  test('is estimated from those that few runs met', async () => {
    const { simulation } = await take(grid, { runs: 40, depth: 100 })
    const states = simulation?.estimate?.states ?? 0
    expect(states).toBeGreaterThan(1000)
    expect(states).toBeLessThan(2000)
  })

  test('is the lower bound of Chao', () => {
    const met = new MetStates()
    for (const run of ['abcx', 'abdx', 'aefx', 'aax']) {
      met.beginRun()
      for (const state of run) met.meet(state)
    }
    // a and x in all four, b in two, c, d, e and f in one: 7 + 3/4 * 4*3 / (2 * (1 + 1)).
    expect(met.estimate(4)).toEqual({ states: 9, once: 4, twice: 1 })
  })

  test('is that of the states met where every run met them all', async () => {
    const { simulation, census } = await take(plain)
    expect(simulation?.estimate).toEqual({ states: census.states, once: 0, twice: 0 })
  })
})

describe('a run that was found at random', () => {
  test('is without superfluous steps where a search ends nowhere', async () => {
    const { claims } = await take(noisy, { runs: 2000, seed: 3 })
    expect(claims[0]).toMatchObject({ verdict: 'violated', steps: 2 })
  })

  test('is confirmed and shown like any other', async () => {
    const { counterexamples, ok, reason } = await check(noisy, { simulate: { seed: 3 } })
    expect(ok).toBe(false)
    expect(reason).toBe(
      "model 'noisy': 'nothing is fired' is violated in 2 steps; 'no deadlock', 'no assertion fails', 'no step throws' are unknown, since the search stopped at the violation (allClaims goes on).",
    )
    expect(witnessToText(counterexamples[0]!)).toContain('fire')
  })

  test('says that a shorter one may exist, unless all shorter ones were searched', async () => {
    // 3 of 40 counters have to be at 3: leaving out steps does it, but no search can prove that.
    const many = model('many')
      .shared(() => ({ at: Array<number>(40).fill(0) }))
      .process('p', {
        count: 40,
        steps: {
          up: (s, me) => {
            s.at[me.id]!++
            return s.at[me.id]! < 3 ? 'up' : 'done'
          },
        },
      })
      .invariant('at most two are up', s => s.at.filter(n => n === 3).length <= 2)
    const outcome = await take(many)
    expect(outcome.claims[0]).toMatchObject({ verdict: 'violated', steps: 9, mayBeShorter: true })
    expect(buildWitness(instantiate(many), outcome.claims[0]!).steps).toHaveLength(9)
    expect((await take(longRace)).claims[0]).not.toHaveProperty('mayBeShorter')
  })
})

test('where nothing is found, the reason says that random runs prove nothing', async () => {
  const { ok, reason } = await check(plain, { simulate: { runs: 5 } })
  expect(ok).toBe(false)
  expect(reason).toMatch(/ are unknown, since random runs prove nothing\.$/)
})

test.each([
  [{ simulate: { runs: 0 } }, 'bad-limit', "'runs'"],
  [{ simulate: { depth: 1.5 } }, 'bad-limit', "'depth'"],
  [{ simulate: { seed: -1 } }, 'bad-limit', "'seed'"],
  [{ simulate: { seed: '1' } }, 'bad-limit', "'seed'"],
  [{ simulate: { run: 3 } }, 'bad-option', 'runs, depth, seed'],
  [{ simulate: true }, 'bad-option', "'simulate'"],
  [{ simulate: {}, engine: 'reference' }, 'bad-option', "'engine'"],
  [{ simulate: {}, maxDepth: 3 }, 'bad-option', "'depth' in 'simulate'"],
])('the options %j are rejected', async (options, code, words) => {
  expect(await rejectionOf(check(plain, options as never))).toMatchObject({
    name: 'UsageError',
    code,
    message: expect.stringContaining(words),
  })
})
