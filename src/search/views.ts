/**
 * Views in a search: of the states that a view does not tell apart, the first one found is stored, and the others are taken for
 * it. What is stored are states of the model, each reached from a stored one by a step.
 *
 * The first states that are merged, and a few of all later ones, are compared with the state that stands for them.
 */

import type { Machine, State } from '../machine/machine.ts'
import { type ViewText, viewTextOf } from '../machine/view.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { refuseBrokenView } from './broken-view.ts'

/** The first merged states that are compared, and the first ones by each step. */
const comparedAtFirst = 32
const comparedOfStep = 4
/** And every 1,024th later one. */
const comparedEvery = 1024

export class Views {
  merged = 0
  compared = 0
  readonly textOf: ViewText
  private readonly machine: Machine
  private readonly ids = new Map<string, StateId>()
  /** How many merged states came by each step. */
  private readonly byStep = new Map<string, number>()

  constructor(machine: Machine) {
    this.machine = machine
    this.textOf = viewTextOf(machine) as ViewText
  }

  /** The number of the state that stands for all of this view. */
  idOf(view: string): StateId | undefined {
    return this.ids.get(view)
  }

  /** Whether an initial state is the first of its view; then `id` is its number. */
  isFirst(state: State, id: StateId): boolean {
    const view = this.textOf(state)
    if (this.ids.has(view)) return false
    this.meet(view, id)
    return true
  }

  /** Notes the number of the first state of its view. */
  meet(view: string, id: StateId): void {
    this.ids.set(view, id)
  }

  /** Counts a state that is taken for another, which `step` led to; says whether the two are to be compared. */
  count(step: string): boolean {
    this.merged++
    const ofStep = (this.byStep.get(step) ?? 0) + 1
    this.byStep.set(step, ofStep)
    return this.merged <= comparedAtFirst || ofStep <= comparedOfStep || this.merged % comparedEvery === 0
  }

  /** Compares a state with the one that stands for it. Throws {@link ModelError} `broken-view`. */
  compare(stored: State, other: State): void {
    this.compared++
    refuseBrokenView(this.machine, this.textOf, stored, other)
  }
}
