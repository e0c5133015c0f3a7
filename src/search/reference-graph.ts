import type { Machine, State } from '../machine/machine.ts'
import { successors } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import type { CutStates } from './cut-states.ts'
import type { Edge, LevelGraph } from './simplest-run.ts'

/** The graph of the states that a search by the reference has found: their successors are worked out again. */
export class ReferenceGraph implements LevelGraph {
  readonly levelStarts: readonly StateId[]
  private readonly machine: Machine
  private readonly states: readonly State[]
  /** By the key of a state. */
  private readonly ids: ReadonlyMap<string, StateId>
  private readonly cut: CutStates

  constructor(
    levelStarts: readonly StateId[],
    machine: Machine,
    states: readonly State[],
    ids: ReadonlyMap<string, StateId>,
    cut: CutStates,
  ) {
    this.cut = cut
    this.levelStarts = levelStarts
    this.machine = machine
    this.states = states
    this.ids = ids
  }

  edges(id: StateId): Edge[] {
    if (this.cut.has(id)) return []
    return successors(this.machine, this.states[id] as State).map(({ mover, script, effect }) => ({
      mover,
      script,
      to: effect.kind === 'state' ? this.ids.get(effect.key) : undefined,
    }))
  }

  predecessor(state: StateId, start: StateId, end: StateId): { from: StateId; move: Move } | undefined {
    for (let from = start; from < end; from++) {
      const edge = this.edges(from).find(({ to }) => to === state)
      if (edge !== undefined) return { from, move: { mover: edge.mover, script: edge.script } }
    }
    return undefined
  }
}
