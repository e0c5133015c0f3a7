/** The result of a step for one footprint and one combination of choices. */

import type { Move } from '../outcome/outcome.ts'
import type { ReadCell } from '../state/codec.ts'
import type { Operator } from '../state/list-look-ups.ts'
import type { Event } from './trace.ts'

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

/**
 * The number of the option taken at a choose. That of a member of a set depends on which of the members before it are there;
 * these are their presence cells.
 */
export type ScriptPart = number | { readonly membersBefore: readonly number[] }

/** The end of a path through the tree of a step. */
export interface StepLeaf {
  /** Numbered in the order in which leaves are found, across all steps. */
  readonly id: number
  readonly mover: number
  /** The label of the step, or the name of the action. */
  readonly step: string
  /** The option taken at each choose. */
  readonly script: readonly ScriptPart[]
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

/** The script of a run, as it is in every state that takes the same way. */
export function scriptOf(events: readonly Event[]): ScriptPart[] {
  const script: ScriptPart[] = []
  for (const event of events) {
    if (event.kind === 'choice') script.push(event.pick)
    if (event.kind === 'pick' && event.at >= 0) script.push({ membersBefore: event.cells.slice(0, event.at) })
  }
  return script
}

/** The move of a leaf out of the state whose cells are read. */
export function moveOf({ mover, script }: Pick<StepLeaf, 'mover' | 'script'>, read: ReadCell): Move {
  return { mover, script: script.map(part => (typeof part === 'number' ? part : presentOf(part.membersBefore, read))) }
}

function presentOf(cells: readonly number[], read: ReadCell): number {
  let present = 0
  for (const cell of cells) present += read(cell)
  return present
}

/** Whether a leaf stands for the same move in every state; that of a picked member does not. */
export function isSameMoveEverywhere({ script }: StepLeaf): boolean {
  return script.every(part => typeof part === 'number')
}
