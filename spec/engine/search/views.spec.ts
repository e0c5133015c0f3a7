/** Views: which states are taken for others, by both engines and naively, and what is refused. */

import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { choose, model, oneOf, when } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { OneOf } from '../../../src/language/initial.ts'
import type { Model } from '../../../src/language/model.ts'
import { ModelBuilder } from '../../../src/language/model-builder.ts'
import type { AnyStep } from '../../../src/language/model-description.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import { ignoring } from '../../../src/machine/view.ts'
import type { Outcome } from '../../../src/outcome/outcome.ts'
import { explore } from '../../../src/search/explore.ts'
import type { FootprintSizes } from '../../../src/search/footprint-engine.ts'
import { searchFootprint } from '../../../src/search/footprint-search.ts'
import type { ExploreOptions } from '../../../src/search/options.ts'
import { searchReference } from '../../../src/search/reference-search.ts'
import { buildWitness } from '../../../src/witness/build-witness.ts'
import { thrownBy } from '../base/thrown-by.ts'
import { numberOfRuns } from '../random/number-of-runs.ts'
import { buildModel, randomModel, setCells, throwingWhereWrong } from '../random/random-models.ts'
import { randomLimits, randomSizes } from '../random/random-settings.ts'
import { contradictions } from '../random/same-as-naive.ts'
import { type ComparableResult, comparableResult } from './comparable-result.ts'
import { expectSameOutcome } from './same-outcome.ts'
import { claimOf } from './small-models.ts'

/** A lock with a counter that nobody reads, and that grows without end. */
const counting = model('counting')
  .shared(() => ({ owner: 0, total: 0 }))
  .process('worker', {
    count: 2,
    locals: () => ({ rounds: 0 }),
    steps: {
      take: (s, me) => {
        when(s.owner === 0)
        s.owner = me.id + 1
      },
      leave: (s, me) => {
        s.total += choose(1, 2)
        me.rounds++
        s.owner = 0
        return 'take'
      },
    },
  })
  .invariant('one owner', s => s.worker.filter(({ pc }) => pc === 'leave').length <= 1)
  .reachable('the second owns it', s => s.owner === 2)
/** A state of {@link counting} without its counters. */
const seen = counting.view(s => ({ owner: s.owner, worker: s.worker.map(({ pc }) => pc) }))

describe.each(['reference', 'footprint'] as const)('the %s engine', engine => {
  const check = (source: AnyModel, options = {}): Promise<Outcome> =>
    explore(instantiate(source), { engine, reduce: 'auto', allClaims: true, ...options })

  it('visits one state of each view, and says how many it took for another', async () => {
    const outcome = await check(seen)
    expect(outcome).toMatchObject({
      stop: 'exhausted',
      census: { states: 3, transitions: 6, depth: 1 },
      reduction: { by: 'view', merged: 4, compared: 4 + 16 * 64 },
    })
    expect(claimOf(outcome, 'one owner').verdict).toBe('holds')
    expect(claimOf(outcome, 'the second owns it')).toMatchObject({ verdict: 'witnessed', steps: 1 })
  })

  it('evaluates claims about transitions on the states that were reached', async () => {
    const source = seen.transition('grows', (a, b, step) => step.step !== 'leave' || b.total > a.total)
    expect(claimOf(await check(source), 'grows').verdict).toBe('holds')
  })

  it('visits all states without reduction', async () => {
    expect(await check(seen, { reduce: 'none', maxStates: 100 })).toMatchObject({ stop: 'state limit' })
  })

  it('takes one of several initial states of a view', async () => {
    const outcome = await check(
      model('ends')
        .shared(() => ({ x: 0 }))
        .action('go', s => {
          s.x = choose(1, 2, 11, 12)
        })
        .view(s => s.x % 10)
        .mayDeadlock(),
    )
    expect(outcome.census).toEqual({ states: 3, transitions: 12, depth: 1 })
  })

  it('finds runs of the model', async () => {
    const source = seen.invariant('nobody owns it', s => s.owner === 0)
    const claim = claimOf(await check(source), 'nobody owns it')
    expect(claim).toMatchObject({ verdict: 'violated', steps: 1 })
    expect(claim.shortestRuns).toBeUndefined()
    expect(buildWitness(instantiate(source), claim).steps).toHaveLength(1)
  })

  it.each([
    ['a step', counting.view(s => s.worker.map(({ pc }) => pc === 'done')), "step 'take' of worker"],
    ['a claim about states', seen.invariant('few', s => s.total < 3), "claim 'few' gives different answers"],
    ['a claim about transitions', seen.transition('few', (_, after) => after.total < 4), 'does different things'],
  ])('refuses a view that hides what %s depends on, with two states', async (_, source, what) => {
    await expect(check(source)).rejects.toMatchObject({
      code: 'broken-view',
      message: expect.stringContaining(what),
    })
    await expect(check(source)).rejects.toThrow(/The states: \{.*\} and \{.*\}/)
  })

  it.each([
    ['throws', counting.view(s => (s as unknown as { no: { x: number } }).no.x), 'bad-view'],
    ['is no plain data', counting.view(() => new Map()), 'not-plain-data'],
  ])('refuses a view that %s', async (_, source, code) => {
    await expect(check(source)).rejects.toMatchObject({ code, message: expect.stringContaining('the view') })
  })

  it('knows the keys of states that it took for another', async () => {
    const source = model('tally')
      .shared(() => ({ owner: 0, votes: { a: 1 } as Record<string, number> }))
      .action('vote', s => {
        s.votes.b = ((s.votes.b ?? 0) + 1) % 3
      })
      .view(s => s.owner)
    expect(await check(source)).toMatchObject({ reduction: { by: 'view', merged: 1 }, warnings: [] })
  })

  it('does not use a view where claims are about endless runs, and says so', async () => {
    const source = seen.eventually('the first owns it', s => s.owner === 1)
    const outcome = await check(source, { maxStates: 50 })
    expect(outcome.reduction).toEqual({ by: 'none', why: expect.stringContaining("claim 'the first owns it'") })
    await expect(check(source, { reduce: 'view' })).rejects.toMatchObject({ code: 'bad-option' })
    await expect(check(counting, { reduce: 'view' })).rejects.toThrow('it has no view')
  })
})

test('parts of the state that are ignored do not tell states apart', async () => {
  const machine = ignoring(instantiate(counting), ['total', 'worker.rounds'])
  expect((await explore(machine, { reduce: 'view' })).census).toEqual({ states: 3, transitions: 6, depth: 1 })
  expect(thrownBy(() => ignoring(instantiate(counting), ['worker.pc']))).toMatchObject({
    code: 'bad-option',
    message: "model 'counting' has no part 'worker.pc' that could be ignored. It has: owner, total, worker.rounds.",
  })
})

/** What a random view leaves out. */
const hidden = fc.uniqueArray(fc.constantFrom('a', 'b', 'arr', 'queue', 'set', 'log', 'opt', 'dict', 'p0'), {
  minLength: 1,
  maxLength: 4,
})

type Loose = Model<Record<never, never>, Record<string, unknown>, string>
const hiding = (source: unknown, cells: readonly string[]): Loose =>
  (source as Loose).view(s => Object.fromEntries(Object.entries(s).filter(([cell]) => !cells.includes(cell))))

test('both engines and the naive explorer agree on random models with random views', {
  timeout: 3_600_000,
}, async () => {
  const property = fc.asyncProperty(
    randomModel,
    randomLimits,
    randomSizes,
    hidden,
    async (random, limits, sizes, cells) => {
      const options = { ...limits, reduce: 'view' as const }
      const machine = instantiate(hiding(buildModel(random), cells) as never)
      const result = await sameOutcome(machine, options, sizes as FootprintSizes)
      const naive = hiding(buildModel(throwingWhereWrong(random)), cells)
      expect(contradictions(naive as never, result, options, 2 * limits.maxStates, setCells)).toEqual([])
    },
  )
  const numRuns = numberOfRuns(40)
  await fc.assert(property, { numRuns })
})

/** Of several mistakes in a model, the footprint engine may come to another first, since it compares after a block of states. */
async function sameOutcome(
  machine: Machine,
  options: ExploreOptions,
  sizes: FootprintSizes,
): Promise<ComparableResult> {
  const { result } = await comparableResult(() => searchReference(machine, options))
  if (!('code' in result)) return await expectSameOutcome(machine, options, sizes)
  const other = (await comparableResult(() => searchFootprint(machine, options, sizes))).result
  expect(other).toHaveProperty('code')
  if (![result, other].some(one => 'code' in one && one.code === 'broken-view')) expect(other).toEqual(result)
  return other
}

/** The same model with a cell that every step writes, in many ways, and that only the view mentions. */
function withGhost(source: Loose): Loose {
  const { shared, processes, actions, ...description } = descriptionOf(source)
  const haunt = (s: unknown, by: number): void => {
    const state = s as { ghost: number }
    state.ghost = (2 * state.ghost + by + 1) % 11
  }
  const initial = (c: unknown): unknown => {
    const given = shared?.(c)
    return given instanceof OneOf
      ? oneOf((given.options as object[]).map((state, i) => ({ ...state, ghost: i % 3 })))
      : { ...(given as object), ghost: 0 }
  }
  const haunted = new ModelBuilder({
    ...description,
    shared: initial,
    processes: processes.map(process => ({
      ...process,
      steps: new Map(
        [...process.steps].map(([label, step], i): [string, AnyStep] => [
          label,
          (s, me, c) => {
            haunt(s, i + (me as { id: number }).id)
            return step(s, me, c)
          },
        ]),
      ),
    })),
    actions: actions.map((action, i) => ({
      ...action,
      step: (s: unknown, c: unknown) => {
        haunt(s, i)
        return action.step(s, c)
      },
    })),
  })
  return (haunted as unknown as Loose).view(({ ghost: _, ...state }) => state)
}

test('a ghost that the view hides makes no difference in random models', { timeout: 3_600_000 }, async () => {
  let merged = 0
  const property = fc.asyncProperty(randomModel, randomLimits, randomSizes, async (random, limits, sizes) => {
    const source = buildModel(random) as unknown as Loose
    const plain = await expectSameOutcome(instantiate(source as never), limits, sizes as FootprintSizes)
    const options = { ...limits, reduce: 'view' as const }
    const haunted = await expectSameOutcome(instantiate(withGhost(source) as never), options, sizes as FootprintSizes)
    expect(comparable(haunted)).toEqual(comparable(plain))
    if ('census' in haunted && haunted.reduction?.by === 'view') merged += haunted.reduction.merged
  })
  const numRuns = numberOfRuns(30)
  await fc.assert(property, { numRuns })
  expect(merged).toBeGreaterThan(numRuns)
})

function comparable(result: ComparableResult): unknown {
  if ('code' in result) return result.code
  const { claims, census, stop, neverRan, bounds } = result
  return {
    claims: claims.map(({ name, verdict, steps }) => ({ name, verdict, steps })),
    census,
    stop,
    neverRan,
    bounds,
  }
}
