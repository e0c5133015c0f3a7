/** The result of a step for one footprint and one combination of choices. */

import type { Operator } from '../state/list-look-ups.ts'

/** A value for a cell, by their numbers. */
export interface Write {
  readonly cell: number
  readonly value: number
}

/** An operator applied to whatever list a cell holds. */
export interface Operation {
  readonly cell: number
  readonly operator: Operator
}

/** The end of a path through the tree of a step. */
export interface StepLeaf {
  /** Numbered in the order in which leaves are found, across all steps. */
  readonly id: number
  readonly mover: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The number of the option taken at each choose. */
  readonly script: readonly number[]
  readonly effect: 'disabled' | 'assertion' | 'error' | 'state'
  /** In the order of the cells; only the effect `state` has any. */
  readonly writes: readonly Write[]
  /** In the order of the cells, none of which is among the writes. */
  readonly operations: readonly Operation[]
  /** False for a step that is run from every state: it may write anything. */
  readonly areWritesKnown: boolean
}

/** Whether two leaves have the same effect, writes and operations. Their numbers do not matter. */
export function isSameStepLeaf(a: StepLeaf, b: StepLeaf): boolean {
  return (
    a.effect === b.effect &&
    a.writes.length === b.writes.length &&
    a.writes.every((write, i) => write.cell === b.writes[i]!.cell && write.value === b.writes[i]!.value) &&
    a.operations.length === b.operations.length &&
    a.operations.every(
      ({ cell, operator }, i) => cell === b.operations[i]!.cell && operator === b.operations[i]!.operator,
    )
  )
}
