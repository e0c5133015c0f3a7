/** Evaluates a claim and records which cells its answer depends on; like steps, each claim is evaluated twice. */

import { ModelError } from '../base/errors.ts'
import type { KeyLooks } from '../machine/key-looks.ts'
import type { Machine, State } from '../machine/machine.ts'
import { claimText, impureClaimError, refuseIdentity, refuseKeyOrder, type Twins } from '../machine/steady.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Layout } from '../state/layout.ts'
import { type Event, Trace } from './trace.ts'
import { projectionsOf } from './watched-list.ts'
import { WatchedState } from './watched-state.ts'

/** One state that a claim is evaluated on; cells of the second state of a transition are numbered after the first's. */
export interface ClaimSubject {
  readonly state: State
  readonly read: ReadCell
}

/** The answer of a claim, with the reads that it depends on. */
export interface RecordedAnswer<A> {
  readonly answer: A
  readonly events: readonly Event[]
  readonly searchedSets: ReadonlySet<string>
  /** The records at whose keys it has looked. */
  readonly keyLooks: KeyLooks
}

/** A claim with the state, or the two states, to evaluate it on. */
export interface ClaimQuestion<A> {
  readonly machine: Machine
  readonly layout: Layout
  readonly claim: string
  readonly subjects: readonly ClaimSubject[]
  /** Evaluates the claim; called with proxies of the states, and with the states themselves. */
  readonly evaluate: (states: readonly State[]) => A
  /** Whether a look at the number of members of a set is one of its own. By default it is a look at each member. */
  readonly countsMembers?: boolean
  /** For finding objects that are compared by identity, in time linear in the size of the states. */
  readonly twins: (() => Twins) | undefined
}

/** The answer of a claim that is not to be recorded. With `triesOrders`, throws if it depends on the order of keys. */
export function plainAnswer<A>({ machine, claim, subjects, evaluate }: ClaimQuestion<A>, triesOrders: boolean): A {
  const states = subjects.map(({ state }) => state)
  const answer = evaluate(states)
  if (triesOrders) refuseKeyOrder(machine, claimText(machine, claim), states, evaluate, answer)
  return answer
}

/** The answer, with what it depends on if that is known. Throws what the claim throws. */
export function recordClaim<A>({
  machine,
  layout,
  claim,
  subjects,
  evaluate,
  twins,
  countsMembers = false,
}: ClaimQuestion<A>): RecordedAnswer<A> | { answer: A } {
  const what = claimText(machine, claim)
  const trace = new Trace({ countsMembers })
  const projection = projectionsOf(layout)
  const watched = (by: Trace): State[] =>
    subjects.map(({ state, read }, i) => {
      const offset = i * layout.cells.length
      return new WatchedState(by, state, layout.root, { read, offset, isEditable: false, projection }).root as State
    })
  const seen = tried(() => {
    const given = evaluate(watched(trace))
    trace.flush()
    return given
  })
  const states = subjects.map(subject => subject.state)
  const answer = evaluate(states)
  // First of all, since an answer that changes by itself changes for whatever else is tried.
  if (seen?.answer !== answer && evaluate(states) !== answer) throw impureClaimError(what)
  const isUnclear = trace.isOpaque || seen === undefined
  if (isUnclear || trace.keyLooks.areAtDictionaries(machine.dictionaries))
    refuseKeyOrder(machine, what, states, evaluate, answer)
  if (twins !== undefined) refuseIdentity(what, twins(), evaluate)
  if (seen !== undefined && seen.answer === answer && !trace.isOpaque)
    return { answer, events: trace.events, searchedSets: trace.searchedSets, keyLooks: trace.keyLooks }
  // A claim whose answer changed may have changed between the two, or while it was traced.
  if (evaluate(states) !== answer) throw impureClaimError(what)
  const again = tried(() => evaluate(watched(new Trace({ countsMembers }))))
  if (again?.answer !== seen?.answer) throw impureClaimError(what)
  return { answer }
}

function tried<A>(evaluate: () => A): { answer: A } | undefined {
  try {
    return { answer: evaluate() }
  } catch (error) {
    if (error instanceof ModelError && error.code !== 'identity') return undefined
    throw error
  }
}
