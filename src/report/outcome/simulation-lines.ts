import { grouped } from '../../base/grouped.ts'
import type { Outcome } from '../../outcome/outcome.ts'
import type { Simulation } from '../../outcome/simulation.ts'
import { count } from '../text/count.ts'
import type { Paint } from '../text/paint.ts'
import { harmless } from '../text/value.ts'

/** What random runs covered: their number and kind, what they met, and what they say of the states that they did not meet. */
export function simulationLines({ simulation, census }: Outcome, paint: Paint): string[] {
  if (simulation === undefined) return []
  return [...runLines(simulation), ...estimateLines(simulation, census.states), ...notTakenLines(simulation, paint)]
}

function runLines({ runs, byPriorities, cut, depth, seed, runsPerSecond, statesPerSecond }: Simulation): string[] {
  const cutShort = cut === 0 ? 'none of them cut' : `${grouped(cut)} of them cut`
  return [
    `  ${count(runs, 'random run')} (seed ${seed}), ${cutShort} after ${count(depth, 'step')}; ${grouped(byPriorities)} by random priorities, the others uniform`,
    `  ${count(runsPerSecond, 'run')} and ${count(statesPerSecond, 'state')} a second, including states met again`,
  ]
}

function estimateLines({ estimate }: Simulation, met: number): string[] {
  if (estimate === undefined) return []
  const { states, once, twice } = estimate
  return [
    `  at least about ${count(states, 'state')} can be met: of the ${count(met, 'state')} met, ${grouped(once)} ${once === 1 ? 'was' : 'were'} met by one run only and ${grouped(twice)} by two (Chao 1987)`,
  ]
}

function notTakenLines({ notTaken }: Simulation, paint: Paint): string[] {
  if (notTaken.length === 0) return []
  return [paint('yellow', `  no run took: ${notTaken.map(harmless).join(', ')}`)]
}
