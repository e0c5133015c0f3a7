/**
 * The graph in which endless runs are searched for: the states that a search has found, with a transition out of each.
 *
 * Where no step is possible, the run stays: that is a transition too, which is no step of anybody. A step that fails is
 * possible, but leads to no state, so that no endless run takes it.
 */

import { canonical } from '../base/plain.ts'
import { choicesDistinguished, isStepOf, type KnownStep, matches, type Unit } from '../machine/fairness-units.ts'
import type { Machine } from '../machine/machine.ts'
import type { TakenStep, TransitionReader } from '../search/engine-graph.ts'
import type { ExploredGraph } from '../search/explored-graph.ts'
import type { RefinedView } from './refined-view.ts'
import { Transitions } from './transitions.ts'

/** The number of the step that is none: the run stays where it is, since no step is possible. */
export const stays = 0

/** A step of the graph; where a refined model sees it, with the steps of that model that it may be. */
export type GraphStep = TakenStep & KnownStep

const staying: GraphStep = { mover: -1, script: [], step: '' }

/** In place of a target: that the step fails, or leads out of the part of a graph that is looked at. */
export const nowhere = -1

/** The graph, with its transitions in typed arrays. */
export class RunSteps {
  readonly states: number
  /** The states from 0 up to this number are the initial ones. */
  readonly initials: number
  /** The transitions out of state `s` are those from `starts[s]` up to `starts[s + 1]`. */
  readonly starts: Int32Array
  readonly transitions: Transitions
  /** The first of them is none: {@link stays}. */
  readonly steps: readonly GraphStep[]

  /** How a refined model sees the states, if it sees the graph. */
  readonly seen: RefinedView | undefined

  constructor(parts: Pick<RunSteps, 'states' | 'initials' | 'starts' | 'transitions' | 'steps'>, seen?: RefinedView) {
    this.seen = seen
    this.states = parts.states
    this.initials = parts.initials
    this.starts = parts.starts
    this.transitions = parts.transitions
    this.steps = parts.steps
  }

  /** Whether a step of `which` is possible in a state; `which` has a 1 for each step that is meant. */
  isPossible(which: Uint8Array, state: number): boolean {
    for (let t = this.starts[state]!; t < this.starts[state + 1]!; t++)
      if (which[this.transitions.stepOf(t)] === 1) return true
    return false
  }

  /** For each state whether a step of `which` is possible there. */
  wherePossible(which: Uint8Array): Uint8Array {
    const possible = new Uint8Array(this.states)
    for (let state = 0; state < this.states; state++) possible[state] = this.isPossible(which, state) ? 1 : 0
    return possible
  }

  /** For each state whether a unit can take a step there. */
  whereEnabled(unit: Unit): Uint8Array {
    if (unit.isSeen === true && this.seen !== undefined) return this.seen.wherePossible(step => isStepOf(unit, step))
    return this.wherePossible(this.stepsOf(step => matches(unit, step)))
  }

  /** The steps that are meant: 1 for each. To stay is none. */
  stepsOf(isMeant: (step: GraphStep) => boolean): Uint8Array {
    return Uint8Array.from(this.steps, (step, number) => (number !== stays && isMeant(step) ? 1 : 0))
  }
}

/** Reads the graph of a search. `pause` is called now and then; what it throws ends the work. */
export async function runSteps(machine: Machine, graph: ExploredGraph, pause: () => Promise<void>): Promise<RunSteps> {
  const gathering = new Gathering(graph, choicesDistinguished(machine))
  for (let state = 0; state < graph.count; ) {
    state += graph.read(state, gathering)
    await pause()
  }
  return gathering.done(machine.initialStates.length)
}

class Gathering implements TransitionReader {
  readonly choicesOf: TransitionReader['choicesOf']
  private readonly graph: ExploredGraph
  private readonly starts: Int32Array
  private readonly transitions: Transitions
  private readonly steps: TakenStep[] = [staying]
  private readonly numbers = new Map<string, number>()
  private state = 0

  constructor(graph: ExploredGraph, choicesOf: TransitionReader['choicesOf']) {
    this.choicesOf = choicesOf
    this.graph = graph
    // There is a transition at most that is no step for each state.
    this.transitions = new Transitions(graph.count, graph.transitions + graph.count)
    this.starts = new Int32Array(graph.count + 1)
  }

  transition(step: number, to: number): void {
    this.transitions.add(step, to >= this.graph.count ? nowhere : to)
  }

  endState(): void {
    const { transitions, state } = this
    if (this.starts[state] === transitions.count && !this.graph.isCut(state)) this.transition(stays, state)
    this.starts[++this.state] = transitions.count
  }

  numberOf(step: TakenStep): number {
    const { mover, script, options = [] } = step
    const text = `${mover}:${script.join(',')}:${step.step}:${options.length > 0 ? canonical(options) : ''}`
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const number = this.steps.push(step) - 1
    this.numbers.set(text, number)
    return number
  }

  done(initials: number): RunSteps {
    const { graph, starts, steps, transitions } = this
    return new RunSteps({
      states: graph.count,
      initials,
      starts,
      transitions,
      steps,
    })
  }
}
