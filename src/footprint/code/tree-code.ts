/**
 * Code for trees: functions that walk along them, in one module. What trees of steps and of claims have in common is here, their
 * reads and their predicates; reads are written by `branch-code.ts` and `look-up-code.ts`.
 */

import type { Layout } from '../../state/layout.ts'
import { op } from './assembler.ts'
import { BoundedModule, TooLarge } from './bounded-module.ts'
import { BranchCode, type PartCode } from './branch-code.ts'
import { isOwnFunction } from './function-size.ts'
import { LookUpCode } from './look-up-code.ts'
import type { LookUpTables } from './look-up-tables.ts'
import {
  type Reduced,
  type ReducedChoice,
  type ReducedLeaf,
  type ReducedPick,
  type ReducedPredicate,
  Reducer,
} from './reduced-tree.ts'
import { out, type StepFunction } from './step-function.ts'

/**
 * Parts of more leaves than this are walked: code would only fill the caches. If the code is still too large, a
 * smaller limit is tried.
 */
const maxTreeSizes = [20_000, 4_000, 800, 160]
/** Bytes of code worth compiling. */
const defaultMaxBytes = 1 << 20

/** What code of trees is generated for. */
export interface TreeCodeSource {
  readonly layout: Layout
  readonly tables: LookUpTables
  /** Bytes that the code may have. Default 1 MB. */
  readonly maxBytes?: number | undefined
}

/** How large the parts of trees may be that become code. */
export interface TreeCodeLimit {
  readonly reducer: Reducer
  readonly maxTreeSize: number
}

/** Generates code for parts of trees, as large ones as fit; undefined if even code for small ones would be too large. */
export function generateWhatFits<Result>(generate: (limit: TreeCodeLimit) => Result): Result | undefined {
  const reducer = new Reducer()
  for (const maxTreeSize of maxTreeSizes) {
    const generated = unlessTooLarge(() => generate({ reducer, maxTreeSize }))
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

/** Parts that only trees of steps have. */
export type ReducedAct = ReducedLeaf | ReducedChoice | ReducedPick

/** The functions for the parts of trees, in one module. */
export abstract class TreeCode implements PartCode {
  protected readonly reducer: Reducer
  protected readonly module: BoundedModule
  protected readonly lookUps: LookUpCode
  private readonly maxTreeSize: number
  private readonly branches: BranchCode
  /** Functions of large parts, which may be parts of several trees. */
  private readonly own = new Map<Reduced, number>()

  constructor({ layout, tables, maxBytes = defaultMaxBytes }: TreeCodeSource, { reducer, maxTreeSize }: TreeCodeLimit) {
    this.reducer = reducer
    this.maxTreeSize = maxTreeSize
    this.module = new BoundedModule(maxBytes)
    this.lookUps = new LookUpCode(layout, tables)
    this.branches = new BranchCode(layout, this.lookUps, this)
  }

  /** A function to be written. */
  protected abstract begin(): StepFunction

  /** Writes the code of a part that only trees of steps have. */
  protected abstract act(step: StepFunction, part: ReducedAct): void

  protected isTooLarge({ size }: Reduced): boolean {
    return size > this.maxTreeSize
  }

  /** Code that ends with the result of the function in `out`, or gives up. */
  subtree(step: StepFunction, node: Reduced | undefined): void {
    if (node === undefined || this.isTooLarge(node)) step.giveUp()
    else if (isOwnFunction(node)) this.call(step, this.ownFunction(node))
    else this.node(step, node)
  }

  protected ownFunction(node: Reduced): number {
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
  protected function(write: (step: StepFunction) => void, onDeclared?: (func: number) => void): number {
    const step = this.begin()
    const func = this.module.declare(step.parameters)
    onDeclared?.(func)
    write(step)
    step.code.get(out)
    this.module.define(func, step.code)
    return func
  }

  protected node(step: StepFunction, node: Reduced): void {
    if (node.kind === 'answer') step.code.const(node.answer + 1).return()
    else if (node.kind === 'predicate') this.predicate(step, node)
    else if (node.kind === 'read') this.branches.write(step, node)
    else if (node.kind === 'count') this.branches.writeCount(step, node)
    else this.act(step, node)
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
