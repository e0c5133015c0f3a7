/**
 * What one machine can do and another cannot, seen through what both have.
 *
 * A behaviour is the sequence of views along a run, where steps that leave the view unchanged do not show: finite prefixes of runs,
 * modulo stuttering. Whether each behaviour of one machine is one of the other is decided by the subset construction: a search of
 * pairs, of a state of the first with all states in which the second may be after the same views. It says nothing of how runs end,
 * nor of what is true of endless runs only.
 */

import { withLocation } from '../machine/located.ts'
import type { Machine, State } from '../machine/machine.ts'
import { keyOf, successors, type Transition } from '../machine/reference.ts'

/** The part of a state that both machines have, as a text. */
export type StateView = (state: State) => string

/** Whether each behaviour of a machine is one of another, or the shortest run whose behaviour is not. */
export type BehaviourDifference =
  | { readonly kind: 'none'; readonly pairs: number }
  | { readonly kind: 'found'; readonly initial: number; readonly steps: readonly Transition[] }
  /** No difference among as many pairs as the limit allows, or until an interruption. */
  | { readonly kind: 'cut'; readonly pairs: number }

export interface DifferenceOptions {
  /** The most pairs to search. */
  readonly maxPairs: number
  readonly signal: AbortSignal
  /** Lets others work. */
  readonly pause?: () => Promise<void>
}

interface Pair {
  readonly state: State
  /** Where the other machine may be: keys of its states, in order. */
  readonly others: readonly string[]
  readonly initial: number
  readonly from?: Pair
  readonly by?: Transition
}

/** Between two looks at the signal. */
const pauseEvery = 512

/** Looks for the shortest run of `machine` whose behaviour `other` does not have. */
export async function behaviourDifference(
  machine: Machine,
  other: Machine,
  view: StateView,
  options: DifferenceOptions,
): Promise<BehaviourDifference> {
  const steps = new SilentSteps(other, view)
  const seen = new Set<string>()
  const queue: Pair[] = []
  const add = (pair: Pair): void => {
    const key = `${keyOf(pair.state)}\n${pair.others.join('\n')}`
    if (seen.has(key)) return
    seen.add(key)
    queue.push(pair)
  }
  for (const [initial, state] of machine.initialStates.entries()) {
    const others = steps.closure(other.initialStates.filter(one => view(one) === view(state)))
    if (others.length === 0) return { kind: 'found', initial, steps: [] }
    add({ state, others, initial })
  }
  for (let at = 0; at < queue.length; at++) {
    if (at % pauseEvery === 0) await options.pause?.()
    if (seen.size > options.maxPairs || options.signal.aborted) return { kind: 'cut', pairs: at }
    const pair = queue[at] as Pair
    for (const by of transitionsFrom(machine, pair.state)) {
      const state = stateOf(by)
      const isSilent = view(state) === view(pair.state)
      const others = isSilent ? pair.others : steps.after(pair.others, view(state))
      const next = { state, others, initial: pair.initial, from: pair, by }
      if (others.length === 0) return { kind: 'found', initial: pair.initial, steps: stepsTo(next) }
      add(next)
    }
  }
  return { kind: 'none', pairs: queue.length }
}

function stepsTo(end: Pair): Transition[] {
  const steps: Transition[] = []
  for (let pair: Pair | undefined = end; pair?.by !== undefined; pair = pair.from) steps.push(pair.by)
  return steps.reverse()
}

/** The steps of the other machine, as far as they show. */
class SilentSteps {
  private readonly machine: Machine
  private readonly view: StateView
  private readonly states = new Map<string, State>()
  private readonly following = new Map<string, readonly State[]>()

  constructor(machine: Machine, view: StateView) {
    this.machine = machine
    this.view = view
  }

  /** The states, and all that steps lead to which do not show. */
  closure(states: readonly State[]): string[] {
    const found = new Set<string>()
    const open = [...states]
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      const key = this.keyOf(state)
      if (found.has(key)) continue
      found.add(key)
      const here = this.view(state)
      open.push(...this.successorsOf(key).filter(next => this.view(next) === here))
    }
    return [...found].sort()
  }

  /** Where a step leads that shows `view`, from any of the states. */
  after(keys: readonly string[], view: string): string[] {
    return this.closure(keys.flatMap(key => this.successorsOf(key).filter(next => this.view(next) === view)))
  }

  private keyOf(state: State): string {
    const key = keyOf(state)
    if (!this.states.has(key)) this.states.set(key, state)
    return key
  }

  private successorsOf(key: string): readonly State[] {
    const known = this.following.get(key)
    if (known !== undefined) return known
    const found = transitionsFrom(this.machine, this.states.get(key) as State).map(stateOf)
    this.following.set(key, found)
    return found
  }
}

/** The transitions that lead to a state: where a step fails, the run is over. */
function transitionsFrom(machine: Machine, state: State): Transition[] {
  return withLocation(machine, () => successors(machine, state)).filter(({ effect }) => effect.kind === 'state')
}

function stateOf({ effect }: Transition): State {
  if (effect.kind !== 'state') throw new TypeError('a step that fails leads to no state')
  return effect.state
}
