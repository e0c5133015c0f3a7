/**
 * Code for the leaves of trees: it writes the record of a successor. The words that a step writes are computed, the others
 * copied; the hash follows from that of the state by the words that change.
 */

import type { Layout } from '../../state/layout.ts'
import { maxLeaves } from '../../state/linear-store.ts'
import { packWrites, type WordWrite } from '../packed-writes.ts'
import { RecordLayout } from '../record.ts'
import type { StepLeaf } from '../step-leaf.ts'
import { Code, op } from './assembler.ts'
import type { BoundedModule } from './bounded-module.ts'
import type { LookUpCode } from './look-up-code.ts'
import { mixOf } from './state-code.ts'
import { firstWord, hash, mixesAt, out, type StepFunction } from './step-function.ts'

/** States of more words are copied by a function, and not word by word at each leaf. */
const maxInlineWords = 12

/** What an operator made of a list: a local that holds its number, and where that goes in the state. */
interface Operated {
  readonly local: number
  readonly word: number
  readonly shift: number
}

/** Writes the code of leaves for one layout. */
export class LeafCode {
  private readonly layout: Layout
  private readonly record: RecordLayout
  private readonly module: BoundedModule
  private readonly lookUps: LookUpCode
  private copyFunction: number | undefined

  constructor(layout: Layout, module: BoundedModule, lookUps: LookUpCode) {
    this.layout = layout
    this.record = new RecordLayout(layout.sizeWords)
    this.module = module
    this.lookUps = lookUps
  }

  write(step: StepFunction, leaf: StepLeaf): void {
    if (leaf.effect === 'disabled') return
    if (leaf.effect !== 'state' || leaf.id >= maxLeaves) step.giveUp()
    else this.writeState(step, leaf)
  }

  private writeState(step: StepFunction, leaf: StepLeaf): void {
    const operated = this.operate(step, leaf)
    const writes = packWrites(this.layout, leaf)
    const isCopied = this.layout.sizeWords > maxInlineWords
    if (isCopied) step.code.get(out).get(firstWord).call(this.copy()).op(op.drop)
    this.writeChanged(step, writes, operated)
    if (!isCopied) this.writeUnchanged(step, writes)
    this.writeEnd(step, leaf)
  }

  /** The results of the operators of a leaf. */
  private operate(step: StepFunction, { operations }: StepLeaf): readonly Operated[] {
    return step.within(() =>
      operations.map(({ cell, operator }) => {
        const local = step.enter()
        const { word, shift } = this.layout.cells[cell]!
        this.lookUps.result(step, operator, cell, local)
        return { word, shift, local }
      }),
    )
  }

  /** Writes the words that the step changes, and the hash. */
  private writeChanged(step: StepFunction, writes: readonly WordWrite[], operated: readonly Operated[]): void {
    const { code, temporary } = step
    code.get(out).get(hash)
    for (const write of writes) {
      const { word } = write
      this.changedWord(step, write, operated)
      code.tee(temporary)
      mixOf(code, step.mixed, word)
      code
        .op(op.xor)
        .const(0)
        .load(mixesAt + 4 * word)
        .op(op.xor)
      code
        .get(out)
        .get(temporary)
        .store(4 * word)
    }
    code.store(this.record.hashByte)
  }

  private changedWord(step: StepFunction, { word, keep, put }: WordWrite, operated: readonly Operated[]): void {
    const { code } = step
    step.word(word)
    code.const(keep).op(op.and).const(put).op(op.or)
    for (const result of operated) {
      if (result.word === word) code.get(result.local).const(result.shift).op(op.shl).op(op.or)
    }
  }

  private writeUnchanged(step: StepFunction, writes: readonly WordWrite[]): void {
    for (let word = 0; word < this.layout.sizeWords; word++) {
      if (writes.some(write => write.word === word)) continue
      step.code.get(out)
      step.word(word)
      step.code.store(4 * word)
    }
  }

  private writeEnd({ code }: StepFunction, { id }: StepLeaf): void {
    code.get(out).const(id).store(this.record.leafByte)
    code.get(out).const(this.record.bytes).op(op.add).set(out)
  }

  /** The function that copies a state. */
  private copy(): number {
    if (this.copyFunction !== undefined) return this.copyFunction
    const [to, from] = [0, 1]
    this.copyFunction = this.module.declare(2)
    const code = new Code(2)
    for (let word = 0; word < this.layout.sizeWords; word++) {
      code
        .get(to)
        .get(from)
        .load(4 * word)
        .store(4 * word)
    }
    this.module.define(this.copyFunction, code.get(to))
    return this.copyFunction
  }
}
