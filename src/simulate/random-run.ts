import { canonical } from '../base/plain.ts'
import type { RandomNumbers } from '../base/random-numbers.ts'
import type { Machine, State } from '../machine/machine.ts'
import { keyOf, type Transition, transitionsOf } from '../machine/reference.ts'
import type { MetStates } from './met-states.ts'
import type { NamedMove, NamedRun } from './named-run.ts'
import type { RunJudge } from './run-judge.ts'
import type { Scheduler } from './scheduler.ts'

/** Observes a run while it is taken. */
export interface RunWatch {
  /** A claim is violated or witnessed at the end of `run`. Returns true if nothing more is to be found. */
  found(claim: number, run: NamedRun): boolean
  took(transition: Transition): void
  /** Called during long work on a state; it may throw to stop. */
  readonly check: () => void
}

/** How a run ended: by itself, at the limit of steps, or because nothing more is to be found. */
export type RunEnding = 'ended' | 'cut' | 'found'

/** Takes one random run from a random initial state, and evaluates claims at each step. */
export class RandomRun {
  private readonly machine: Machine
  private readonly judge: RunJudge
  private readonly met: MetStates
  private readonly watch: RunWatch
  private readonly moves: NamedMove[] = []
  private initial = 0

  constructor(machine: Machine, judge: RunJudge, met: MetStates, watch: RunWatch) {
    this.machine = machine
    this.judge = judge
    this.met = met
    this.watch = watch
  }

  get length(): number {
    return this.moves.length
  }

  take(scheduler: Scheduler, random: RandomNumbers, depth: number): RunEnding {
    const { machine, judge, met, watch } = this
    met.beginRun()
    this.initial = random.below(machine.initialStates.length)
    let state = machine.initialStates[this.initial] as State
    if (met.meet(keyOf(state)).isNew && this.report(judge.state(state))) return 'found'
    for (;;) {
      if (judge.isOutside(state)) return 'ended'
      const transition = this.step(state, scheduler, random)
      if (transition === undefined) return this.report(judge.end(state)) ? 'found' : 'ended'
      // Checked only now, since a run that ends exactly here is not cut short.
      if (this.length === depth) return 'cut'
      const { mover, step, script, options, effect } = transition
      this.moves.push({ mover, step, script, options: canonical(options) })
      watch.took(transition)
      if (this.report(judge.transition(state, transition))) return 'found'
      if (effect.kind !== 'state') return 'ended'
      state = effect.state
      const { isNew, isNewInRun } = met.meet(effect.key)
      if (isNew && this.report(judge.state(state))) return 'found'
      scheduler.moved(mover, !isNewInRun)
    }
  }

  /** A random transition of the first mover that has one. */
  private step(state: State, scheduler: Scheduler, random: RandomNumbers): Transition | undefined {
    for (const mover of scheduler.order()) {
      const transitions = transitionsOf(this.machine, state, mover, this.watch.check)
      if (transitions.length > 0) return random.pick(transitions)
    }
    return undefined
  }

  private report(claims: readonly number[]): boolean {
    const { initial, moves, watch } = this
    let isOver = false
    for (const claim of claims) isOver = watch.found(claim, { initial, moves: [...moves] }) || isOver
    return isOver
  }
}
