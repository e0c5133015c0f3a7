/** How a run would have gone on, had a cell kept its value. */

import { moverAt, type State } from '../machine/machine.ts'
import { stepOf, type Transition, transitionsOf } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { WhatIf } from './what-if.ts'

/** One state more than transitions. */
export interface Rest {
  readonly states: readonly State[]
  readonly transitions: readonly Transition[]
}

/** The most steps by which a process comes back to where the run left it. */
const longestWay = 32

/**
 * From `start` in place of state `k` of a run: its steps from there on with the same choices, without those that can't be taken then, and
 * what the mover of step `k` still does to come to where it was at the end. Undefined where a step fails.
 */
export function restOfRun(footprints: RunFootprints, whatIf: WhatIf, k: number, start: State): Rest | undefined {
  const states = [start]
  const transitions: Transition[] = []
  const isTaken = (transition: Transition | undefined): boolean => {
    if (transition?.effect.kind !== 'state') return transition === undefined
    transitions.push(transition)
    states.push(transition.effect.state)
    return true
  }
  const end = (): State => states.at(-1) as State
  try {
    const steps = footprints.moves.map((_, step) => step).slice(k)
    const isDone = steps.every(step => isTaken(whatIf.takenFrom(end(), step)))
    return isDone && wayBack(footprints, k, end()).every(isTaken) ? { states, transitions } : undefined
  } catch {
    // No run leads to these states, and a step may rely on that.
    return undefined
  }
}

/** What the mover of step `k` does without a choice until it is where it was at the end of the run; nothing if it does not come there. */
function wayBack({ machine, moves, states }: RunFootprints, k: number, from: State): Transition[] {
  const { mover } = moves[k] as Move
  const placeIn = (state: State): string | undefined => stepOf(moverAt(machine, mover), state)
  const goal = placeIn(states.at(-1) as State)
  const way: Transition[] = []
  for (let state = from; way.length <= longestWay; ) {
    if (placeIn(state) === goal) return way
    const [taken, ...others] = transitionsOf(machine, state, mover)
    if (taken === undefined || others.length > 0) return []
    way.push(taken)
    if (taken.effect.kind !== 'state') return way
    state = taken.effect.state
  }
  return []
}
