import type { State } from '../machine/machine.ts'

/** What giving other names makes of states and of movers. */
export interface NameChange {
  state(state: State): State
  /** The number of the mover that is what this one was. */
  mover(index: number): number
}
