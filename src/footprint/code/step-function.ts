/**
 * A generated function that takes steps, while its code is written.
 *
 *   parameters   out | hash | word 0 .. word n-1     where to write records, the hash of the state, and its words;
 *                out | hash | address                a state of many words stays in memory
 *   result       where it has written to, or 0 if the whole state must be expanded by walking the trees
 */

import type { Layout } from '../../state/layout.ts'
import { Code, op } from './assembler.ts'

/** Up to this many words are passed as parameters; more are read from memory. */
const maxWordParameters = 4

/** Where the mixed words of the state being expanded lie. */
export const mixesAt = 64

/** The parameter with the address of the next record. */
export const out = 0
/** The parameter with the hash of the state. */
export const hash = 1
/** The parameter with the first word of the state, or with its address. */
export const firstWord = 2

/** Whether the words of a state of this size are parameters. */
export function hasWordParameters(sizeWords: number): boolean {
  return sizeWords <= maxWordParameters
}

/** The number of parameters of a function for states of this size. */
export function parametersFor(sizeWords: number): number {
  return firstWord + (hasWordParameters(sizeWords) ? sizeWords : 1)
}

/** The code of one function, with its locals and access to the cells of the state. */
export class StepFunction {
  readonly code: Code
  /** Locals for a word of the successor, and for the hash of one. */
  readonly temporary: number
  readonly mixed: number
  readonly parameters: number
  private readonly layout: Layout
  /** Locals for what is looked up, from the outside in. */
  private readonly lookedUp: number[] = []
  /** The number of these locals that are in use. */
  private depth = 0

  constructor(layout: Layout, parameters = parametersFor(layout.sizeWords)) {
    this.layout = layout
    this.parameters = parameters
    this.code = new Code(parameters)
    this.temporary = this.code.local()
    this.mixed = this.code.local()
  }

  /** Leaves the function without a result. */
  giveUp(): void {
    this.code.const(0).return()
  }

  /** Pushes the value of a cell. */
  cell(index: number): void {
    const { word, shift, mask } = this.layout.cells[index]!
    this.word(word)
    if (shift > 0) this.code.const(shift).op(op.shrU)
    this.code.const(mask).op(op.and)
  }

  /** Pushes how many of these cells are 1; all are 0 or 1. */
  countOnes(cells: readonly number[]): void {
    const { code, layout } = this
    const masks = new Map<number, number>()
    for (const cell of cells) {
      const { word, shift } = layout.cells[cell]!
      masks.set(word, (masks.get(word) ?? 0) | (1 << shift))
    }
    code.const(0)
    for (const [word, mask] of masks) {
      this.word(word)
      code.const(mask).op(op.and).op(op.popcnt).op(op.add)
    }
  }

  /** Pushes a word of the state. */
  word(word: number): void {
    if (hasWordParameters(this.layout.sizeWords)) this.code.get(firstWord + word)
    else this.code.get(firstWord).load(4 * word)
  }

  /** Writes code that may call {@link enter}; afterwards the locals that it took are free again. */
  within<Result>(write: () => Result): Result {
    const { depth } = this
    const result = write()
    this.depth = depth
    return result
  }

  /** A local for something that is looked up, until the end of the innermost {@link within}. */
  enter(): number {
    const depth = this.depth++
    this.lookedUp[depth] ??= this.code.local()
    return this.lookedUp[depth]
  }
}
