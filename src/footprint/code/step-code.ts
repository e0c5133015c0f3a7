/**
 * Generated code: the trees of all steps, as a WebAssembly module that expands states.
 *
 * Exports
 *   expand(id, to, out, limit, ends) → id      expands states from `id` on into records at `out`, until `to`, until
 *                                              `out` is beyond `limit`, or before a state that needs the trees
 *
 * One function for each mover, which branches on its program counter; large subtrees become separate functions. Here is
 * what only steps do; the walk along a tree is `tree-code.ts`, and its ends `leaf-code.ts`. A function gives up if its
 * tree has no path, or the path does not end in a state: then the whole state is expanded again by walking the trees.
 */

import type { Layout } from '../../state/layout.ts'
import { directoryAt } from '../../state/linear-store.ts'
import type { MoverFootprints } from '../step-footprints.ts'
import type { StepLeaf } from '../step-leaf.ts'
import type { TreeNode } from '../tree.ts'
import { expandCode } from './expand-code.ts'
import { functionSize, maxFunctionSize } from './function-size.ts'
import { LeafCode } from './leaf-code.ts'
import type { Reduced, ReducedPick } from './reduced-tree.ts'
import { mixesAt, StepFunction } from './step-function.ts'
import { generateWhatFits, type ReducedAct, TreeCode, type TreeCodeLimit, type TreeCodeSource } from './tree-code.ts'

/** What the code of steps is generated from. */
export interface StepCodeSource extends TreeCodeSource {
  readonly movers: readonly MoverFootprints[]
  readonly chunkBits: number
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
  return generateWhatFits(limit => new StepCode(source, limit).generate(maxPages))
}

class StepCode extends TreeCode {
  private readonly source: StepCodeSource
  private readonly leaves: LeafCode
  private maxSuccessors = 0

  constructor(source: StepCodeSource, limit: TreeCodeLimit) {
    super(source, limit)
    this.source = source
    this.leaves = new LeafCode(source.layout, this.module, this.lookUps)
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
    const whole =
      pc === undefined
        ? trees[0]
        : this.reducer.read(
            { cell: pc, projection: undefined },
            trees.map((tree, label) => [tree, label]),
          )
    const parts = pc === undefined ? [whole] : trees
    const kept = parts.filter(part => part !== undefined && !this.isTooLarge(part))
    this.maxSuccessors += kept.reduce((most, part) => Math.max(most, part?.most ?? 0), 0)
    return this.function(step => {
      // However large, if its parts are steps: the function of the mover is its own already.
      if (whole === undefined || kept.length === 0) step.giveUp()
      else this.node(step, whole)
    })
  }

  protected begin(): StepFunction {
    return new StepFunction(this.source.layout)
  }

  /** Code that ends with `out` behind the records written, or gives up. */
  protected act(step: StepFunction, part: ReducedAct): void {
    if (part.kind === 'leaf') this.leaves.write(step, part.leaf)
    else if (part.kind === 'choice') this.choice(step, part.children)
    else this.pick(step, part)
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
