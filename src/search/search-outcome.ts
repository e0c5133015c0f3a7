/** The outcome of a search, with a run to each finding. */

import type { Path } from '../base/plain.ts'
import type { Outcome, OutcomeBound, StopReason } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { type ExploreOptions, secondsLeft } from './options.ts'
import { type RetraceLimits, retrace } from './retrace.ts'
import type { Search } from './search.ts'
import { unknownLabels } from './unknown-labels.ts'
import { unknownReads } from './unknown-reads.ts'

/** Seconds after which any shortest run is reported instead of the simplest: the user is waiting. */
const maxSecondsToSimplify = 60

/** States up to which all shortest runs are considered if memory is short: their transitions take some megabytes. */
const maxStatesWithoutMemory = 20_000

/** The outcome of a search that has stopped. Throws {@link ModelError} if a run cannot be reconstructed. */
export function outcomeOf(search: Search, stop: StopReason, secondsForRuns = defaultSecondsForRuns(search)): Outcome {
  const { machine, options, engine, ledger, pacer, levelStarts, cut } = search
  engine.endSearch()
  const { growing } = engine
  const keepsAll = options.keepShortestRuns ?? false
  const limits = retraceLimits(search, stop, secondsForRuns)
  const graph = engine.graph(levelStarts)
  return {
    model: machine.model,
    variant: machine.variant,
    constants: machine.constants,
    claims: ledger.conclude(stop, cut.count > 0, (finding, claim) =>
      retrace(machine, graph, finding, claim, keepsAll, limits),
    ),
    stop,
    census: search.census,
    engine: engine.name,
    seconds: pacer.seconds,
    neverRan: stop === 'exhausted' ? search.stepsTaken.never() : [],
    warnings: warningsOf(search, stop),
    ...(machine.words.caveat !== undefined && { caveat: machine.words.caveat }),
    ...(cut.count > 0 && { bounds: boundsOf(search) }),
    ...(isLimit(stop) && growing.length > 0 && { growing }),
    ...effortOf(search),
    ...profileOf(search),
  }
}

/** Measured last, since reconstructing runs is part of it. */
function effortOf({ engine: { effort } }: Search): Pick<Outcome, 'effort'> {
  return effort === undefined ? {} : { effort }
}

function profileOf({ engine: { profile } }: Search): Pick<Outcome, 'profile'> {
  return profile === undefined ? {} : { profile }
}

function boundsOf({ machine, cut }: Search): OutcomeBound[] {
  return machine.claims.flatMap(({ kind, name }, i) => {
    const states = cut.countOutside(i)
    return kind === 'bound' && states > 0 ? [{ name, states }] : []
  })
}

function warningsOf({ machine, options, engine }: Search, stop: StopReason): string[] {
  if (!(options.reportsUnknownReads ?? true)) return []
  const seen = {
    count: engine.count,
    areAll: stop === 'exhausted',
    state: (id: StateId) => engine.stateOf(id),
    isRecord: (path: Path) => engine.isRecord(path),
  }
  return [...unknownReads(machine, seen), ...unknownLabels(machine)]
}

function defaultSecondsForRuns({ options, pacer }: { options: ExploreOptions; pacer: Search['pacer'] }): number {
  return secondsLeft(options.maxSeconds, pacer.seconds) ?? Number.POSITIVE_INFINITY
}

/** Limits for reconstructing a run: a number of seconds, and little memory if there is little. */
function retraceLimits(
  { options, pacer, engine, levelStarts }: Search,
  stop: StopReason,
  seconds: number,
): RetraceLimits {
  const start = pacer.seconds
  const toSimplify = Math.min(seconds / 2, maxSecondsToSimplify)
  const progress = {
    states: engine.count,
    transitions: engine.transitions,
    depth: levelStarts.length - 1,
    frontier: 0,
    phase: 'reconstructing the run',
  }
  return {
    ...(stop === 'memory limit' && { maxStates: maxStatesWithoutMemory }),
    isOver: () => {
      if (options.onProgress !== undefined) pacer.report(progress)
      return pacer.seconds >= start + seconds
    },
    canSimplify: () => pacer.seconds < start + toSimplify,
  }
}

function isLimit(stop: StopReason): boolean {
  return stop !== 'exhausted' && stop !== 'violation'
}
