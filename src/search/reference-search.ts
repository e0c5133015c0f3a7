/**
 * Breadth-first search by the reference semantics: the standard for every faster engine.
 */

import { ModelError } from '../base/errors.ts'
import { type Path, partAt } from '../base/plain.ts'
import { Trace } from '../footprint/trace.ts'
import { WatchedState } from '../footprint/watched-state.ts'
import type { StepName } from '../language/claims.ts'
import {
  type ClaimAnswer,
  type Invariant,
  isStuck,
  judgeState,
  judgeTransition,
  type Reachable,
  type TransitionClaimOf,
} from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { everyChoice, keyOf, successors, type Transition, type Watch } from '../machine/reference.ts'
import {
  claimText,
  impureClaimError,
  impureStepError,
  refuseIdentity,
  refuseKeyOrder,
  stepText,
  twinsOf,
} from '../machine/steady.ts'
import { stepName } from '../machine/step-name.ts'
import type { Outcome, StopReason } from '../outcome/outcome.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { LevelSearch } from './level-search.ts'
import type { ExploreOptions } from './options.ts'
import { ReferenceGraph } from './reference-graph.ts'
import type { LevelGraph } from './simplest-run.ts'

export async function searchReference(machine: Machine, options: ExploreOptions): Promise<Outcome> {
  const search = new ReferenceSearch(machine, options)
  const stop = await search.run()
  await search.audit(stop)
  return search.outcome(stop)
}

/** The states in which everything is evaluated twice: the first ones, where steps and claims are new, and some later ones. */
function isAudited(id: StateId): boolean {
  return id < 16 || id % 64 === 0
}

/** A view of a draft that traces nothing. */
function untraced(): Watch {
  let watched: WatchedState | undefined
  return {
    over(draft) {
      watched = new WatchedState(new Trace(), draft, undefined, { read: () => 0, isDraft: true })
      return watched.root as Record<string, unknown>
    },
    settle: () => watched?.settle(),
    onChoose: () => {},
  }
}

function isSame(a: Transition, b: Transition | undefined): boolean {
  if (b === undefined || a.effect.kind !== b.effect.kind) return false
  return a.effect.kind !== 'state' || b.effect.kind !== 'state' || a.effect.key === b.effect.key
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

  /** States are objects here, so only the size of the whole heap shows what they take. */
  private isMemoryFull(): boolean {
    const { maxMemory } = this.options
    return maxMemory !== undefined && process.memoryUsage().heapUsed > maxMemory
  }

  /** Follows every transition out of a state. */
  private leave(id: StateId, depth: number): void {
    const state = this.states[id] as State
    const transitions = successors(this.machine, state, this.checkLimits)
    if (isAudited(id)) this.compare(state, transitions)
    for (const transition of transitions) this.follow(id, state, transition, depth + 1)
    if (transitions.length === 0 && isStuck(this.machine, state)) this.judge.violation('deadlock', depth, { state: id })
  }

  private follow(from: StateId, before: State, transition: Transition, depth: number): void {
    const { mover, step, script, effect } = transition
    this.transitions++
    this.stepsTaken.note(transition)
    if (effect.kind !== 'state') {
      this.judge.violation(effect.kind, depth, { state: from, move: { mover, script } })
      return
    }
    const after = effect.state
    const name = stepName(moverAt(this.machine, mover), step)
    this.judge.transition(from, transition, depth, claim =>
      this.askTransition(claim, before, after, name, isAudited(from)),
    )
    this.visit(after, effect.key, depth)
  }

  /** Stores a new state and evaluates the claims on it. */
  private visit(state: State, key: string, depth: number): void {
    if (this.ids.has(key)) return
    const id = this.states.length
    this.ids.set(key, id)
    this.states.push(state)
    this.judge.state(id, depth, this.judge.stateClaims, claim => this.askState(claim, state, isAudited(id)))
  }

  private askState(index: number, state: State, isAudited: boolean): ClaimAnswer {
    const claim = this.machine.claims[index] as Invariant | Reachable
    const ask = ([s]: readonly State[]): ClaimAnswer => judgeState(this.machine, claim, s as State)
    return this.answer(claim.name, [state], ask, isAudited)
  }

  private askTransition(index: number, before: State, after: State, step: StepName, isAudited: boolean): ClaimAnswer {
    const claim = this.machine.claims[index] as TransitionClaimOf
    const ask = ([a, b]: readonly State[]): ClaimAnswer =>
      judgeTransition(this.machine, claim, a as State, b as State, step)
    return this.answer(claim.name, [before, after], ask, isAudited)
  }

  /** The answer of a claim. Throws where it depends on more than the structure of states. */
  private answer(
    claim: string,
    states: readonly State[],
    ask: (states: readonly State[]) => ClaimAnswer,
    isAudited: boolean,
  ): ClaimAnswer {
    const what = claimText(this.machine, claim)
    const answer = ask(states)
    refuseKeyOrder(this.machine, what, states, ask, answer)
    if (!isAudited) return answer
    if (ask(states) !== answer) throw impureClaimError(what)
    refuseIdentity(what, twinsOf(states), ask)
    return answer
  }

  protected stateOf(id: StateId): State {
    return this.states[id] as State
  }

  protected repeat(id: StateId, transitions: readonly Transition[]): void {
    const state = this.stateOf(id)
    const lost = transitions.find(({ effect }) => effect.kind === 'state' && !this.ids.has(effect.key))
    if (lost !== undefined) throw impureStepError(this.stepText(lost))
    this.compare(state, transitions)
  }

  /** Takes all steps of a state once more and compares, and once more behind proxies that detect forbidden operations. */
  private compare(state: State, transitions: readonly Transition[]): void {
    for (const mover of this.machine.movers.keys()) {
      const usual = transitions.filter(transition => transition.mover === mover)
      const again = everyChoice(this.machine, state, mover, undefined, this.checkLimits)
      const differs =
        again.length === usual.length ? usual.find((one, i) => !isSame(one, again[i])) : (usual[0] ?? again[0])
      if (differs !== undefined) throw impureStepError(this.stepText(differs))
      this.watch(state, mover)
    }
  }

  private watch(state: State, mover: number): void {
    try {
      everyChoice(this.machine, state, mover, untraced, this.checkLimits)
    } catch (error) {
      // Other failures behind proxies are not the fault of the step.
      if (error instanceof ModelError && error.code === 'identity') throw error
    }
  }

  private stepText({ mover, step }: Transition): string {
    return stepText(this.machine, moverAt(this.machine, mover), step)
  }

  protected isRecord(path: Path): boolean {
    const forms = new Set(this.states.map(state => formAlong(state, path)))
    return forms.size === 1 && !forms.has(undefined)
  }

  protected graph(): LevelGraph {
    return new ReferenceGraph(this.levelStarts, this.machine, this.states, this.ids)
  }
}

/** The keys on the way to a record and of the record itself; undefined where there is none, or an empty one. */
function formAlong(state: State, path: Path): string | undefined {
  const parts = [...path.keys(), path.length].map(length => partAt(state, path.slice(0, length)))
  const record = parts.at(-1)
  const isRecord = typeof record === 'object' && record !== null && !Array.isArray(record)
  if (!isRecord || Object.keys(record).length === 0) return undefined
  return JSON.stringify(parts.map(part => Object.keys(part as object).sort()))
}
