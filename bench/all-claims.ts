/**
 * What all temporal claims of a model cost together: a check of its other claims, and a check of all. The time of the search alone is
 * found by subtracting that of a check that stops at once.
 */

import { findSpecs } from '../src/cli/find-specs.ts'
import type { ClaimOutcome } from '../src/outcome/outcome.ts'
import { scratchFolder } from './folders.ts'
import { command, settingsOf } from './interleave.ts'
import { type Constants, diningPhilosophers, leaderRing, type Machine, qrcu } from './machines.ts'
import { type Measured, runMeasured } from './measured-process.ts'
import { log } from './progress.ts'
import { rough, table, whole } from './show.ts'
import { specOf } from './spec-of.ts'
import { medianOf, spreadOf } from './spread.ts'

/** A setting of a spec. */
interface SpecSetting {
  readonly title: string
  readonly spec: string
  readonly options: readonly string[]
}

/** Below this many states, start-up hides what claims cost. */
const manyStates = 20_000

/** Specs of `spec/` in larger settings than their own, and machines of the bench with a claim of each instance. */
const largeSettings = (isQuick: boolean): SpecSetting[] =>
  isQuick
    ? [larger('kernel/srcu', { readers: 3 })]
    : [
        larger('classic/allocator', { clients: 4, resources: 3 }),
        larger('classic/filter-lock-starvation', { processes: 4 }),
        larger('classic/philosophers-starve', { philosophers: 10, oneReversed: true }),
        larger('classic/scheduling-allocator', { clients: 4 }),
        larger('classic/single-lane-bridge', { cars: 6 }),
        larger('classic/spinlock-starvation', { lockers: 6 }),
        larger('classic/ticket-lock', { lockers: 6 }),
        larger('kernel/call-rcu', { readers: 3 }),
        larger('kernel/rcu', { readers: 3 }),
        larger('kernel/rwsem', { readers: 3 }),
        larger('kernel/srcu', { readers: 3 }),
        larger('kernel/wait-queue', { waiters: 4 }),
        variant('mappers/gup', 'bound again, all repaired, two users'),
        withClaims(
          diningPhilosophers(12, noSpin),
          `.fair({ weak: ['philosopher'], strong: ['philosopher: take first', 'philosopher: take second'] })
          .infinitelyOften('each eats', (_s, me) => me.pc === 'put back second', { of: 'philosopher' })
          .infinitelyOften('some eats', s => s.philosopher.some(p => p.pc === 'put back second'))`,
        ),
        withClaims(
          qrcu(2, 2, noSpin),
          `.fair({ weak: ['reader', 'updater'] })
          .infinitelyOften('the mutex is free', s => s.mutex === null)
          .eventually('each reader ends', (_s, me) => me.pc === 'done', { of: 'reader' })
          .eventually('each updater ends', (_s, me) => me.pc === 'done', { of: 'updater' })`,
        ),
        withClaims(
          leaderRing('3 1 5 2 6 4 10 7 9 8', noSpin),
          `.fair({ weak: ['node'] })
          .eventually('a leader is elected', s => s.leaders === 1)
          .eventuallyAlways('it stays', s => s.leaders === 1)`,
        ),
      ]

// SPIN doesn't run here.
const noSpin = { maxDepth: 0, hashBits: 0 }

function larger(name: string, constants: Constants): SpecSetting {
  const set = Object.entries(constants).map(([constant, value]) => `${constant}=${value}`)
  return { title: `${name} (${set.join(', ')})`, spec: `spec/${name}.ts`, options: settingsOf(constants) }
}

function variant(name: string, named: string): SpecSetting {
  return { title: `${name} (${named})`, spec: `spec/${name}.ts`, options: ['--variant', named] }
}

function withClaims({ model, title, constants }: Machine, claims: string): SpecSetting {
  return { title, spec: specOf(model, `${model.name}-all-claims`, claims), options: settingsOf(constants) }
}

interface AllClaims {
  readonly setting: SpecSetting
  readonly states: number
  /** Claims about endless runs, and those of them that are violated. */
  readonly claims: number
  readonly violated: number
  readonly start: readonly Measured[]
  readonly safety: readonly Measured[]
  readonly all: readonly Measured[]
}

/** The specs of `spec/` as they are, once each, and larger settings, `rounds` times. */
export async function measureAllClaims(isQuick: boolean, rounds: number): Promise<AllClaims[]> {
  const specs = await findSpecs(['classic', 'drivers', 'kernel', 'mappers', 'rcu'].map(folder => `spec/${folder}`))
  const small = specs.map((spec): SpecSetting => ({ title: spec, spec, options: [] }))
  const measured: AllClaims[] = []
  for (const setting of isQuick ? small.slice(0, 9) : small) measured.push(...(await measure(setting, 1)))
  for (const setting of largeSettings(isQuick)) measured.push(...(await measure(setting, rounds)))
  return measured
}

const kindsAboutRuns: ReadonlySet<string> = new Set<ClaimOutcome['kind']>(['temporal', 'canAlways'])

/** Nothing for a spec without claims about endless runs. */
async function measure(setting: SpecSetting, rounds: number): Promise<AllClaims[]> {
  const { claims } = foundBy(await check(setting, ['--max-states', '1']))
  const aboutRuns = new Set(claims.filter(({ kind }) => kindsAboutRuns.has(kind)).map(({ name }) => name))
  if (aboutRuns.size === 0) return []
  const others = claims.filter(({ name }) => !aboutRuns.has(name)).flatMap(({ name }) => ['--claim', name])
  const runs: { start: Measured; safety: Measured; all: Measured }[] = []
  for (let round = 0; round < rounds; round++) {
    const start = await check(setting, ['--max-states', '1'])
    runs.push({ start, safety: await check(setting, others), all: await check(setting, []) })
  }
  const [first] = runs as [(typeof runs)[number]]
  const found = foundBy(first.all)
  const one: AllClaims = {
    setting,
    states: found.census.states,
    claims: aboutRuns.size,
    violated: found.claims.filter(({ name, verdict }) => aboutRuns.has(name) && verdict === 'violated').length,
    start: runs.map(run => run.start),
    safety: runs.map(run => run.safety),
    all: runs.map(run => run.all),
  }
  log(`${setting.title}: ${whole(one.states)} states, ${rough(processTimes(one))} times the safety check`)
  return [one]
}

function check({ spec, options }: SpecSetting, more: readonly string[]): Promise<Measured> {
  const out = ['--out', scratchFolder('counterexamples')]
  return runMeasured(process.execPath, [
    command,
    'check',
    spec,
    ...options,
    ...more,
    ...['--all-claims', '--no-graph', '--no-types', '--json'],
    ...out,
  ])
}

interface FoundByCheck {
  readonly census: { readonly states: number }
  readonly claims: readonly Pick<ClaimOutcome, 'name' | 'kind' | 'verdict'>[]
}

function foundBy({ stdout, stderr }: Measured): FoundByCheck {
  const found = JSON.parse(stdout) as Partial<FoundByCheck>
  if (found.claims === undefined) throw new Error(`no claims:\n${stdout}${stderr}`)
  return found as FoundByCheck
}

function seconds(runs: readonly Measured[]): number {
  return medianOf(runs, run => run.processorSeconds)
}

function processTimes({ safety, all }: AllClaims): number {
  return seconds(all) / seconds(safety)
}

function searchSeconds({ start }: AllClaims, runs: readonly Measured[]): number {
  return seconds(runs) - seconds(start)
}

/** Those with many states, worst first. */
export function allClaimsTable(measured: readonly AllClaims[]): string {
  const head = ['setting', 'states', 'claims', 'violated', 'safety s', 'all s', 'times', 'search, safety s', 'all s']
  const rows = measured.filter(isLarge).map(one => {
    const [safety, all] = [searchSeconds(one, one.safety), searchSeconds(one, one.all)]
    const bytes = medianOf(one.all, run => run.peakBytes) - medianOf(one.safety, run => run.peakBytes)
    const whichClaims = [one.setting.title, whole(one.states), String(one.claims), String(one.violated)]
    const ofProcess = [rough(seconds(one.safety)), rough(seconds(one.all)), rough(processTimes(one))]
    const ofSearch = [rough(safety), rough(all), rough(all / safety), rough(Math.max(0, bytes) / one.states)]
    return { times: all / safety, cells: [...whichClaims, ...ofProcess, ...ofSearch] }
  })
  return table(
    [...head, 'times', 'more bytes/state'],
    rows.sort((a, b) => b.times - a.times).map(({ cells }) => cells),
  )
}

/** The others in a sentence. */
export function smallModelsInWords(measured: readonly AllClaims[]): string {
  const small = measured.filter(one => !isLarge(one)).toSorted((a, b) => processTimes(b) - processTimes(a))
  const [worst] = small
  if (worst === undefined) return 'No spec has fewer.'
  const { median, min } = spreadOf(small.map(processTimes))
  const most = Math.max(...small.map(({ states }) => states))
  return `The ${small.length} specs with claims about endless runs as they are have up to ${whole(most)} states. A whole process with all claims takes ${rough(median)} times that of the safety check in the median, ${rough(min)} at best and ${rough(processTimes(worst))} at worst (${worst.setting.title}, ${whole(worst.states)} states, ${rough(seconds(worst.all))} s).`
}

function isLarge({ states }: AllClaims): boolean {
  return states > manyStates
}
