/**
 * Claims and steps that read a key which no state has: a misspelt cell is `undefined`, and makes a claim hold or a guard true.
 *
 * They are evaluated once more on a sample of the visited states, behind proxies. A read is reported only of a
 * record whose keys are the same in every state: where keys come and go, testing for a missing key is legitimate.
 */

import { type Path, showPath } from '../base/plain.ts'
import { isAboutRuns } from '../language/claims.ts'
import { judgeInvariant, judgePredicates, judgeReachable, judgeTransition } from '../machine/judge.ts'
import type { Machine, Mover, State } from '../machine/machine.ts'
import { attempt, stepOf } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'
import { KeyWatch } from './key-watch.ts'

/** The states of a search. */
export interface SeenStates {
  readonly count: number
  /** Whether these are all states that there are. */
  readonly areAll: boolean
  state(id: number): State
  /** Whether every visited state has a record there, with the same keys, and at least one. */
  isRecord(path: Path): boolean
}

const sampled = 40

/** A sentence for each claim and step that reads a key which no state has, or a constant that is not there. */
export function unknownReads(machine: Machine, seen: SeenStates): string[] {
  const found = new Map<string, { subject: string; path: Path; key: string } | undefined>()
  const constants = new Set<string>()
  let subject = ''
  let source: string | undefined
  const watch = new KeyWatch((path, key) => {
    // The number of an instance is no part of the state: its own step gets it along with its locals.
    if (key === 'id' && path.length === 2 && machine.processes.some(({ name }) => name === path[0])) return
    const id = JSON.stringify([subject, path.map(part => (typeof part === 'number' ? 0 : part)), key])
    if (!found.has(id)) found.set(id, { subject, path, key })
  })
  const constantsWatch = new KeyWatch((path, key) => {
    if (path.length === 0 && isMeant(key, source)) constants.add(`${subject} reads c.${key}, which is not a constant`)
  })
  const watched: Machine = { ...machine, constants: constantsWatch.over(machine.constants) }
  const quietly = (name: string, action: () => unknown, step?: unknown): void => {
    subject = name
    source = step === undefined ? undefined : String(step)
    try {
      action()
    } catch {
      // The search has already found its errors; others come from the proxies.
    }
  }
  for (const state of sampleOf(seen)) {
    for (const claim of machine.claims) {
      if (claim.kind === 'invariant')
        quietly(`claim '${claim.name}'`, () => judgeInvariant(watched, claim, watch.over(state)))
      if (claim.kind === 'reachable' || claim.kind === 'bound')
        quietly(`claim '${claim.name}'`, () => judgeReachable(watched, claim, watch.over(state)))
      if (isAboutRuns(claim))
        quietly(`claim '${claim.name}'`, () => judgePredicates(watched, claim, state, seen => watch.over(seen)))
    }
    for (const [index, mover] of machine.movers.entries()) takeStep(watched, state, index, mover, watch, quietly)
  }
  const reads = [...found.values()].flatMap(read => (read !== undefined && seen.isRecord(read.path) ? [read] : []))
  return [...reads.map(read => messageOf(read, seen.areAll)), ...constants]
}

/**
 * Whether a constant that is not there was meant to be: always in a claim; in a step where its own source names it, and no
 * value to take in its place. A procedure may have constants that a model need not give.
 */
function isMeant(key: string, source: string | undefined): boolean {
  if (source === undefined) return true
  const name = key.replaceAll(/[^\w]/g, '\\$&')
  return new RegExp(`\\.${name}(?![\\w$]|\\s*(?:\\?\\?|\\|\\||\\?\\.))`).test(source)
}

function* sampleOf({ count, state }: SeenStates): Iterable<State> {
  const every = Math.max(1, count / sampled)
  for (let id = 0; id < count; id += every) yield state(Math.floor(id))
}

function takeStep(
  machine: Machine,
  state: State,
  index: number,
  mover: Mover,
  watch: KeyWatch,
  quietly: (subject: string, action: () => unknown, step?: unknown) => void,
): void {
  const step = stepOf(mover, state)
  if (step === undefined) return
  const subject = mover.process === null ? `action '${step}'` : `step '${step}' of ${mover.process}`
  let after: State | undefined
  quietly(
    subject,
    () => {
      const drafts = new KeyWatch((path, key) => watch.onMissing(path, key))
      attempt(machine, state, index, [], { over: draft => drafts.over(draft), settle: () => {}, onChoose: () => {} })
    },
    mover.kind === 'action' ? mover.step : mover.steps.get(step),
  )
  const claims = machine.claims.filter(claim => claim.kind === 'transition')
  if (claims.length === 0) return
  quietly(subject, () => {
    const effect = attempt(machine, state, index, []).transition?.effect
    if (effect?.kind === 'state') after = effect.state
  })
  for (const claim of claims) {
    if (after === undefined) return
    const [a, b] = [watch.over(state), watch.over(after)]
    quietly(`claim '${claim.name}'`, () => judgeTransition(machine, claim, a, b, stepName(mover, step)))
  }
}

function messageOf({ subject, path, key }: { subject: string; path: Path; key: string }, areAll: boolean): string {
  // After a limit, a later state may have it.
  return `${subject} reads s.${showPath([...path, key])}, which no state${areAll ? '' : ' visited so far'} has`
}
