/**
 * The states in which a system may be, as far as it was seen from outside.
 *
 * Some steps are seen, others are not: after each thing seen, the possible states are those that some run of the model
 * reaches with exactly the things seen so far, and any unseen steps in between, up to a bound.
 */

import { UsageError } from '../base/errors.ts'
import { withLocation } from '../machine/located.ts'
import type { Machine, State } from '../machine/machine.ts'
import { keyOf, successors, type Transition } from '../machine/reference.ts'

/** States by key, each with how it came about, if it did by a step. */
export type PossibleStates = ReadonlyMap<string, Possible>

/** A possible state, and the last step that led to it. */
export interface Possible {
  readonly state: State
  readonly from?: Possible | undefined
  readonly by?: Transition | undefined
  /** The number of unseen steps on the way; none if missing. */
  readonly unseen?: number
  /** The number of all steps on the way, those included that are forgotten; none if missing. */
  readonly steps?: number
}

/** How much may be unseen. */
export interface UnseenLimits {
  /** Unseen steps between two things seen. */
  readonly unseen: number
  /** Possible states at one moment. */
  readonly states: number
}

/** The number of states of which the steps are remembered. */
const mostRemembered = 20_000

/** There are more possible states than the limit; the message does not say how it is raised, since not everybody can. */
export class TooManyPossibilities extends UsageError {
  constructor(message: string) {
    super('bad-limit', message)
  }
}

export class Possibilities {
  readonly machine: Machine
  /** Whether unseen steps were left out because there were too many in a row. */
  wasCut = false
  private readonly limits: UnseenLimits
  private readonly isUnseen: (transition: Transition) => boolean
  private remembered = new Map<string, readonly Transition[]>()

  constructor(machine: Machine, isUnseen: (transition: Transition) => boolean, limits: UnseenLimits) {
    this.machine = machine
    this.isUnseen = isUnseen
    this.limits = limits
  }

  /** The initial states. */
  get initial(): PossibleStates {
    return new Map(this.machine.initialStates.map(state => [keyOf(state), { state }]))
  }

  /** The transitions out of a state that lead to a state. */
  transitionsOf({ state }: Pick<Possible, 'state'>, key = keyOf(state)): readonly Transition[] {
    const known = this.remembered.get(key)
    if (known !== undefined) return known
    const found = withLocation(this.machine, () => successors(this.machine, state))
    const leading = found.filter(({ effect }) => effect.kind === 'state')
    if (this.remembered.size >= mostRemembered) this.remembered = new Map()
    this.remembered.set(key, leading)
    return leading
  }

  /** The states after one step that `fits`. */
  after(states: PossibleStates, fits: (transition: Transition, before: State) => boolean): PossibleStates {
    const found = new Map<string, Possible>()
    for (const [key, from] of states) {
      for (const by of this.transitionsOf(from, key)) if (fits(by, from.state)) this.add(found, from, by)
    }
    return found
  }

  /** The states, and those after unseen steps. */
  withUnseen(states: PossibleStates): PossibleStates {
    const found = new Map(states)
    let latest = states
    for (let steps = 0; latest.size > 0; steps++) {
      const next = new Map<string, Possible>()
      for (const [key, one] of this.after(latest, this.isUnseen)) {
        if (found.has(key)) continue
        next.set(key, { ...one, unseen: (one.unseen ?? 0) + 1 })
      }
      if (next.size > 0 && steps >= this.limits.unseen) {
        this.wasCut = true
        return found
      }
      for (const [key, one] of next) this.keep(found, key, one)
      latest = next
    }
    return found
  }

  private add(states: Map<string, Possible>, from: Possible, by: Transition): void {
    if (by.effect.kind !== 'state' || states.has(by.effect.key)) return
    this.keep(states, by.effect.key, {
      state: by.effect.state,
      from,
      by,
      unseen: from.unseen ?? 0,
      steps: (from.steps ?? 0) + 1,
    })
  }

  private keep(states: Map<string, Possible>, key: string, one: Possible): void {
    states.set(key, one)
    if (states.size <= this.limits.states) return
    throw new TooManyPossibilities(
      `after what was seen so far, the system may be in more than ${this.limits.states} states. Show more of what happens: more steps, or more cells.`,
    )
  }
}
