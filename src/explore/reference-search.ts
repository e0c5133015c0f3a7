/**
 * Breadth-first search by the reference semantics: the judge of every faster engine.
 *
 * Level by level. A level is always finished before the search stops at a violation, so that what is reported lies at
 * the least depth whatever the order of claims and movers, and so that two engines that stop at the same violation
 * have seen the same states.
 */

import { isStuck, judgeInvariant, judgeReachable, judgeTransition, stepName } from '../system/judge.ts'
import type { Machine, Mover, State } from '../system/machine.ts'
import { keyOf, successors, type Transition } from '../system/reference.ts'
import { type End, Ledger, type StateId } from './ledger.ts'
import { type ExploreOptions, Pacer } from './options.ts'
import type { Move, Outcome, StopReason } from './outcome.ts'
import { retrace } from './retrace.ts'
import type { Edge, LevelGraph } from './simplest-run.ts'
import { StepsTaken } from './steps-taken.ts'

export async function searchReference(machine: Machine, options: ExploreOptions): Promise<Outcome> {
  const search = new ReferenceSearch(machine, options)
  return search.outcome(await search.run())
}

class ReferenceSearch implements LevelGraph {
  private readonly machine: Machine
  private readonly options: ExploreOptions
  private readonly ledger: Ledger
  private readonly pacer: Pacer
  private readonly ids = new Map<string, StateId>()
  private readonly states: State[] = []
  /** The number of the first state of each level. */
  readonly levelStarts: StateId[] = [0]
  private readonly stepsTaken: StepsTaken
  private transitions = 0

  constructor(machine: Machine, options: ExploreOptions) {
    this.machine = machine
    this.options = options
    this.ledger = new Ledger(machine.claims)
    this.pacer = new Pacer(options)
    this.stepsTaken = new StepsTaken(machine)
  }

  async run(): Promise<StopReason> {
    for (const state of this.machine.initialStates) this.visit(state, keyOf(state), 0)
    for (let depth = 0; ; depth++) {
      const start = this.levelStarts[depth] as StateId
      const end = this.states.length
      if (start === end) {
        this.levelStarts.pop()
        return 'exhausted'
      }
      if (this.shouldStop()) return 'violation'
      if (depth === this.options.maxDepth) return 'depth limit'
      this.levelStarts.push(end)
      const stop = await this.leaveLevel(start, end, depth)
      if (stop !== undefined) return stop
    }
  }

  outcome(stop: StopReason): Outcome {
    const { machine } = this
    const reached = this.levelStarts.filter(start => start < this.states.length).length - 1
    return {
      model: machine.model,
      variant: machine.variant,
      constants: machine.constants,
      claims: this.ledger.conclude(stop, (finding, claim) => retrace(machine, this, finding, claim)),
      stop,
      census: { states: this.states.length, transitions: this.transitions, depth: reached },
      engine: 'reference',
      seconds: this.pacer.seconds,
      neverRan: stop === 'exhausted' ? this.stepsTaken.never() : [],
    }
  }

  private shouldStop(): boolean {
    return this.ledger.isComplete || (!this.options.allClaims && this.ledger.hasViolation)
  }

  private async leaveLevel(start: StateId, end: StateId, depth: number): Promise<StopReason | undefined> {
    for (let id = start; id < end; id++) {
      this.leave(id, depth)
      if (this.options.maxStates !== undefined && this.states.length >= this.options.maxStates && this.isUnfinished(id))
        return 'state limit'
      if (!this.pacer.isDue) continue
      if (this.isMemoryFull()) return 'memory limit'
      const stop = await this.pacer.pause({
        states: this.states.length,
        transitions: this.transitions,
        depth,
        frontier: this.states.length - id - 1,
      })
      if (stop !== undefined) return stop
    }
    return undefined
  }

  /** States are objects here, so that only the whole heap tells what they take. */
  private isMemoryFull(): boolean {
    const { maxMemory } = this.options
    return maxMemory !== undefined && process.memoryUsage().heapUsed > maxMemory
  }

  private isUnfinished(id: StateId): boolean {
    return id + 1 < this.states.length
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

  private noteKind(kind: 'deadlock' | 'assertion' | 'error', depth: number, end: End): void {
    const claim = this.machine.claims.findIndex(c => c.kind === kind)
    if (claim >= 0) this.ledger.note(claim, depth, end)
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
