/**
 * The whole graph of a machine: every state and every transition, yielded state by state in breadth-first order.
 *
 * It is not a check: it does not stop at violations, but marks states and transitions that violate a claim. Steps are
 * run by the reference semantics, so a transition takes about 10 microseconds. It stores the texts of all states, to
 * recognise them, and the states that are not yet expanded.
 */

import { boundLeft, isDeadlock, judgeInvariant, judgeTransition } from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { keyOf, successors, type Transition } from '../machine/reference.ts'
import { stepName } from '../machine/step-name.ts'
import type { Census, StopReason } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { checkLimits, type ExploreOptions, Pacer } from '../search/options.ts'

/** A transition: the mover, its step and choices, as in a witness, and the result. */
export interface GraphTransition {
  readonly from: StateId
  /** Null if the step itself is the violation (an assertion fails, an error is thrown) and leads to no state. */
  readonly to: StateId | null
  /** The process, or null for an action. */
  readonly process: string | null
  /** Which instance of the process; 0 for an action. */
  readonly instance: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The options taken, as values: one for each `choose` met. */
  readonly choices: Transition['options']
  /** The numbers of these options. */
  readonly script: Transition['script']
  /** The names of the claims that it breaks: transition claims, `no assertion fails` or `no step throws`. */
  readonly breaks: readonly string[]
  /** What the failed assertion or the thrown error said. */
  readonly message?: string
}

export interface GraphState {
  /** From 0, in breadth-first order: the initial states first, then by the order of movers and choices. */
  readonly number: StateId
  /** The length of the shortest run to it, in transitions. */
  readonly depth: number
  readonly isInitial: boolean
  readonly state: State
  /** The names of the claims that it breaks: invariants or `no deadlock`. */
  readonly breaks: readonly string[]
  /** In the order of movers and choices. */
  readonly transitions: readonly GraphTransition[]
  /** The number of transitions that are left out because they lead to states beyond the limit. */
  readonly leftOut: number
  /** Whether it has been expanded; false if the search was interrupted first. */
  readonly isExplored: boolean
}

/** The summary of a graph, at its end. */
export interface GraphEnd {
  /** `exhausted` if the graph is complete; otherwise why it is not. */
  readonly stop: StopReason
  /** The census of what was yielded. It equals the census of a check if the graph is complete. */
  readonly census: Census
  /** What was found but left out; all 0 if the graph is complete. */
  readonly leftOut: {
    /** Transitions to states beyond the limit. */
    readonly transitions: number
    /** Initial states beyond the limit. */
    readonly initialStates: number
    /** States that were yielded without their transitions. */
    readonly unexplored: number
  }
}

/** A graph as one value, for formats that cannot be written state by state. */
export interface StateGraph {
  readonly machine: Machine
  readonly states: readonly GraphState[]
  readonly end: GraphEnd
}

export type GraphOptions = Pick<ExploreOptions, 'maxStates' | 'maxSeconds' | 'maxMemory' | 'signal' | 'onProgress'>

/**
 * Yields every state with its transitions, in the order of their numbers, and returns a summary.
 *
 * With `maxStates`, it yields only the first states up to that number, and every transition between them. If it is
 * stopped otherwise, it yields the remaining known states without their transitions, so the target of every transition
 * is yielded. Throws {@link UsageError} for an invalid limit, {@link ModelError} if a step or a claim is wrong.
 */
export function streamStateGraph(
  machine: Machine,
  options: GraphOptions = {},
): AsyncGenerator<GraphState, GraphEnd, undefined> {
  checkLimits(options)
  return new StateGraphStream(machine, options).run()
}

/** The whole graph as one value. */
export async function wholeStateGraph(machine: Machine, options: GraphOptions = {}): Promise<StateGraph> {
  const states: GraphState[] = []
  const stream = streamStateGraph(machine, options)
  for (;;) {
    const { done, value } = await stream.next()
    if (done) return { machine, states, end: value }
    states.push(value)
  }
}

class StateGraphStream {
  private readonly machine: Machine
  private readonly options: GraphOptions
  private readonly pacer: Pacer
  private readonly numbers = new Map<string, StateId>()
  /** Known states that are not yet yielded, by number. */
  private readonly waiting = new Map<StateId, { readonly state: State; readonly depth: number }>()
  private transitions = 0
  private depth = 0
  private readonly leftOut = { transitions: 0, initialStates: 0, unexplored: 0 }

  constructor(machine: Machine, options: GraphOptions) {
    this.machine = machine
    this.options = options
    this.pacer = new Pacer(options)
  }

  async *run(): AsyncGenerator<GraphState, GraphEnd, undefined> {
    for (const state of this.machine.initialStates) {
      if (this.numberOf(keyOf(state), state, 0) === undefined) this.leftOut.initialStates++
    }
    const initial = this.numbers.size
    let stop: StopReason | undefined
    // The map grows while it is iterated, and entries are deleted once yielded.
    for (const [number, { state, depth }] of this.waiting) {
      this.waiting.delete(number)
      this.depth = depth
      const known = { number, depth, isInitial: number < initial, state }
      yield stop === undefined ? this.expanded(known) : this.unexplored(known)
      if (stop === undefined && this.pacer.isDue) stop = await this.pause()
    }
    return this.end(stop)
  }

  private async pause(): Promise<StopReason | undefined> {
    const { maxMemory } = this.options
    const frontier = this.waiting.size
    if (frontier === 0) return undefined
    if (maxMemory !== undefined && process.memoryUsage().heapUsed > maxMemory) return 'memory limit'
    return this.pacer.pause({ states: this.numbers.size, transitions: this.transitions, depth: this.depth, frontier })
  }

  /** The state with every transition out of it. */
  private expanded(known: Pick<GraphState, 'number' | 'depth' | 'isInitial' | 'state'>): GraphState {
    const { machine } = this
    const isCut = boundLeft(machine, known.state) !== undefined
    const found = isCut ? [] : successors(machine, known.state)
    const transitions = found.flatMap(transition => this.transition(known, transition) ?? [])
    const leftOut = found.length - transitions.length
    this.transitions += transitions.length
    this.leftOut.transitions += leftOut
    const isEnd = !isCut && found.length === 0
    return {
      ...known,
      breaks: [...this.brokenInvariants(known.state), ...(isEnd ? this.deadlocksAt(known.state) : [])],
      transitions,
      leftOut,
      isExplored: true,
    }
  }

  private unexplored(known: Pick<GraphState, 'number' | 'depth' | 'isInitial' | 'state'>): GraphState {
    this.leftOut.unexplored++
    return { ...known, breaks: this.brokenInvariants(known.state), transitions: [], leftOut: 0, isExplored: false }
  }

  /** Undefined if it leads beyond the limit. */
  private transition(
    { number, depth, state }: Pick<GraphState, 'number' | 'depth' | 'state'>,
    { mover, step, script, options, effect }: Transition,
  ): GraphTransition | undefined {
    const { process, instance } = moverAt(this.machine, mover)
    const taken = { from: number, process, instance, step, choices: options, script }
    if (effect.kind !== 'state') {
      return { ...taken, to: null, breaks: this.namesOf(effect.kind), message: effect.message }
    }
    const to = this.numberOf(effect.key, effect.state, depth + 1)
    if (to === undefined) return undefined
    return { ...taken, to, breaks: this.brokenBetween(state, effect.state, mover, step) }
  }

  /** The number of a state, assigned now if it is new; undefined if the limit is reached. */
  private numberOf(key: string, state: State, depth: number): StateId | undefined {
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = this.numbers.size
    if (this.options.maxStates !== undefined && number >= this.options.maxStates) return undefined
    this.numbers.set(key, number)
    this.waiting.set(number, { state, depth })
    return number
  }

  private brokenInvariants(state: State): string[] {
    return this.machine.claims.flatMap(claim =>
      claim.kind === 'invariant' && judgeInvariant(this.machine, claim, state) === 'false' ? [claim.name] : [],
    )
  }

  private deadlocksAt(state: State): string[] {
    return this.machine.claims.flatMap(claim =>
      claim.kind === 'deadlock' && isDeadlock(this.machine, claim, state) ? [claim.name] : [],
    )
  }

  private brokenBetween(before: State, after: State, mover: number, step: string): string[] {
    const name = stepName(moverAt(this.machine, mover), step)
    return this.machine.claims.flatMap(claim => {
      const isBroken =
        claim.kind === 'transition' && judgeTransition(this.machine, claim, before, after, name) === 'false'
      return isBroken ? [claim.name] : []
    })
  }

  /** The built-in claim of this kind, unless the model disables it. */
  private namesOf(kind: 'assertion' | 'error'): string[] {
    return this.machine.claims.flatMap(claim => (claim.kind === kind ? [claim.name] : []))
  }

  private end(stop: StopReason | undefined): GraphEnd {
    const { transitions, depth, leftOut } = this
    const isCut = leftOut.transitions + leftOut.initialStates > 0
    return {
      stop: stop ?? (isCut ? 'state limit' : 'exhausted'),
      census: { states: this.numbers.size, transitions, depth },
      leftOut,
    }
  }
}
