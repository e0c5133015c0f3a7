/**
 * The reference engine: it runs the reference semantics, and is the standard for every faster one.
 */

import { ModelError } from '../base/errors.ts'
import { type Path, partAt } from '../base/plain.ts'
import { Trace } from '../footprint/trace.ts'
import { WatchedState } from '../footprint/watched-state.ts'
import type { StepName } from '../language/claims.ts'
import {
  type Bound,
  type ClaimAnswer,
  type Invariant,
  judgeState,
  judgeTransition,
  type Reachable,
  type TransitionClaimOf,
} from '../machine/judge.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { everyChoice, keyOf, stepOf, successors, type Transition, type Watch } from '../machine/reference.ts'
import { impureStepError, steadyAnswer, stepText } from '../machine/steady.ts'
import { stepName } from '../machine/step-name.ts'
import type { Growing } from '../outcome/growing.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { Equivariance } from '../symmetry/equivariance.ts'
import { StateRepresentatives } from '../symmetry/state-representatives.ts'
import { isEvaluatedTwice } from './audits.ts'
import type { Engine, EngineParts } from './engine.ts'
import type { EngineGraph } from './engine-graph.ts'
import type { FindingJudge } from './finding-judge.ts'
import { StoppedWithin } from './options.ts'
import { ReferenceGraph } from './reference-graph.ts'
import { StoredSetWatch } from './stored-set-watch.ts'
import { Views } from './views.ts'

/** A view of a draft that traces nothing. */
function untraced(): Watch {
  let watched: WatchedState | undefined
  return {
    over(draft) {
      watched = new WatchedState(new Trace(), draft, undefined, { read: () => 0, isEditable: true })
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

/** An engine that runs every recipe in every state. */
export class ReferenceEngine implements Engine {
  readonly name = 'reference'
  readonly bytesOutside = 0
  readonly growing: readonly Growing[] = []
  readonly effort = undefined
  readonly profile = undefined
  transitions = 0
  private readonly machine: Machine
  private readonly parts: EngineParts
  private readonly judge: FindingJudge
  private readonly ids = new Map<string, StateId>()
  private readonly states: State[] = []
  private readonly storedSets: StoredSetWatch
  readonly representatives: StateRepresentatives | undefined
  readonly views: Views | undefined
  /** Of the states that a view takes for others, one for each set of keys. */
  private readonly mergedByKeys = new Map<string, State>()
  private readonly equivariance: Equivariance | undefined

  get compared(): 'all' | 'sample' {
    return this.equivariance?.isWhole === false ? 'sample' : 'all'
  }

  constructor(parts: EngineParts) {
    this.parts = parts
    this.machine = parts.machine
    this.judge = parts.judge
    this.storedSets = new StoredSetWatch(parts.machine.storedSets)
    parts.keyReaders.noteAnyone()
    this.views = parts.reducedBy === 'view' ? new Views(parts.machine) : undefined
    if (parts.reducedBy !== 'symmetry') return
    this.representatives = new StateRepresentatives(parts.machine)
    this.equivariance = new Equivariance(parts.machine)
  }

  get count(): number {
    return this.states.length
  }

  enterInitialStates(): void {
    for (const state of this.machine.initialStates)
      if (this.views?.isFirst(state, this.count) !== false) this.visit(state, keyOf(state), 0)
  }

  /** One state at a time: taking several together would not be faster. */
  leave(id: StateId, _end: StateId, depth: number): number {
    this.leaveState(id, depth)
    if (this.parts.pacer.isDue && this.isMemoryFull()) throw new StoppedWithin('memory limit')
    return 1
  }

  endLevel(): void {
    this.refuseBrokenSets()
  }

  refuseBrokenSets(): void {
    this.storedSets.look(() => [{ path: [], name: '', values: this.states }])
  }

  endSearch(): void {}

  /** States are objects here, so only the size of the whole heap shows how much memory they take. */
  private isMemoryFull(): boolean {
    const { maxMemory } = this.parts.options
    return maxMemory !== undefined && process.memoryUsage().heapUsed > maxMemory
  }

  /** Follows every transition out of a state. */
  private leaveState(id: StateId, depth: number): void {
    const state = this.states[id] as State
    this.equivariance?.checkOrbit(state)
    if (this.parts.cut.has(id)) return
    const transitions = successors(this.machine, state, this.parts.check)
    for (const [mover, moving] of this.machine.movers.entries()) {
      const step = stepOf(moving, state)
      if (step !== undefined) this.parts.novelty.meetStep(id, mover, step)
    }
    if (isEvaluatedTwice(id)) this.compare(state, transitions)
    for (const transition of transitions) this.follow(id, state, transition, depth + 1)
    if (transitions.length === 0) this.judge.end(() => state, depth, id)
  }

  private follow(from: StateId, before: State, transition: Transition, depth: number): void {
    const { mover, step, script, effect } = transition
    this.transitions++
    this.parts.stepsTaken.note(transition)
    if (effect.kind !== 'state') {
      this.judge.violation(effect.kind, depth, { state: from, move: { mover, script } })
      return
    }
    const after = effect.state
    const name = stepName(moverAt(this.machine, mover), step)
    this.judge.transition(
      from,
      () => transition,
      depth,
      claim => this.evaluateTransition(claim, before, after, name, isEvaluatedTwice(from)),
    )
    if (this.isTakenForAnother(after, effect.key, transition)) return
    this.visit(after, effect.key, depth)
  }

  /** Whether another state of the same view is stored; otherwise the view of a new state is noted. */
  private isTakenForAnother(state: State, key: string, by: Transition): boolean {
    if (this.views === undefined || this.ids.has(key)) return false
    const view = this.views.textOf(state)
    const id = this.views.idOf(view)
    if (id === undefined) {
      this.views.meet(view, this.count)
      return false
    }
    this.mergedByKeys.set(keysIn(state), state)
    if (this.views.count(this.stepText(by))) this.views.compare(this.stateOf(id), state)
    return true
  }

  /** Stores a new state, or what stands for it, and evaluates the claims on it. */
  private visit(reached: State, reachedKey: string, depth: number): void {
    const state = this.representatives?.of(reached).state ?? reached
    const key = state === reached ? reachedKey : keyOf(state)
    if (this.ids.has(key)) return
    const id = this.states.length
    this.ids.set(key, id)
    this.states.push(state)
    this.parts.novelty.meetClaim(id)
    this.judge.state(id, depth, this.judge.stateClaims, claim => this.evaluateState(claim, state, isEvaluatedTwice(id)))
  }

  private evaluateState(index: number, state: State, isTwice: boolean): ClaimAnswer {
    const claim = this.machine.claims[index] as Bound | Invariant | Reachable
    const evaluate = ([s]: readonly State[]): ClaimAnswer => judgeState(this.machine, claim, s as State)
    return steadyAnswer(this.machine, claim.name, [state], evaluate, isTwice)
  }

  private evaluateTransition(
    index: number,
    before: State,
    after: State,
    step: StepName,
    isTwice: boolean,
  ): ClaimAnswer {
    const claim = this.machine.claims[index] as TransitionClaimOf
    const evaluate = ([a, b]: readonly State[]): ClaimAnswer =>
      judgeTransition(this.machine, claim, a as State, b as State, step)
    return steadyAnswer(this.machine, claim.name, [before, after], evaluate, isTwice)
  }

  stateOf(id: StateId): State {
    return this.states[id] as State
  }

  /** The number of a state, or of what stands for it. */
  private idOf(state: State, key: string): StateId | undefined {
    const { representatives } = this
    return this.ids.get(representatives === undefined ? key : keyOf(representatives.of(state).state))
  }

  statesOf(id: StateId): number | undefined {
    return this.representatives === undefined ? 1 : this.representatives.orbitSize(this.stateOf(id))
  }

  repeat(id: StateId, transitions: readonly Transition[]): void {
    const state = this.stateOf(id)
    const lost = transitions.find(
      ({ effect }) =>
        effect.kind === 'state' && this.views === undefined && this.idOf(effect.state, effect.key) === undefined,
    )
    if (lost !== undefined) throw impureStepError(this.stepText(lost))
    this.compare(state, transitions)
  }

  /** Takes all steps of a state again and compares, and again behind proxies that detect what no step may do. */
  private compare(state: State, transitions: readonly Transition[]): void {
    for (const mover of this.machine.movers.keys()) {
      const usual = transitions.filter(transition => transition.mover === mover)
      const again = everyChoice(this.machine, state, mover, undefined, this.parts.check)
      const differs =
        again.length === usual.length ? usual.find((one, i) => !isSame(one, again[i])) : (usual[0] ?? again[0])
      if (differs !== undefined) throw impureStepError(this.stepText(differs))
      this.watch(state, mover)
    }
  }

  private watch(state: State, mover: number): void {
    try {
      everyChoice(this.machine, state, mover, untraced, this.parts.check)
    } catch (error) {
      // Other errors behind proxies are not the fault of the step.
      if (error instanceof ModelError && error.code === 'identity') throw error
    }
  }

  private stepText({ mover, step }: Transition): string {
    return stepText(this.machine, moverAt(this.machine, mover), step)
  }

  isRecord(path: Path): boolean {
    const forms = new Set([...this.states, ...this.mergedByKeys.values()].map(state => formAlong(state, path)))
    return forms.size === 1 && !forms.has(undefined)
  }

  graph(levelStarts: readonly StateId[]): EngineGraph {
    return new ReferenceGraph(
      levelStarts,
      this.machine,
      this.states,
      (state, key) => this.idOf(state, key),
      this.parts.cut,
    )
  }
}

/** The keys of all records of a state, without their values. */
function keysIn(state: State): string {
  return JSON.stringify(state, (_, part: unknown) => (typeof part === 'object' && part !== null ? part : 0))
}

/** The keys on the way to a record and of the record itself; undefined where there is none, or an empty one. */
function formAlong(state: State, path: Path): string | undefined {
  const parts = [...path.keys(), path.length].map(length => partAt(state, path.slice(0, length)))
  const record = parts.at(-1)
  const isRecord = typeof record === 'object' && record !== null && !Array.isArray(record)
  if (!isRecord || Object.keys(record).length === 0) return undefined
  return JSON.stringify(parts.map(part => Object.keys(part as object).sort()))
}
