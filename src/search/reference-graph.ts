import type { Machine, State } from '../machine/machine.ts'
import { successors } from '../machine/reference.ts'
import { steadyAnswer } from '../machine/steady.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { isEvaluatedTwice } from './audits.ts'
import type { CutStates } from './cut-states.ts'
import type { EngineGraph, StateAnswers, StateQuestion, TakenStep, TransitionReader } from './engine-graph.ts'
import { type Edge, type EdgesOfStates, innerEdges } from './simplest-run.ts'

/** The graph of the states that a search by the reference has found: their successors are computed again. */
export class ReferenceGraph implements EngineGraph {
  readonly levelStarts: readonly StateId[]
  private readonly machine: Machine
  private readonly states: readonly State[]
  /** The number of a state, which has this key. */
  private readonly idOf: (state: State, key: string) => StateId | undefined
  private readonly cut: CutStates

  constructor(
    levelStarts: readonly StateId[],
    machine: Machine,
    states: readonly State[],
    idOf: (state: State, key: string) => StateId | undefined,
    cut: CutStates,
  ) {
    this.cut = cut
    this.levelStarts = levelStarts
    this.machine = machine
    this.states = states
    this.idOf = idOf
  }

  private edges(id: StateId): (Edge & TakenStep)[] {
    if (this.cut.has(id)) return []
    return successors(this.machine, this.states[id] as State).map(({ mover, script, step, options, effect }) => ({
      mover,
      script,
      step,
      options,
      to: effect.kind === 'state' ? this.idOf(effect.state, effect.key) : undefined,
    }))
  }

  edgesTo(isWanted: (to: StateId) => boolean, from: StateId): EdgesOfStates {
    return { states: 1, edges: innerEdges(from, this.edges(from), isWanted) }
  }

  read(from: StateId, _end: StateId, reader: TransitionReader): number {
    for (const { to, options = [], ...step } of this.edges(from)) {
      const picked = options.slice(0, reader.choicesOf(step.mover, step.step))
      reader.transition(reader.numberOf(picked.length === 0 ? step : { ...step, options: picked }), to ?? -1)
    }
    reader.endState()
    return 1
  }

  answers(questions: readonly StateQuestion[]): StateAnswers {
    const evaluators = questions.map(({ claim, answer }) => {
      const evaluate = ([state]: readonly State[]): boolean => answer(state as State)
      return (id: StateId) =>
        steadyAnswer(this.machine, claim, [this.states[id] as State], evaluate, isEvaluatedTwice(id))
    })
    return {
      enter: (from, to, lists) => {
        for (let id = from; id < to; id++)
          for (const [q, isTrueOf] of evaluators.entries()) lists[q]![id] = isTrueOf(id) ? 1 : 0
      },
    }
  }

  stateAt(id: StateId): State {
    return this.states[id] as State
  }
}
