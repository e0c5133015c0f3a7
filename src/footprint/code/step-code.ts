/**
 * Generated code: the trees of all steps, as a WebAssembly module that expands states.
 *
 * Exports
 *   expand(id, to, out, limit, ends) → id      expands states from `id` on into records at `out`, until `to`, until
 *                                              `out` is beyond `limit`, or before a state that needs the trees
 *
 * One function for each mover, which branches on its program counter; large subtrees become separate
 * functions, since compilers handle huge functions badly. A function takes where to write records and the hash and the
 * words of the state, and returns where it has written to, or 0 if its tree has no path, or the path does not end in
 * a state: then the whole state is expanded again by walking the trees.
 */

import type { Layout } from '../../state/layout.ts'
import { directoryAt, maxLeaves } from '../../state/linear-store.ts'
import type { LookUp, Projection } from '../../state/list-look-ups.ts'
import { packWrites } from '../packed-writes.ts'
import { RecordLayout } from '../record.ts'
import type { MoverFootprints } from '../step-footprints.ts'
import type { StepLeaf } from '../step-leaf.ts'
import type { TreeNode } from '../tree.ts'
import { Code, ModuleBuilder, op } from './assembler.ts'
import { type LookUpTables, maxTableBits } from './look-up-tables.ts'
import { type Reduced, type ReducedRead, Reducer } from './reduced-tree.ts'
import { addressOf, mixOf } from './state-code.ts'

/** Up to this many words are passed as parameters; more are read from memory. */
const maxWordParameters = 4
/** A part with this many leaves becomes a separate function. */
const sizeOfOwn = 48
/**
 * Parts of more leaves than this are walked: code would only fill the caches. If the code is still too large, a
 * smaller limit is tried.
 */
const maxTreeSizes = [20_000, 4_000, 800, 160]
/** A function has at most about this many leaves: compile time grows faster than size. */
const maxFunctionSize = 512
/** The most values in one branch table: far below the limit of WebAssembly. */
const maxTable = 1024
/** States of more words are copied by a function, and not word by word at each leaf. */
const maxInlineWords = 12
/** Bytes of code worth compiling: V8 compiles beside the search, and a process ends only when it is done. */
const usualMaxBytes = 1 << 20
/** Where the mixed words of the state being expanded lie. */
const mixesAt = 64

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

export interface GeneratedSteps {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The most successors that one state can have by the trees. */
  readonly maxSuccessors: number
}

/** Code for as much of the trees as may become code; undefined if even a small part would be too large. */
export function generateStepCode(source: StepCodeSource, maxPages: number): GeneratedSteps | undefined {
  const reducer = new Reducer()
  for (const maxTreeSize of maxTreeSizes) {
    const generated = new KernelGenerator(source, reducer, maxTreeSize).generate(maxPages)
    if (generated !== undefined) return generated
  }
  return undefined
}

/** A value of a cell, and the subtree that follows. */
interface Branch {
  readonly value: number
  readonly child: Reduced
}

/** Thrown where code becomes larger than it may be. */
class TooLarge extends Error {}

/** A function that a step's code lies in, with its parameters and its locals. */
interface StepCode {
  readonly code: Code
  readonly temporary: number
  readonly mixed: number
  /** Locals for what is looked up, from the outside in. */
  readonly lookedUp: number[]
  /** How many of them are in use. */
  depth: number
}

/** What code branches on: the value of a cell, the answer to a question about it, or the branch that a table has for it. */
type Subject = { readonly cell: number } | LookedUp

/** What was looked up is known in a local of its function; in another one `load` looks it up again. */
interface LookedUp {
  readonly local: number
  readonly load: (step: StepCode) => Subject
}

/** The number of the function that fills in what tables do not have yet. */
const resolve = 0
const out = 0
const hash = 1
const firstWord = 2

class KernelGenerator {
  private readonly layout: Layout
  private readonly movers: readonly MoverFootprints[]
  readonly chunkBits: number
  private readonly tables: LookUpTables
  private readonly builder = new ModuleBuilder({ name: 'r', parameters: 2 })
  readonly sizeWords: number
  private readonly record: RecordLayout
  private readonly parameters: number
  private readonly reducer: Reducer
  private readonly maxTreeSize: number
  private readonly maxBytes: number
  /** Functions of large parts, which may be parts of several trees. */
  private readonly own = new Map<Reduced, number>()
  private copyFunction: number | undefined
  private maxSuccessors = 0

  constructor(
    { layout, movers, chunkBits, tables, maxBytes = usualMaxBytes }: StepCodeSource,
    reducer: Reducer,
    maxTreeSize: number,
  ) {
    this.reducer = reducer
    this.maxTreeSize = maxTreeSize
    this.maxBytes = maxBytes
    this.layout = layout
    this.movers = movers
    this.chunkBits = chunkBits
    this.tables = tables
    this.sizeWords = layout.sizeWords
    this.record = new RecordLayout(layout.sizeWords)
    this.parameters = firstWord + (this.hasWordParameters ? this.sizeWords : 1)
  }

  generate(maxPages: number): GeneratedSteps | undefined {
    try {
      const expand = this.builder.declare(5, 'expand')
      const movers = this.movers.map(mover => this.mover(mover))
      this.define(expand, this.expand(movers))
      return { bytes: this.builder.finish({ maximum: maxPages }), maxSuccessors: this.maxSuccessors }
    } catch (error) {
      if (error instanceof TooLarge) return undefined
      throw error
    }
  }

  private define(func: number, code: Code): void {
    this.builder.define(func, code)
    if (this.builder.bytes > this.maxBytes) throw new TooLarge()
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
    const whole = pc === undefined ? trees[0] : this.reducer.read({ cell: pc, asked: undefined }, trees)
    const parts = pc === undefined ? [whole] : trees
    const kept = parts.filter(part => part !== undefined && !this.isTooLarge(part))
    this.maxSuccessors += kept.reduce((most, part) => Math.max(most, part?.most ?? 0), 0)
    // However large, if its parts are steps: the function of the mover is its own already.
    if (whole === undefined || kept.length === 0) this.giveUp(code)
    else this.node(step, whole)
    code.get(out)
    this.define(func, code)
    return func
  }

  private isTooLarge({ size }: Reduced): boolean {
    return size > this.maxTreeSize
  }

  private stepCode(): StepCode {
    const code = new Code(this.parameters)
    return { code, temporary: code.local(), mixed: code.local(), lookedUp: [], depth: 0 }
  }

  /** Code that ends with `out` behind the records written, or leaves the function with 0. */
  private subtree(step: StepCode, node: Reduced | undefined): void {
    if (node === undefined || this.isTooLarge(node)) this.giveUp(step.code)
    else if (node.kind !== 'leaf' && node.size > sizeOfOwn) this.callOwn(step, node)
    else this.node(step, node)
  }

  private callOwn({ code }: StepCode, node: Reduced): void {
    const func =
      this.own.get(node) ??
      this.ownFunction(
        step => this.node(step, node),
        made => this.own.set(node, made),
      )
    this.callPart(code, func)
  }

  private callPart(code: Code, func: number): void {
    for (let i = 0; i < this.parameters; i++) code.get(i)
    code.call(func).tee(out).op(op.eqz).if()
    this.giveUp(code)
    code.end()
  }

  /** A function with the code of a part; `onDeclared` gets its number first. */
  private ownFunction(part: (step: StepCode) => void, onDeclared?: (func: number) => void): number {
    const func = this.builder.declare(this.parameters)
    onDeclared?.(func)
    const step = this.stepCode()
    part(step)
    step.code.get(out)
    this.define(func, step.code)
    return func
  }

  private node(step: StepCode, node: Reduced): void {
    if (node.kind === 'leaf') this.leaf(step, node.leaf)
    else if (node.kind === 'choice') this.choice(step, node.children)
    else this.branch(step, node)
  }

  /** Takes every branch, one after another. */
  private choice(step: StepCode, children: readonly (Reduced | undefined)[]): void {
    if (children.length <= 2 || sizeOf(children) <= maxFunctionSize) {
      for (const child of children) this.subtree(step, child)
      return
    }
    const middle = children.length >>> 1
    for (const half of [children.slice(0, middle), children.slice(middle)]) {
      this.callPart(
        step.code,
        this.ownFunction(part => this.choice(part, half)),
      )
    }
  }

  private giveUp(code: Code): void {
    code.const(0).return()
  }

  private branch(step: StepCode, read: ReducedRead): void {
    const { cell, asked, groups } = read
    const ways = groups
      .flatMap(({ child, values }) => values.map(value => ({ value, child })))
      .sort((a, b) => a.value - b.value)
    if (asked !== undefined) this.branchByLookUp(step, cell, asked, ways)
    else if (isWide(ways) && this.layout.cells[cell]!.bits <= maxTableBits) this.branchByTable(step, read)
    else this.branchBy(step, { cell }, ways)
  }

  /** Branches on the answer to a question about the list in a cell. */
  private branchByLookUp(step: StepCode, cell: number, asked: Projection, ways: readonly Branch[]): void {
    const { depth } = step
    const load = (part: StepCode): Subject => {
      const local = this.enter(part)
      this.lookUp(part.code, asked, cell, local)
      return { local, load }
    }
    this.branchBy(step, load(step), ways)
    step.depth = depth
  }

  /** Branches on a cell of many values by a table of where they lead. */
  private branchByTable(step: StepCode, { cell, groups }: ReducedRead): void {
    const { depth } = step
    const { mask } = this.layout.cells[cell]!
    const branches = new Int32Array(mask + 1)
    groups.forEach(({ values }, i) => {
      for (const value of values) branches[value] = i + 1
    })
    const at = this.tables.ofBranches(branches)
    const load = (part: StepCode): Subject => {
      const local = this.enter(part)
      this.cell(part.code, cell)
      part.code.const(2).op(op.shl).load(at).set(local)
      return { local, load }
    }
    this.branchBy(
      step,
      load(step),
      groups.map(({ child }, i) => ({ value: i + 1, child })),
    )
    step.depth = depth
  }

  /** A local for something that is looked up, until `depth` is counted down again. */
  private enter(step: StepCode): number {
    const { depth, lookedUp, code } = step
    step.depth++
    lookedUp[depth] ??= code.local()
    return lookedUp[depth]
  }

  /** Puts into a local what a function makes of the value of a cell; false where only the tree can. */
  private lookUp(code: Code, lookUp: LookUp, cell: number, local: number): boolean {
    const table = this.tables.of(lookUp, this.layout.cells[cell]!)
    if (table === undefined) {
      this.giveUp(code)
      return false
    }
    this.cell(code, cell)
    code.const(2).op(op.shl).load(table.at).tee(local).op(op.eqz).if()
    code.const(table.number)
    this.cell(code, cell)
    code.call(resolve).tee(local).op(op.eqz).if()
    this.giveUp(code)
    code.end().end()
    code.get(local).const(1).op(op.sub).set(local)
    return true
  }

  /** Branches on a subject; `ways` are in the order of the values. */
  private branchBy(step: StepCode, subject: Subject, ways: readonly Branch[]): void {
    if (ways.length <= 3) this.compare(step, subject, ways)
    else if (isTable(ways)) this.table(step, subject, ways)
    else this.halve(step, subject, ways)
  }

  private subject(code: Code, subject: Subject): void {
    if ('local' in subject) code.get(subject.local)
    else this.cell(code, subject.cell)
  }

  private compare(step: StepCode, subject: Subject, ways: readonly Branch[]): void {
    const { code } = step
    code.block()
    for (const { value, child } of ways) {
      this.subject(code, subject)
      code.const(value).op(op.eq).if()
      this.subtree(step, child)
      code.br(1).end()
    }
    this.giveUp(code)
    code.end()
  }

  private table(step: StepCode, subject: Subject, ways: readonly Branch[]): void {
    const { code } = step
    const children = [...new Set(ways.map(({ child }) => child))]
    const first = (ways[0] as Branch).value
    // Blocks from the outside in: the end, what is not known, and one for each child.
    code.block().block()
    for (const _ of children) code.block()
    this.subject(code, subject)
    if (first > 0) code.const(first).op(op.sub)
    const numbers = new Map(children.map((child, i) => [child, i]))
    const depths = Array<number>((ways.at(-1) as Branch).value - first + 1).fill(children.length)
    for (const { value, child } of ways) depths[value - first] = numbers.get(child) as number
    code.brTable(depths, children.length).end()
    children.forEach((child, i) => {
      this.subtree(step, child)
      code.br(children.length - i).end()
    })
    this.giveUp(code)
    code.end()
  }

  /** Branches to one half of the values or the other. */
  private halve(step: StepCode, subject: Subject, ways: readonly Branch[]): void {
    const { code } = step
    const middle = ways.length >>> 1
    code.block()
    this.subject(code, subject)
    code
      .const((ways[middle] as Branch).value)
      .op(op.ltU)
      .if()
    this.half(step, subject, ways.slice(0, middle))
    code.br(1).end()
    this.half(step, subject, ways.slice(middle))
    code.end()
  }

  private half(step: StepCode, subject: Subject, ways: readonly Branch[]): void {
    if (sizeOf(ways.map(({ child }) => child)) <= maxFunctionSize / 2) this.branchBy(step, subject, ways)
    else
      this.callPart(
        step.code,
        this.ownFunction(part => this.branchBy(part, 'load' in subject ? subject.load(part) : subject, ways)),
      )
  }

  private leaf(step: StepCode, leaf: StepLeaf): void {
    const { code } = step
    if (leaf.effect === 'disabled') return
    if (leaf.effect !== 'state' || leaf.id >= maxLeaves) {
      this.giveUp(code)
      return
    }
    const { depth } = step
    const results = leaf.operations.map(({ cell, operator }) => {
      const local = this.enter(step)
      return this.lookUp(code, operator, cell, local) ? { ...this.layout.cells[cell]!, local } : undefined
    })
    step.depth = depth
    // Behind a look-up that can't be made nothing is reached.
    if (results.includes(undefined)) return
    const writes = packWrites(this.layout, leaf)
    const isCopied = this.sizeWords > maxInlineWords
    if (isCopied) code.get(out).get(firstWord).call(this.copy()).op(op.drop)
    code.get(out).get(hash)
    for (const { word, keep, put } of writes) {
      this.word(code, word)
      code.const(keep).op(op.and).const(put).op(op.or)
      for (const result of results) {
        if (result?.word === word) code.get(result.local).const(result.shift).op(op.shl).op(op.or)
      }
      code.tee(step.temporary)
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
    code.store(this.record.hashByte)
    for (let word = 0; word < this.sizeWords; word++) {
      if (isCopied || writes.some(write => write.word === word)) continue
      code.get(out)
      this.word(code, word)
      code.store(4 * word)
    }
    code.get(out).const(leaf.id).store(this.record.leafByte)
    code.get(out).const(this.record.bytes).op(op.add).set(out)
  }

  /** The function that copies a state. */
  private copy(): number {
    if (this.copyFunction !== undefined) return this.copyFunction
    const [to, from] = [0, 1]
    this.copyFunction = this.builder.declare(2)
    const code = new Code(2)
    for (let word = 0; word < this.sizeWords; word++) {
      code
        .get(to)
        .get(from)
        .load(4 * word)
        .store(4 * word)
    }
    this.define(this.copyFunction, code.get(to))
    return this.copyFunction
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

/** Whether the values lie close enough, and are few enough, to be looked up in a table and to lie in one function. */
function isTable(ways: readonly Branch[]): boolean {
  const span = (ways.at(-1) as Branch).value - (ways[0] as Branch).value + 1
  if (span > maxTable || span > 8 * ways.length) return false
  return sizeOf(ways.map(({ child }) => child)) <= maxFunctionSize
}

/** Whether a table in memory is better than one in code: for many values that lead few ways. */
function isWide(ways: readonly Branch[]): boolean {
  return ways.length > maxTable && new Set(ways.map(({ child }) => child)).size < ways.length / 2
}

/** Leaves in a function that has the code of these parts, or calls them. */
function sizeOf(parts: readonly (Reduced | undefined)[]): number {
  let size = 0
  for (const part of new Set(parts)) size += part === undefined || part.size > sizeOfOwn ? 1 : part.size
  return size
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
