import type { State } from '../machine/machine.ts'
import type { FoundSymmetries } from '../outcome/found-symmetries.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { findSymmetries } from '../symmetry/find/find-symmetries.ts'
import { Patience } from '../symmetry/find/patience.ts'
import { spread } from './novelty.ts'
import { secondsLeft } from './options.ts'
import type { Search } from './search.ts'

/** At most this many states in which a step or a claim was recorded, the first states, and others evenly spread, are compared. */
const mostRecorded = 1024
const firstStates = 64
const otherStates = 192

/** Comparing takes at most this many seconds of the processor, and no more seconds than a limit leaves. */
const patienceSeconds = 15

/** Finds symmetries in states that a search has left: in those where something about a step or a claim was recorded, and in others. */
export async function symmetriesIn(search: Search): Promise<FoundSymmetries> {
  const { novelty, left, cut, engine, options, machine } = search
  const news = [...novelty.sample(mostRecorded)].filter(([id]) => id < left && !cut.has(id))
  const ids = new Set<StateId>(news.map(([id]) => id))
  const all = Array.from({ length: left }, (_, id) => id)
  for (const id of [...all.slice(0, firstStates), ...spread(all, otherStates)]) if (!cut.has(id)) ids.add(id)
  const states = [...ids].sort((a, b) => a - b).map((id): State => engine.stateOf(id))
  const limit = secondsLeft(options.maxSeconds, search.pacer.seconds) ?? Number.POSITIVE_INFINITY
  const end = performance.now() + 1000 * limit
  return findSymmetries(machine.under({}), {
    states,
    recordings: news.reduce((sum, [, movers]) => sum + movers.size, 0),
    patience: new Patience(patienceSeconds, () => options.signal?.aborted === true || performance.now() > end),
    pause: () => new Promise(resolve => setImmediate(resolve)),
  })
}
