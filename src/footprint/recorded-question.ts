/** A question about states that are known, asked once for each combination of the cells that it reads. */

import type { Machine, State } from '../machine/machine.ts'
import { claimText, impureClaimError, steadyAnswer } from '../machine/steady.ts'
import { type Cell, type Layout, valueIn } from '../state/layout.ts'
import type { ClaimTree } from './claim-tree.ts'
import type { PackedState } from './packed-state.ts'
import type { Tree } from './tree.ts'

/** Answers one question for packed states, one after another. */
export class RecordedQuestion {
  private readonly machine: Machine
  private readonly layout: Layout
  private readonly cells: readonly Cell[]
  private readonly claim: string
  private readonly question: (state: State) => boolean
  private readonly tree: ClaimTree<boolean>
  private words: Int32Array = new Int32Array(0)
  private at = 0
  // Made once: a closure for each state takes longer than a look-up.
  private readonly read = (cell: number): number => valueIn(this.cells[cell]!, this.words, this.at)

  /** `question` is asked for the claim of that name. */
  constructor(
    machine: Machine,
    layout: Layout,
    claim: string,
    question: (state: State) => boolean,
    tree: ClaimTree<boolean>,
  ) {
    this.machine = machine
    this.layout = layout
    this.cells = layout.cells
    this.claim = claim
    this.question = question
    this.tree = tree
  }

  /** What is recorded. */
  get recorded(): Tree<boolean> {
    return this.tree.tree
  }

  /** Whether nothing is recorded now, so that answers may depend on anything. */
  get isUnrecorded(): boolean {
    return this.tree.isUnrecorded
  }

  /** Code generated from what is recorded has found this many answers. */
  answered(times: number): void {
    this.tree.answered(times)
  }

  /** The answer for the state at a place, if it is known. */
  lookUp(words: Int32Array, at: number): boolean | undefined {
    this.words = words
    this.at = at
    return this.tree.lookUp(this.read)
  }

  /** Asks; throws {@link ModelError} where the answer depends on more than the state. */
  answer(packed: PackedState, isTwice: boolean): boolean {
    const { machine, layout, claim, tree } = this
    const evaluate = ([state]: readonly State[]): boolean => this.question(state as State)
    if (tree.isUnrecorded && isTwice) return steadyAnswer(machine, claim, [packed.state], evaluate, true)
    const twins = tree.isAudited ? () => packed.twins() : undefined
    return tree.record({ machine, layout, claim, subjects: [packed], twins, evaluate }).answer
  }

  /** Asks again where the answer is known, and throws if it is another one now. */
  audit(packed: PackedState, known: boolean): void {
    if (this.question(packed.state) !== known) throw impureClaimError(claimText(this.machine, this.claim))
  }
}
