/**
 * The graph in which endless runs are looked for: the states that a search has found, with a transition out of each.
 *
 * Where no step is possible, the run stays: that is a transition too, which is no step of anybody. A step that fails is
 * possible, but leads to no state, so that no endless run takes it.
 */

import { IntList } from '../base/int-list.ts'
import type { Machine, Mover } from '../machine/machine.ts'
import { stepOf } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import type { ExhaustedGraph } from '../search/exhausted-graph.ts'

/** A step with its choices, by which transitions are distinguished. */
export interface TakenStep extends Move {
  /** The label of the step, or the name of the action. */
  readonly step: string
}

/** In place of the number of a step: that the run stays where it is, since no step is possible. */
export const stays = -1

/** In place of a target: that the step fails. */
const nowhere = -1

export class RunSteps {
  readonly states: number
  /** The states from 0 up to this number are the initial ones. */
  readonly initials: number
  /** The transitions out of state `s` are those from `starts[s]` up to `starts[s + 1]`. */
  readonly starts: Int32Array
  /** For each transition the state that it leads to, or -1. */
  readonly targets: Int32Array
  /** For each transition the number of its step, or {@link stays}. */
  readonly taken: Int32Array
  readonly steps: readonly TakenStep[]

  constructor(parts: Pick<RunSteps, 'states' | 'initials' | 'starts' | 'targets' | 'taken' | 'steps'>) {
    this.states = parts.states
    this.initials = parts.initials
    this.starts = parts.starts
    this.targets = parts.targets
    this.taken = parts.taken
    this.steps = parts.steps
  }

  /** Whether a step of `which` is possible in a state; `which` has a 1 for each step that is meant. */
  isPossible(which: Uint8Array, state: number): boolean {
    for (let t = this.starts[state]!; t < this.starts[state + 1]!; t++) {
      const step = this.taken[t]!
      if (step !== stays && which[step] === 1) return true
    }
    return false
  }

  /** For each state whether a step of `which` is possible there. */
  wherePossible(which: Uint8Array): Uint8Array {
    const { starts, taken, states } = this
    const possible = new Uint8Array(states)
    for (let state = 0; state < states; state++) {
      for (let t = starts[state]!; t < starts[state + 1]!; t++) {
        if (taken[t]! >= 0 && which[taken[t]!] === 1) possible[state] = 1
      }
    }
    return possible
  }

  /** The steps that a mover takes, of one label if that is given: 1 for each. */
  stepsOf(isMeant: (step: TakenStep) => boolean): Uint8Array {
    return Uint8Array.from(this.steps, step => (isMeant(step) ? 1 : 0))
  }
}

/** Reads the graph of a search. `pause` is called now and then; what it throws ends the work. */
export async function runSteps(machine: Machine, graph: ExhaustedGraph, pause: () => Promise<void>): Promise<RunSteps> {
  const gathering = new Gathering(machine)
  for (let state = 0; state < graph.count; state++) {
    gathering.add(graph, state)
    if (state % statesPerLook === 0) await pause()
  }
  return gathering.done(graph.count)
}

const statesPerLook = 64

class Gathering {
  private readonly machine: Machine
  private readonly starts = new IntList()
  private readonly targets = new IntList()
  private readonly taken = new IntList()
  private readonly steps: TakenStep[] = []
  private readonly numbers = new Map<string, number>()

  constructor(machine: Machine) {
    this.machine = machine
  }

  add(graph: ExhaustedGraph, number: number): void {
    this.starts.push(this.targets.length)
    const edges = graph.edges(number)
    const state = graph.stateOf(number)
    for (const { mover, script, to } of edges) {
      const step = stepOf(this.machine.movers[mover] as Mover, state) as string
      this.transition(to ?? nowhere, this.numberOf({ mover, script, step }))
    }
    if (edges.length === 0 && !graph.isCut(number)) this.transition(number, stays)
  }

  done(states: number): RunSteps {
    this.starts.push(this.targets.length)
    return new RunSteps({
      states,
      initials: this.machine.initialStates.length,
      starts: this.starts.all,
      targets: this.targets.all,
      taken: this.taken.all,
      steps: this.steps,
    })
  }

  private transition(target: number, step: number): void {
    this.targets.push(target)
    this.taken.push(step)
  }

  private numberOf(step: TakenStep): number {
    const text = `${step.mover}:${step.script.join(',')}:${step.step}`
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    this.numbers.set(text, this.steps.length)
    this.steps.push(step)
    return this.steps.length - 1
  }
}
