/**
 * Code that branches where a tree reads: on the value of a cell, on the answer to a question about it, or on a
 * group of values.
 */

import type { Layout } from '../../state/layout.ts'
import { op } from './assembler.ts'
import { functionSize, maxFunctionSize } from './function-size.ts'
import type { LookUpCode } from './look-up-code.ts'
import { maxTableBits } from './look-up-tables.ts'
import type { Reduced, ReducedCount, ReducedRead } from './reduced-tree.ts'
import type { StepFunction } from './step-function.ts'

/** The most values in one branch table: far below the limit of WebAssembly. */
const maxTable = 1024

/** Code for the other parts of a tree. */
export interface PartCode {
  /** The subtree where a branch leads. */
  subtree(step: StepFunction, node: Reduced | undefined): void
  /** A call of a separate function with the code that `write` writes. */
  separate(step: StepFunction, write: (part: StepFunction) => void): void
}

/** A value of a subject, and the subtree that follows. */
interface Branch {
  readonly value: number
  readonly child: Reduced
}

/** What code branches on. */
type Subject = { readonly cell: number } | LookedUp

/** What was looked up is known in a local of its function; in another one `load` looks it up again. */
interface LookedUp {
  readonly local: number
  readonly load: (step: StepFunction) => LookedUp
}

/** Writes the code of reads for one layout. */
export class BranchCode {
  private readonly layout: Layout
  private readonly lookUps: LookUpCode
  private readonly parts: PartCode

  constructor(layout: Layout, lookUps: LookUpCode, parts: PartCode) {
    this.layout = layout
    this.lookUps = lookUps
    this.parts = parts
  }

  write(step: StepFunction, read: ReducedRead): void {
    const { cell, projection } = read
    const branches = branchesOf(read)
    if (projection !== undefined)
      this.onLookedUp(step, branches, (part, local) => this.lookUps.result(part, projection, cell, local))
    else if (isWide(branches) && this.layout.cells[cell]!.bits <= maxTableBits) this.onGroup(step, read)
    else this.on(step, { cell }, branches)
  }

  /** Branches on how many members are there. */
  writeCount(step: StepFunction, count: ReducedCount): void {
    this.onLookedUp(step, branchesOf(count), (part, local) => {
      part.countOnes(count.cells)
      part.code.set(local)
    })
  }

  /** Branches on a cell of many values by a table of their groups. */
  private onGroup(step: StepFunction, read: ReducedRead): void {
    const branches = read.groups.map(({ child }, i) => ({ value: i + 1, child }))
    this.onLookedUp(step, branches, this.lookUps.groupOf(read))
  }

  /** Branches on what `lookUp` puts into a local. */
  private onLookedUp(
    step: StepFunction,
    branches: readonly Branch[],
    lookUp: (part: StepFunction, local: number) => void,
  ): void {
    const load = (part: StepFunction): LookedUp => {
      const local = part.enter()
      lookUp(part, local)
      return { local, load }
    }
    step.within(() => this.on(step, load(step), branches))
  }

  /** Branches on a subject; `branches` are in the order of the values. */
  private on(step: StepFunction, subject: Subject, branches: readonly Branch[]): void {
    if (branches.length <= 3) this.compare(step, subject, branches)
    else if (isTable(branches)) this.table(step, subject, branches)
    else this.halve(step, subject, branches)
  }

  private compare(step: StepFunction, subject: Subject, branches: readonly Branch[]): void {
    const { code } = step
    code.block()
    for (const { value, child } of branches) {
      push(step, subject)
      code.const(value).op(op.eq).if()
      this.parts.subtree(step, child)
      code.br(1).end()
    }
    step.giveUp()
    code.end()
  }

  private table(step: StepFunction, subject: Subject, branches: readonly Branch[]): void {
    const { code } = step
    const children = [...new Set(branches.map(({ child }) => child))]
    const first = (branches[0] as Branch).value
    // Blocks from the outside in: the end, what is not known, and one for each child.
    code.block().block()
    for (const _ of children) code.block()
    push(step, subject)
    if (first > 0) code.const(first).op(op.sub)
    code.brTable(depthsOf(branches, children), children.length).end()
    children.forEach((child, i) => {
      this.parts.subtree(step, child)
      code.br(children.length - i).end()
    })
    step.giveUp()
    code.end()
  }

  /** Branches to one half of the values or the other. */
  private halve(step: StepFunction, subject: Subject, branches: readonly Branch[]): void {
    const { code } = step
    const middle = branches.length >>> 1
    code.block()
    push(step, subject)
    code
      .const((branches[middle] as Branch).value)
      .op(op.ltU)
      .if()
    this.half(step, subject, branches.slice(0, middle))
    code.br(1).end()
    this.half(step, subject, branches.slice(middle))
    code.end()
  }

  private half(step: StepFunction, subject: Subject, branches: readonly Branch[]): void {
    if (functionSize(branches.map(({ child }) => child)) <= maxFunctionSize / 2) this.on(step, subject, branches)
    else this.parts.separate(step, part => this.on(part, 'load' in subject ? subject.load(part) : subject, branches))
  }
}

/** In the order of the values. */
function branchesOf({ groups }: Pick<ReducedRead, 'groups'>): Branch[] {
  return groups
    .flatMap(({ child, values }) => values.map(value => ({ value, child })))
    .sort((a, b) => a.value - b.value)
}

function push(step: StepFunction, subject: Subject): void {
  if ('local' in subject) step.code.get(subject.local)
  else step.cell(subject.cell)
}

/** For each value from the first to the last, the block of its child; the one behind them all for values between. */
function depthsOf(branches: readonly Branch[], children: readonly Reduced[]): number[] {
  const first = (branches[0] as Branch).value
  const numbers = new Map(children.map((child, i) => [child, i]))
  const depths = Array<number>((branches.at(-1) as Branch).value - first + 1).fill(children.length)
  for (const { value, child } of branches) depths[value - first] = numbers.get(child) as number
  return depths
}

/** Whether the values lie close enough, and are few enough, to be looked up in a table and to lie in one function. */
function isTable(branches: readonly Branch[]): boolean {
  const span = (branches.at(-1) as Branch).value - (branches[0] as Branch).value + 1
  if (span > maxTable || span > 8 * branches.length) return false
  return functionSize(branches.map(({ child }) => child)) <= maxFunctionSize
}

/** Whether a table in memory is better than one in code: for many values with few results. */
function isWide(branches: readonly Branch[]): boolean {
  return branches.length > maxTable && new Set(branches.map(({ child }) => child)).size < branches.length / 2
}
