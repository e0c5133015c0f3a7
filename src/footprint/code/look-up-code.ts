/** Code that looks results up in tables: what operators make of lists, answers to questions about them, and branches. */

import type { Layout } from '../../state/layout.ts'
import type { LookUp } from '../../state/list-look-ups.ts'
import { op } from './assembler.ts'
import { BoundedModule } from './bounded-module.ts'
import { type LookUpTables, maxTableBits } from './look-up-tables.ts'
import type { ReducedRead } from './reduced-tree.ts'
import type { StepFunction } from './step-function.ts'

/** Writes the code of look-ups for one layout. */
export class LookUpCode {
  private readonly layout: Layout
  private readonly tables: LookUpTables

  constructor(layout: Layout, tables: LookUpTables) {
    this.layout = layout
    this.tables = tables
  }

  /** Puts into a local what a function makes of the value of a cell. */
  result(step: StepFunction, lookUp: LookUp, cell: number, local: number): void {
    const table = this.tables.of(lookUp, this.layout.cells[cell]!)
    const { code } = step
    if (this.layout.cells[cell]!.bits > maxTableBits) {
      step.cell(cell)
      code
        .const(2 ** maxTableBits)
        .op(op.geU)
        .if()
      step.giveUp()
      code.end()
    }
    step.cell(cell)
    code.const(2).op(op.shl).load(table.at).tee(local).op(op.eqz).if()
    code.const(table.number)
    step.cell(cell)
    code.call(BoundedModule.resolve).tee(local).op(op.eqz).if()
    step.giveUp()
    code.end().end()
    code.get(local).const(1).op(op.sub).set(local)
  }

  /**
   * Code that puts into a local which group of a node the value of its cell belongs to, from 1 on; 0 for values not
   * yet seen. The table is made once, however often the code is written.
   */
  groupOf({ cell, groups }: ReducedRead): (step: StepFunction, local: number) => void {
    const branches = new Int32Array(this.layout.cells[cell]!.mask + 1)
    groups.forEach(({ values }, i) => {
      for (const value of values) branches[value] = i + 1
    })
    const at = this.tables.ofBranches(branches)
    return (step, local) => {
      step.cell(cell)
      step.code.const(2).op(op.shl).load(at).set(local)
    }
  }
}
