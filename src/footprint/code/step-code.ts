/**
 * Generated code: the trees of all steps, as a WebAssembly module that expands states.
 *
 * Exports
 *   expand(id, to, out, limit, ends) → id      expands states from `id` on into records at `out`, until `to`, until
 *                                              `out` is beyond `limit`, or before a state that needs the trees
 *
 * One function for each mover, which branches on its program counter; large subtrees become separate functions. Here is
 * the walk along a tree; its parts are `branch-code.ts`, `look-up-code.ts` and `leaf-code.ts`. A function gives up if its
 * tree has no path, or the path does not end in a state: then the whole state is expanded again by walking the trees.
 */

import type { Layout } from '../../state/layout.ts'
import { directoryAt } from '../../state/linear-store.ts'
import type { MoverFootprints } from '../step-footprints.ts'
import type { StepLeaf } from '../step-leaf.ts'
import type { TreeNode } from '../tree.ts'
import { op } from './assembler.ts'
import { BoundedModule, TooLarge } from './bounded-module.ts'
import { BranchCode, type PartCode } from './branch-code.ts'
import { expandCode } from './expand-code.ts'
import { functionSize, isOwnFunction, maxFunctionSize } from './function-size.ts'
import { LeafCode } from './leaf-code.ts'
import { LookUpCode } from './look-up-code.ts'
import type { LookUpTables } from './look-up-tables.ts'
import { type Reduced, type ReducedPick, type ReducedPredicate, Reducer } from './reduced-tree.ts'
import { mixesAt, out, parametersFor, StepFunction } from './step-function.ts'

/**
 * Parts of more leaves than this are walked: code would only fill the caches. If the code is still too large, a
 * smaller limit is tried.
 */
const maxTreeSizes = [20_000, 4_000, 800, 160]
/** Bytes of code worth compiling. */
const usualMaxBytes = 1 << 20

/** What the code of steps is generated from. */
export interface StepCodeSource {
  readonly layout: Layout
  readonly movers: readonly MoverFootprints[]
  readonly chunkBits: number
  readonly tables: LookUpTables
  /** Bytes that the code may have. Default 1 MB. */
  readonly maxBytes?: number | undefined
}

/** Can code be generated for states of this size? The mixed words must fit before the directory. */
export function canGenerate(layout: Layout): boolean {
  return mixesAt + 4 * layout.sizeWords <= directoryAt
}

/** A module that expands states. */
export interface GeneratedSteps {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The most successors that one state can have by the trees. */
  readonly maxSuccessors: number
}

/** Code for as much of the trees as may become code; undefined if even a small part would be too large. */
export function generateStepCode(source: StepCodeSource, maxPages: number): GeneratedSteps | undefined {
  const reducer = new Reducer()
  for (const maxTreeSize of maxTreeSizes) {
    const generated = unlessTooLarge(() => new StepCode(source, reducer, maxTreeSize).generate(maxPages))
    if (generated !== undefined) return generated
  }
  return undefined
}

function unlessTooLarge<Result>(generate: () => Result): Result | undefined {
  try {
    return generate()
  } catch (error) {
    if (error instanceof TooLarge) return undefined
    throw error
  }
}

class StepCode implements PartCode {
  private readonly source: StepCodeSource
  private readonly reducer: Reducer
  private readonly maxTreeSize: number
  private readonly module: BoundedModule
  private readonly branches: BranchCode
  private readonly leaves: LeafCode
  /** Functions of large parts, which may be parts of several trees. */
  private readonly own = new Map<Reduced, number>()
  private maxSuccessors = 0

  constructor(source: StepCodeSource, reducer: Reducer, maxTreeSize: number) {
    const { layout, tables, maxBytes = usualMaxBytes } = source
    const lookUps = new LookUpCode(layout, tables)
    this.source = source
    this.reducer = reducer
    this.maxTreeSize = maxTreeSize
    this.module = new BoundedModule(maxBytes)
    this.branches = new BranchCode(layout, lookUps, this)
    this.leaves = new LeafCode(layout, this.module, lookUps)
  }

  generate(maxPages: number): GeneratedSteps {
    const { layout, movers, chunkBits } = this.source
    const expand = this.module.declare(5, 'expand')
    const functions = movers.map(mover => this.mover(mover))
    this.module.define(expand, expandCode({ sizeWords: layout.sizeWords, chunkBits }, functions))
    return { bytes: this.module.finish(maxPages), maxSuccessors: this.maxSuccessors }
  }

  private mover({ pc, steps }: MoverFootprints): number {
    const trees = Array.from(steps, found => {
      if (found === null) return this.reducer.reduce(ended)
      return found?.isOpaque ? undefined : this.reducer.reduce(found?.tree.root)
    })
    const whole = pc === undefined ? trees[0] : this.reducer.read({ cell: pc, asked: undefined }, trees)
    const parts = pc === undefined ? [whole] : trees
    const kept = parts.filter(part => part !== undefined && !this.isTooLarge(part))
    this.maxSuccessors += kept.reduce((most, part) => Math.max(most, part?.most ?? 0), 0)
    return this.function(step => {
      // However large, if its parts are steps: the function of the mover is its own already.
      if (whole === undefined || kept.length === 0) step.giveUp()
      else this.node(step, whole)
    })
  }

  private isTooLarge({ size }: Reduced): boolean {
    return size > this.maxTreeSize
  }

  /** Code that ends with `out` behind the records written, or gives up. */
  subtree(step: StepFunction, node: Reduced | undefined): void {
    if (node === undefined || this.isTooLarge(node)) step.giveUp()
    else if (isOwnFunction(node)) this.call(step, this.ownFunction(node))
    else this.node(step, node)
  }

  private ownFunction(node: Reduced): number {
    return (
      this.own.get(node) ??
      this.function(
        step => this.node(step, node),
        made => this.own.set(node, made),
      )
    )
  }

  separate(step: StepFunction, write: (part: StepFunction) => void): void {
    this.call(step, this.function(write))
  }

  /** Calls the function of a part, and gives up if it does. */
  private call(step: StepFunction, func: number): void {
    const { code, parameters } = step
    for (let i = 0; i < parameters; i++) code.get(i)
    code.call(func).tee(out).op(op.eqz).if()
    step.giveUp()
    code.end()
  }

  /** A function with the code that `write` writes; `onDeclared` gets its number first. */
  private function(write: (step: StepFunction) => void, onDeclared?: (func: number) => void): number {
    const { layout } = this.source
    const func = this.module.declare(parametersFor(layout.sizeWords))
    onDeclared?.(func)
    const step = new StepFunction(layout)
    write(step)
    step.code.get(out)
    this.module.define(func, step.code)
    return func
  }

  private node(step: StepFunction, node: Reduced): void {
    if (node.kind === 'leaf') this.leaves.write(step, node.leaf)
    else if (node.kind === 'choice') this.choice(step, node.children)
    else if (node.kind === 'pick') this.pick(step, node)
    else if (node.kind === 'answer') step.code.const(node.answer + 1).return()
    else if (node.kind === 'predicate') this.predicate(step, node)
    else this.branches.write(step, node)
  }

  /** Takes every branch, one after another. */
  private choice(step: StepFunction, children: readonly (Reduced | undefined)[]): void {
    if (children.length <= 2 || functionSize(children) <= maxFunctionSize) {
      for (const child of children) this.subtree(step, child)
      return
    }
    const middle = children.length >>> 1
    for (const half of [children.slice(0, middle), children.slice(middle)])
      this.separate(step, part => this.choice(part, half))
  }

  /** Takes the branch of every member that is there. */
  private pick(step: StepFunction, { cells, children }: Pick<ReducedPick, 'cells' | 'children'>): void {
    if (children.length > 2 && functionSize(children) > maxFunctionSize) {
      const middle = children.length >>> 1
      this.pickSeparately(step, cells.slice(0, middle), children.slice(0, middle))
      this.pickSeparately(step, cells.slice(middle), children.slice(middle))
      return
    }
    cells.forEach((cell, i) => {
      step.cell(cell)
      step.code.if()
      this.subtree(step, children[i])
      step.code.end()
    })
  }

  private pickSeparately(
    step: StepFunction,
    cells: readonly number[],
    children: readonly (Reduced | undefined)[],
  ): void {
    this.separate(step, part => this.pick(part, { cells, children }))
  }

  /** Branches on the answer of a predicate, which a function of its own finds: one more than it, or 0. */
  private predicate(step: StepFunction, { question, children }: ReducedPredicate): void {
    const { code, parameters } = step
    step.within(() => {
      const local = step.enter()
      for (let i = 0; i < parameters; i++) code.get(i)
      code.call(this.ownFunction(question)).set(local).block()
      children.forEach((child, answer) => {
        if (child === undefined) return
        code.get(local)
        code
          .const(answer + 1)
          .op(op.eq)
          .if()
        this.subtree(step, child)
        code.br(1).end()
      })
      step.giveUp()
      code.end()
    })
  }
}

/** Stands for a process that has ended: nothing to do. */
const ended: TreeNode<StepLeaf> = {
  kind: 'leaf',
  leaf: {
    id: -1,
    mover: -1,
    step: '',
    script: [],
    effect: 'disabled',
    writes: [],
    operations: [],
    areWritesKnown: true,
  },
}
