/** A graph as a model sees it that is refined: which of its states each state is, and which of its steps each transition may be. */

import { canonical } from '../base/plain.ts'
import type { Abstraction } from '../machine/abstraction.ts'
import type { KnownStep } from '../machine/fairness-units.ts'
import type { Machine, State } from '../machine/machine.ts'
import { keyOf } from '../machine/reference.ts'
import { type GraphStep, RunSteps } from './run-steps.ts'
import { Transitions } from './transitions.ts'

/** What the refined model can do in one of its states, and where it leads. */
interface SeenState {
  readonly possible: readonly KnownStep[]
  /** By the number of a state, the steps that lead there: worked out once for each. */
  readonly stepsTo: Map<number, SeenSteps>
  readonly state: State
}

/** Steps of the refined model, any of which a transition may be, with a number that is the same for the same ones. */
interface SeenSteps {
  readonly number: number
  readonly steps: readonly KnownStep[]
}

const statesPerLook = 64

export class RefinedView {
  readonly machine: Machine
  private readonly abstraction: Abstraction
  /** For each state of the graph the number of the state as which it is seen. */
  private readonly seenAs: Int32Array
  private readonly seen: SeenState[] = []
  private readonly numbers = new Map<string, number>()
  private readonly stepNumbers = new Map<string, SeenSteps>()

  private constructor(abstraction: Abstraction, states: number) {
    this.machine = abstraction.machine
    this.abstraction = abstraction
    this.seenAs = new Int32Array(states)
  }

  /** Sees all states of a graph. `pause` is called now and then; what it throws ends the work. */
  static async of(
    abstraction: Abstraction,
    states: number,
    stateAt: (state: number) => State,
    pause: () => Promise<void>,
  ): Promise<RefinedView> {
    const seen = new RefinedView(abstraction, states)
    for (let state = 0; state < states; state++) {
      seen.seenAs[state] = seen.numberOf(abstraction.stateOf(stateAt(state)))
      if (state % statesPerLook === 0) await pause()
    }
    return seen
  }

  /** All that is possible in some state. */
  get steps(): readonly KnownStep[] {
    return this.seen.flatMap(({ possible }) => possible)
  }

  /** For each state of the graph whether a step that is meant is possible where it is seen. */
  wherePossible(isMeant: (step: KnownStep) => boolean): Uint8Array {
    const isPossible = this.seen.map(({ possible }) => (possible.some(isMeant) ? 1 : 0))
    return Uint8Array.from(this.seenAs, seen => isPossible[seen]!)
  }

  /** The same graph with a step of its own for each way in which the refined model sees a step. */
  relabelled(graph: RunSteps): RunSteps {
    const transitions = new Transitions(graph.states, graph.transitions.count)
    const steps: GraphStep[] = [graph.steps[0]!]
    const numbers = new Map<string, number>()
    for (let state = 0; state < graph.states; state++)
      for (let t = graph.starts[state]!; t < graph.starts[state + 1]!; t++) {
        const to = graph.transitions.targetOf(t)
        const step = graph.transitions.stepOf(t)
        const seen = to < 0 ? noSteps : this.stepsBetween(this.seenAs[state]!, this.seenAs[to]!)
        const text = `${step} ${seen.number}`
        const number = numbers.get(text) ?? steps.push({ ...graph.steps[step]!, seenAs: seen.steps }) - 1
        numbers.set(text, number)
        transitions.add(number, to)
      }
    return new RunSteps({ ...graph, transitions, steps }, this)
  }

  private numberOf(state: State): number {
    const key = keyOf(state)
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = this.seen.push({ possible: this.abstraction.possibleIn(state), stepsTo: new Map(), state }) - 1
    this.numbers.set(key, number)
    return number
  }

  private stepsBetween(from: number, to: number): SeenSteps {
    const { stepsTo, state } = this.seen[from]!
    const known = stepsTo.get(to)
    if (known !== undefined) return known
    const steps = this.numbered(this.abstraction.stepsBetween(state, this.seen[to]!.state))
    stepsTo.set(to, steps)
    return steps
  }

  private numbered(steps: readonly KnownStep[]): SeenSteps {
    if (steps.length === 0) return noSteps
    const text = canonical(steps.map(({ mover, step, options = [] }) => [mover, step, options]))
    const known = this.stepNumbers.get(text) ?? { number: this.stepNumbers.size + 1, steps }
    this.stepNumbers.set(text, known)
    return known
  }
}

const noSteps: SeenSteps = { number: 0, steps: [] }
