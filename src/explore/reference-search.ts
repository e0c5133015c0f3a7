/**
 * Breadth-first search by the reference semantics: the judge of every faster engine.
 */

import { isStuck, judgeInvariant, judgeReachable, judgeTransition, stepName } from '../system/judge.ts'
import type { Machine, Mover, State } from '../system/machine.ts'
import { keyOf, successors, type Transition } from '../system/reference.ts'
import type { StateId } from './ledger.ts'
import { LevelSearch } from './level-search.ts'
import type { ExploreOptions } from './options.ts'
import type { Move, Outcome, StopReason } from './outcome.ts'
import type { Edge } from './simplest-run.ts'

export async function searchReference(machine: Machine, options: ExploreOptions): Promise<Outcome> {
  const search = new ReferenceSearch(machine, options)
  return search.outcome(await search.run())
}

class ReferenceSearch extends LevelSearch {
  private readonly ids = new Map<string, StateId>()
  private readonly states: State[] = []

  protected get count(): number {
    return this.states.length
  }

  protected enterInitialStates(): void {
    for (const state of this.machine.initialStates) this.visit(state, keyOf(state), 0)
  }

  outcome(stop: StopReason): Outcome {
    return this.conclude(stop, 'reference')
  }

  protected async leaveLevel(start: StateId, end: StateId, depth: number): Promise<StopReason | undefined> {
    for (let id = start; id < end; id++) {
      this.leave(id, depth)
      if (this.isFull && id + 1 < this.count) return 'state limit'
      if (!this.pacer.isDue) continue
      if (this.isMemoryFull()) return 'memory limit'
      const stop = await this.pause(depth, id + 1)
      if (stop !== undefined) return stop
    }
    return undefined
  }

  /** States are objects here, so that only the whole heap tells what they take. */
  private isMemoryFull(): boolean {
    const { maxMemory } = this.options
    return maxMemory !== undefined && process.memoryUsage().heapUsed > maxMemory
  }

  /** Follows every transition out of a state. */
  private leave(id: StateId, depth: number): void {
    const state = this.states[id] as State
    const transitions = successors(this.machine, state)
    for (const transition of transitions) this.follow(id, state, transition, depth + 1)
    if (transitions.length === 0 && isStuck(this.machine, state)) this.noteKind('deadlock', depth, { state: id })
  }

  private follow(from: StateId, before: State, transition: Transition, depth: number): void {
    const { mover, step, script, effect } = transition
    this.transitions++
    this.stepsTaken.note(transition)
    const end = { state: from, move: { mover, script } }
    if (effect.kind !== 'state') {
      this.noteKind(effect.kind, depth, end)
      return
    }
    this.machine.claims.forEach((claim, i) => {
      if (claim.kind !== 'transition' || !this.ledger.wants(i, depth)) return
      const name = stepName(this.machine.movers[mover] as Mover, step)
      if (!judgeTransition(this.machine, claim, before, effect.state, name)) this.ledger.note(i, depth, end)
    })
    this.visit(effect.state, effect.key, depth)
  }

  /** Stores a state that is new, and asks the claims about it. */
  private visit(state: State, key: string, depth: number): void {
    if (this.ids.has(key)) return
    const id = this.states.length
    this.ids.set(key, id)
    this.states.push(state)
    this.machine.claims.forEach((claim, i) => {
      if (claim.kind === 'invariant' && this.ledger.wants(i, depth)) {
        const answer = judgeInvariant(this.machine, claim, state)
        if (answer !== 'premise false') this.ledger.notePremise(i)
        if (answer === 'violated') this.ledger.note(i, depth, { state: id })
      } else if (claim.kind === 'reachable' && this.ledger.wants(i, depth)) {
        if (judgeReachable(this.machine, claim, state)) this.ledger.note(i, depth, { state: id })
      }
    })
  }

  /** The graph for {@link simplestRun}: successors again, by number. */
  edges(id: StateId): Edge[] {
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
