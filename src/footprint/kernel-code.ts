/**
 * Generated code: the trees of all steps, as a WebAssembly module that expands states.
 *
 * Exports
 *   expand(id, to, out, limit, ends) → id      expands states from `id` on into records at `out`, until `to`, until
 *                                              `out` is beyond `limit`, or before a state that needs the trees
 *
 * One function for each mover, which branches on its program counter; subtrees that are large get functions of their
 * own, since what compiles huge functions does it badly. A function takes where to write records and the hash and the
 * words of the state, and returns where it has written to, or 0 where its tree has no way, or the way ends in something
 * else than a state: then everything of that state is done again by walking the trees.
 */

import type { Layout } from '../state/layout.ts'
import { directoryAt, maxLeaves } from '../state/linear-store.ts'
import { Code, ModuleBuilder, op } from './assembler.ts'
import { type Reduced, type ReducedRead, Reducer } from './reduced-tree.ts'
import { addressOf, mixOf } from './state-code.ts'
import type { MoverFootprints } from './step-footprints.ts'
import type { StepLeaf } from './step-leaf.ts'
import type { TreeNode } from './tree.ts'

/** Up to so many words are handed on as parameters; more are read where they lie. */
const maxWordParameters = 4
/** A part of so many leaves becomes a function of its own. */
const sizeOfOwn = 48
/** Parts larger than this are left to be walked: code would only fill the caches. */
const maxTreeSize = 20_000
/** Where the mixed words of the state being expanded lie. */
const mixesAt = 64

export interface KernelSource {
  readonly layout: Layout
  readonly movers: readonly MoverFootprints[]
  readonly chunkBits: number
}

/** Can code be generated for states of this size? The mixed words must fit before the directory. */
export function canGenerate(layout: Layout): boolean {
  return mixesAt + 4 * layout.sizeWords <= directoryAt
}

export interface GeneratedKernel {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The most successors that one state can have by the trees. */
  readonly maxSuccessors: number
}

export function generateKernel(source: KernelSource, maxPages: number): GeneratedKernel {
  return new KernelGenerator(source).generate(maxPages)
}

/** A function that a step's code lies in, with its parameters and its locals. */
interface StepCode {
  readonly code: Code
  readonly temporary: number
  readonly mixed: number
}

const out = 0
const hash = 1
const firstWord = 2

class KernelGenerator {
  private readonly layout: Layout
  private readonly movers: readonly MoverFootprints[]
  readonly chunkBits: number
  private readonly builder = new ModuleBuilder()
  readonly sizeWords: number
  /** Bytes of a record. */
  private readonly stride: number
  private readonly parameters: number
  private readonly reducer = new Reducer()
  /** Functions of large parts, which may be parts of several trees. */
  private readonly own = new Map<Reduced, number>()
  private maxSuccessors = 0

  constructor({ layout, movers, chunkBits }: KernelSource) {
    this.layout = layout
    this.movers = movers
    this.chunkBits = chunkBits
    this.sizeWords = layout.sizeWords
    this.stride = 4 * (layout.sizeWords + 2)
    this.parameters = firstWord + (this.hasWordParameters ? this.sizeWords : 1)
  }

  generate(maxPages: number): GeneratedKernel {
    const expand = this.builder.declare(5, 'expand')
    const movers = this.movers.map(mover => this.mover(mover))
    this.builder.define(expand, this.expand(movers))
    return { bytes: this.builder.finish({ maximum: maxPages }), maxSuccessors: this.maxSuccessors }
  }

  private get hasWordParameters(): boolean {
    return this.sizeWords <= maxWordParameters
  }

  // --- steps ---

  private mover({ pc, steps }: MoverFootprints): number {
    const func = this.builder.declare(this.parameters)
    const step = this.stepCode()
    const { code } = step
    const trees = Array.from(steps, found => {
      if (found === null) return this.reducer.reduce(ended)
      return found?.isOpaque ? undefined : this.reducer.reduce(found?.tree.root)
    })
    const whole = pc === undefined ? trees[0] : this.reducer.read(pc, trees)
    this.maxSuccessors += whole?.most ?? 0
    // However large: the function of the mover is its own already.
    if (whole === undefined) this.giveUp(code)
    else this.node(step, whole)
    code.get(out)
    this.builder.define(func, code)
    return func
  }

  private stepCode(): StepCode {
    const code = new Code(this.parameters)
    return { code, temporary: code.local(), mixed: code.local() }
  }

  /** Code that comes to its end with `out` behind the records written, or leaves the function with 0. */
  private subtree(step: StepCode, node: Reduced | undefined): void {
    if (node === undefined || node.size > maxTreeSize) this.giveUp(step.code)
    else if (node.kind !== 'leaf' && node.size > sizeOfOwn) this.callOwn(step, node)
    else this.node(step, node)
  }

  private callOwn({ code }: StepCode, node: Reduced): void {
    const func = this.own.get(node) ?? this.ownFunction(node)
    for (let i = 0; i < this.parameters; i++) code.get(i)
    code.call(func).tee(out).op(op.eqz).if()
    this.giveUp(code)
    code.end()
  }

  private ownFunction(node: Reduced): number {
    const func = this.builder.declare(this.parameters)
    this.own.set(node, func)
    const step = this.stepCode()
    this.node(step, node)
    step.code.get(out)
    this.builder.define(func, step.code)
    return func
  }

  private node(step: StepCode, node: Reduced): void {
    if (node.kind === 'leaf') this.leaf(step, node.leaf)
    else if (node.kind === 'choice') for (const child of node.children) this.subtree(step, child)
    else this.branch(step, node)
  }

  private giveUp(code: Code): void {
    code.const(0).return()
  }

  /** Goes on by the value of a cell. */
  private branch(step: StepCode, { cell, groups }: ReducedRead): void {
    const { code } = step
    const values = groups.flatMap((group, i) => group.values.map(value => ({ value, i })))
    if (values.length <= 3) {
      code.block()
      for (const { value, i } of values) {
        this.cell(code, cell)
        code.const(value).op(op.eq).if()
        this.subtree(step, groups[i]?.child)
        code.br(1).end()
      }
      this.giveUp(code)
      code.end()
      return
    }
    // Blocks from the outside in: the end, what is not known, and one for each group.
    code.block().block()
    for (const _ of groups) code.block()
    this.cell(code, cell)
    const depths = Array<number>(Math.max(...values.map(({ value }) => value)) + 1).fill(groups.length)
    for (const { value, i } of values) depths[value] = i
    code.brTable(depths, groups.length).end()
    groups.forEach(({ child }, i) => {
      this.subtree(step, child)
      code.br(groups.length - i).end()
    })
    this.giveUp(code)
    code.end()
  }

  private leaf(step: StepCode, leaf: StepLeaf): void {
    const { code } = step
    if (leaf.effect === 'disabled') return
    if (leaf.effect !== 'state' || leaf.id >= maxLeaves) {
      this.giveUp(code)
      return
    }
    const changes = this.changesOf(leaf)
    code.get(out).get(hash)
    for (const [word, { keep, put }] of changes) {
      this.word(code, word)
      code.const(keep).op(op.and).const(put).op(op.or).tee(step.temporary)
      mixOf(code, step.mixed, word)
      code
        .op(op.xor)
        .const(0)
        .load(mixesAt + 4 * word)
        .op(op.xor)
      code
        .get(out)
        .get(step.temporary)
        .store(4 * word)
    }
    code.store(4 * this.sizeWords)
    for (let word = 0; word < this.sizeWords; word++) {
      if (changes.has(word)) continue
      code.get(out)
      this.word(code, word)
      code.store(4 * word)
    }
    code
      .get(out)
      .const(leaf.id)
      .store(4 * this.sizeWords + 4)
    code.get(out).const(this.stride).op(op.add).set(out)
  }

  private changesOf(leaf: StepLeaf): Map<number, { keep: number; put: number }> {
    const changes = new Map<number, { keep: number; put: number }>()
    for (const { cell, value } of leaf.writes) {
      const { word, shift, mask } = this.layout.cells[cell]!
      const { keep, put } = changes.get(word) ?? { keep: -1, put: 0 }
      changes.set(word, { keep: keep & ~(mask << shift), put: put | (value << shift) })
    }
    return changes
  }

  private cell(code: Code, index: number): void {
    const { word, shift, mask } = this.layout.cells[index]!
    this.word(code, word)
    if (shift > 0) code.const(shift).op(op.shrU)
    code.const(mask).op(op.and)
  }

  private word(code: Code, word: number): void {
    if (this.hasWordParameters) code.get(firstWord + word)
    else code.get(firstWord).load(4 * word)
  }

  // --- states ---

  private expand(movers: readonly number[]): Code {
    const code = new Code(5)
    const [id, to, target, limit, ends] = [0, 1, 2, 3, 4]
    const source = code.local()
    const hashed = code.local()
    const written = code.local()
    const mixed = code.local()
    const words = this.hasWordParameters ? Array.from({ length: this.sizeWords }, () => code.local()) : []
    code.block().loop()
    code.get(id).get(to).op(op.geU).brIf(1)
    code.get(target).get(limit).op(op.gtU).brIf(1)
    addressOf(code, id, this)
    code.set(source).const(0).set(hashed)
    for (let word = 0; word < this.sizeWords; word++) {
      code
        .const(0)
        .get(source)
        .load(4 * word)
      if (this.hasWordParameters) code.tee(words[word]!)
      mixOf(code, mixed, word)
      code.tee(written).store(mixesAt + 4 * word)
      code.get(hashed).get(written).op(op.xor).set(hashed)
    }
    code.get(target).set(written)
    for (const mover of movers) {
      code.get(written).get(hashed)
      if (this.hasWordParameters) for (const word of words) code.get(word)
      else code.get(source)
      code.call(mover).tee(written).op(op.eqz).brIf(1)
    }
    code.get(written).set(target)
    code.get(ends).get(target).store()
    code.get(ends).const(4).op(op.add).set(ends)
    code.get(id).const(1).op(op.add).set(id)
    code.br(0).end().end()
    return code.get(id)
  }
}

/** Stands for a process that has ended: nothing to do. */
const ended: TreeNode<StepLeaf> = {
  kind: 'leaf',
  leaf: { id: -1, mover: -1, step: '', script: [], effect: 'disabled', writes: [], areWritesKnown: true },
}
