import { refuseOtherModel } from '../machine/same-model.ts'
import { strangeLoadError } from '../machine/steady.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { ClaimEvidence } from './claim-evidence.ts'
import type { RunsJudged } from './explored-graph.ts'
import { auditEnd, refuseClock, sampleOf } from './final-audit.ts'
import { type AuditLook, looksAt } from './look.ts'
import type { Search } from './search.ts'
import {
  leastNews,
  lookWidely,
  newsFor,
  refuseCounters,
  refuseHiddenState,
  refuseIdentities,
  type WideLook,
} from './wide-audit.ts'

/**
 * Re-evaluates a sample of the states that a search has left, with its engine and without. `answersOfRuns`: what claims about
 * runs were found to say of the sample.
 */
export async function auditSample(search: Search, answersOfRuns: RunsJudged['answers'] = []): Promise<void> {
  const { machine, engine, options, clock, cut } = search
  const sample = sampleOf(search.left)
  const states = sample.map(id => engine.stateOf(id))
  const late = looksAt(machine, states, 'late')
  for (const [i, id] of sample.entries()) {
    if (!cut.has(id)) engine.repeat(id, (late[i] as AuditLook).transitions)
  }
  const evidence = evidenceOf(search, sample, answersOfRuns)
  refuseClock(machine, clock.states)
  const looks = newsToSee(search)
  // The command runs nothing of the author's after the search.
  if (options.freshMachine !== undefined) machine.origins?.freeze()
  refuseIdentities(machine, looks, transitionsOfState(search))
  const fresh = await options.freshMachine?.()
  refuseCounters(machine, looks)
  auditEnd(machine, { states, late, evidence, fresh, readers: search.keyReaders, looks })
  for (const strange of (await options.strangeMachines?.()) ?? []) {
    refuseOtherModel(machine, strange)
    refuseHiddenState(machine, strange, looks, strangeLoadError)
  }
}

/** The states in which something was new, with the steps to be looked at there. */
function newsToSee(search: Search): WideLook[] {
  const { machine, engine, novelty, left, cut } = search
  const known = new Map<string, WideLook>()
  const look = (id: StateId, movers: ReadonlySet<number | undefined>): WideLook => {
    const key = `${id} ${[...movers].join()}`
    const found = known.get(key) ?? lookWidely(machine, engine.stateOf(id), movers)
    known.set(key, found)
    return found
  }
  const seen = (most: number): WideLook[] =>
    [...novelty.sample(most)].flatMap(([id, movers]) => (id < left && !cut.has(id) ? [look(id, movers)] : []))
  const some = seen(leastNews)
  const most = newsFor(machine, transitionsOfState(search), some)
  return most > leastNews ? seen(most) : some
}

/** How many transitions lead out of a state, on average. */
function transitionsOfState({ engine, left }: Search): number {
  return engine.transitions / Math.max(1, left)
}

/** Where the search has first found something about each claim, and how much of the sample came before. */
function evidenceOf(
  { machine, engine, ledger, left, levelStarts }: Search,
  sample: readonly StateId[],
  answersOfRuns: RunsJudged['answers'],
): ClaimEvidence[] {
  return machine.claims.map((_, claim) => {
    const finding = ledger.finding(claim)
    const [end] = finding?.ends ?? []
    const start = finding === undefined ? left : (levelStarts[finding.steps] ?? 0)
    return {
      shown: end === undefined ? undefined : { state: engine.stateOf(end.state), move: end.move },
      before: sample.filter(id => id < start).length,
      ofSample: answersOfRuns[claim],
    }
  })
}
