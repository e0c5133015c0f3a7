/** Code for trees that lead to answers: of claims, and of questions about states. */

import type { ClaimAnswer } from '../../machine/judge.ts'
import type { Layout } from '../../state/layout.ts'
import type { Tree } from '../tree.ts'
import type { Code } from './assembler.ts'
import { PairFunction, pairLayout } from './pair-function.ts'
import type { Reduced } from './reduced-tree.ts'
import type { StepFunction } from './step-function.ts'
import { TreeCode, type TreeCodeLimit, type TreeCodeSource } from './tree-code.ts'

/** The functions for such trees, in one module. They are about a state, or about the two states of a transition. */
export abstract class AnswerCode extends TreeCode {
  private readonly pair: Layout

  constructor(source: TreeCodeSource, limit: TreeCodeLimit) {
    const pair = pairLayout(source.layout)
    super({ ...source, layout: pair }, limit)
    this.pair = pair
  }

  protected begin(): StepFunction {
    return new PairFunction(this.pair)
  }

  protected act(step: StepFunction): void {
    step.giveUp()
  }

  /** Undefined for what does not become code. */
  protected reduced(tree: Tree<ClaimAnswer> | Tree<boolean> | undefined): Reduced | undefined {
    const part = tree && this.reducer.reduce(tree.root)
    return part === undefined || this.isTooLarge(part) ? undefined : part
  }

  /** Pushes one more than the number of an answer, or 0. The locals have the addresses of the states. */
  protected answer(code: Code, part: Reduced | undefined, first: number, second: number): void {
    if (part === undefined) code.const(0)
    else if (part.kind === 'answer') code.const(part.answer + 1)
    else code.const(0).get(first).get(second).call(this.ownFunction(part))
  }
}
