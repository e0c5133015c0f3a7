/** What a step comes to for one footprint and one way of choosing. */

/** A value for a cell, by their numbers. */
export interface Write {
  readonly cell: number
  readonly value: number
}

/** The end of a way through the tree of a step. */
export interface StepLeaf {
  /** Numbered as they are met, whatever step they belong to. */
  readonly id: number
  readonly mover: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The number of the option taken at each choose. */
  readonly script: readonly number[]
  readonly effect: 'disabled' | 'assertion' | 'error' | 'state'
  /** In the order of the cells; of no effect but a state. */
  readonly writes: readonly Write[]
  /** False for a step that is run from every state: it may write anything. */
  readonly areWritesKnown: boolean
}

export function isSameStepLeaf(a: StepLeaf, b: StepLeaf): boolean {
  return (
    a.effect === b.effect &&
    a.writes.length === b.writes.length &&
    a.writes.every((write, i) => write.cell === b.writes[i]!.cell && write.value === b.writes[i]!.value)
  )
}
