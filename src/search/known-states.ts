/**
 * The states a search has found, packed, with everything that depends on their layout: the store, the footprints of steps
 * and claims, and the ways to expand a state. When the layout changes, all of it is converted here.
 *
 * A search starts in typed arrays, walking trees. After some thousand states it switches to a linear store and
 * generated code; the code is regenerated when enough states had to be walked because trees have grown.
 */

import { messageOf } from '../base/errors.ts'
import { ClaimFootprints } from '../footprint/claim-footprints.ts'
import { CompiledQuestions } from '../footprint/code/compiled-questions.ts'
import { CompiledSteps, carryByCode, Inserter, takenLeaves } from '../footprint/code/generated-code.ts'
import { LookUpTables } from '../footprint/code/look-up-tables.ts'
import { canGenerate } from '../footprint/code/step-code.ts'
import { Expander, type LayoutChange, type OnNews } from '../footprint/expander.ts'
import { membersMet } from '../footprint/members-met.ts'
import { PackedState } from '../footprint/packed-state.ts'
import { type RecordingWatcher, StepFootprints } from '../footprint/step-footprints.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import { maxBlockStates, SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Tree } from '../footprint/tree.ts'
import { TreeMemory } from '../footprint/tree-memory.ts'
import { Trials } from '../footprint/trial.ts'
import type { Machine, State } from '../machine/machine.ts'
import { carryAll, carryFrom, carryTables, relaidOut } from '../state/carry-over.ts'
import { ChunkedStore } from '../state/chunked-store.ts'
import { OutOfMemory } from '../state/heap.ts'
import { type Layout, narrowCells, widened } from '../state/layout.ts'
import { layoutFor } from '../state/layout-for.ts'
import { LinearStore, maxLeaves } from '../state/linear-store.ts'
import { Room } from '../state/room.ts'
import type { StateStore, StoreSizes } from '../state/state-store.ts'
import { QuickClaims } from './quick-claims.ts'

/** Sizes at which the search changes its ways; smaller ones for tests. */
export interface KnownStatesSizes extends StoreSizes {
  /** States that are walked before code is generated for what they have shown. Default 2,000 and 4 for each leaf. */
  readonly walkedStates?: number | undefined
  /** States up to which layouts have room to spare. Default 2^17. */
  readonly roomyStates?: number | undefined
  /** Runs after which a tree is first tested for reuse; one that is rarely reused is set aside. Default 32. */
  readonly trialRuns?: number | undefined
  /** Successors after which a block ends; room is made for this many. Default 2^13. */
  readonly fullBatch?: number | undefined
  /** Bytes that trees may hold before they must be reused more. Default 128 MB, or a quarter of what may be held. */
  readonly treeBytes?: number | undefined
  /** Bytes that generated code may have. Default 1 MB. */
  readonly maxCodeBytes?: number | undefined
  /** Bytes that may be held. Default: as many as there are. */
  readonly maxBytes?: number | undefined
}

/** The user of known states. */
export interface KnownStatesWatcher {
  /** Called with leaves that generated code has followed, before they are discarded and on request. */
  readonly onTaken: (leaf: StepLeaf) => void
  /** Called when a step has been recorded in a state, or was run there directly. */
  readonly onNews: OnNews
  /** Called during possibly long work on a single state; it may throw to stop. */
  readonly check: () => void
  /** Those that have to see what is recorded of steps. Default: none. */
  readonly recordings?: readonly RecordingWatcher[] | undefined
  /** Called when all states have been packed anew. */
  readonly onLayout?: ((before: Layout, after: Layout) => void) | undefined
}

const defaultTreeBytes = 128 * 2 ** 20

/** With fewer states, a search is over before generated code and a memory for it have been made. */
const defaultLinearStates = 2000

/** Compiling again takes as long as walking some thousand states, and longer if there is more to compile. */
const minWalkedStates = 2000
const walkedStatesOfLeaf = 4

/** With fewer states, spare bits cost little, and save packing all states again for nearly every new value. */
const defaultRoomyStates = 1 << 17

/** A batch of this many records stays in the second-level cache while it is looked up, and is worth the cost of a block. */
const defaultFullBatch = 1 << 13

/** Records of a batch that is not shared with generated code: most models are small. It grows. */
const firstRecords = 1 << 8

/** The states of one search under their current layout. */
export class KnownStates {
  /** A block ends when its batch holds this many successors. */
  readonly fullBatch: number
  readonly effort: {
    recipeRuns: number
    relayouts: number
    kernels: number
    /** Why code could not be generated; undefined if it could. */
    withoutCode?: string
  } = { recipeRuns: 0, relayouts: 0, kernels: 0 }
  readonly claims: ClaimFootprints
  readonly quickClaims: QuickClaims
  layout: Layout
  store: StateStore
  steps: StepFootprints
  expander: Expander
  compiledSteps: CompiledSteps | undefined
  /** The batches that fit the current store and layout. */
  private readonly batches = new Set<SuccessorBatch>()
  private readonly trees: TreeMemory
  private readonly trials: Trials
  private readonly machine: Machine
  private readonly sizes: KnownStatesSizes
  /** States walked since code was generated. */
  private walked = 0
  /** The number of leaves when code was last generated. */
  private lastLeaves = 0
  private ownInserter: Inserter | undefined
  /** In the memory of the store, for the generated code of the layout. */
  private tables: LookUpTables | undefined
  /** The same for that of questions. */
  private questionTables: LookUpTables | undefined
  private readonly room: Room
  /** Whether a linear store has become full; there is no going back to one. */
  private isLinearFull = false
  private readonly watcher: KnownStatesWatcher

  constructor(machine: Machine, sizes: KnownStatesSizes, watcher: KnownStatesWatcher) {
    this.machine = machine
    this.sizes = sizes
    this.watcher = watcher
    const { maxBytes = Number.POSITIVE_INFINITY, treeBytes = Math.min(defaultTreeBytes, maxBytes / 4) } = sizes
    this.trees = new TreeMemory(treeBytes)
    this.trials = new Trials(sizes.trialRuns)
    this.fullBatch = sizes.fullBatch ?? defaultFullBatch
    this.room = new Room(sizes.roomyStates ?? defaultRoomyStates)
    this.layout = layoutFor(machine.initialStates, machine.sets, this.room)
    this.store = new ChunkedStore(this.layout.sizeWords, sizes)
    this.steps = this.newSteps(this.layout)
    this.claims = new ClaimFootprints(machine, this.layout, this.trees, sizes.trialRuns)
    this.quickClaims = new QuickClaims(this.claims, sizes)
    this.expander = this.newExpander(this.layout)
  }

  /** Switches to a layout with room for the new values. Ids stay; earlier leaves are gone if the shape changed. */
  private change({ shape }: LayoutChange): void {
    const old = this.layout
    let layout = old
    if (shape !== undefined) {
      layout = relaidOut(old, shape)
      carryTables(old, layout, this.store)
    } else this.room.becameNarrow(this.store.count, narrowCells(old))
    this.goOver(widened(layout, this.room.withSpare), shape !== undefined)
  }

  private goOver(layout: Layout, hasOtherCells: boolean): void {
    const old = this.layout
    // First whatever can run out of memory: everything else must use the same layout.
    this.moveStates(layout)
    this.effort.relayouts++
    this.watcher.onLayout?.(old, layout)
    const met = hasOtherCells ? membersMet(old, layout) : undefined
    if (met !== undefined && !this.steps.areMostlyOld) this.steps.meet(layout, met)
    else if (hasOtherCells) {
      this.steps.clear()
      this.steps = this.newSteps(layout)
    } else this.steps.useLayout(layout)
    this.claims.useLayout(layout, !hasOtherCells, met)
    this.expander = this.newExpander(layout)
  }

  /**
   * An empty batch for the transitions of states from `from` on, with room in the store for what it leads to: `batch`,
   * whose records are given up, or another one in its place.
   */
  beginBlock(batch: SuccessorBatch | undefined, from: number): SuccessorBatch {
    // Leaves may be forgotten that records of the batch name, and states may move: the batch is emptied only then, for it
    // may be another one.
    this.prepare(2 * this.fullBatch)
    return this.emptyBatch(batch, from)
  }

  /** Switches to another layout while states from `from` on are expanded; returns an empty batch for them. */
  relayout(change: LayoutChange, from: number): SuccessorBatch {
    this.change(change)
    return this.emptyBatch(undefined, from)
  }

  /** This batch, cleared; where it goes by a store or a layout that is no more, or there is none, another one. */
  emptyBatch(batch: SuccessorBatch | undefined, from: number): SuccessorBatch {
    const good = batch !== undefined && this.batches.has(batch) ? batch : this.newBatch()
    good.clear(from)
    return good
  }

  /** Makes sure that this many more states can be stored, and that code is generated when it pays off. */
  private prepare(more: number): void {
    if (this.steps.forget()) this.dropCode()
    this.tighten()
    const { linearStates = defaultLinearStates } = this.sizes
    const isLinear = this.store instanceof LinearStore
    if (isLinear && !this.store.hasRoomFor(more)) this.isLinearFull = true
    if (isLinear ? this.isLinearFull : this.store.count >= linearStates && this.linearRoomFor(more)) {
      this.moveStates(this.layout)
    }
    this.generateClaims()
    const { store } = this
    const { length: leaves } = this.steps.leaves
    if (!(store instanceof LinearStore) || this.walked < this.enoughFor(leaves)) return
    if (leaves === this.lastLeaves || leaves >= maxLeaves) return
    this.lastLeaves = leaves
    this.walked = 0
    const { layout, steps, tables = new LookUpTables(store) } = this
    this.tables = tables
    this.compiledSteps = this.withCode(() => CompiledSteps.of(layout, steps, store, tables, this.sizes.maxCodeBytes))
    if (this.compiledSteps !== undefined) this.effort.kernels++
  }

  /** Whether code pays off that is generated from this many leaves, when answers have been looked up or evaluated so often. */
  isWorthCode(evaluated: number, leaves: number): boolean {
    return this.store instanceof LinearStore && evaluated >= this.enoughFor(leaves)
  }

  private enoughFor(leaves: number): number {
    return this.sizes.walkedStates ?? Math.max(minWalkedStates, walkedStatesOfLeaf * leaves)
  }

  /** Code of questions about states, in place of that before; undefined if they are too large, or code cannot be generated. */
  codeOf(trees: readonly Tree<boolean>[], statesAtATime: number): CompiledQuestions | undefined {
    const { store, layout } = this
    if (!(store instanceof LinearStore)) return undefined
    const tables = this.questionTables ?? new LookUpTables(store)
    this.questionTables = tables
    const { maxCodeBytes: maxBytes } = this.sizes
    return this.withCode(() => CompiledQuestions.of({ layout, store, tables, trees, maxBytes }, statesAtATime))
  }

  private generateClaims(): void {
    const { store, layout, quickClaims } = this
    if (store instanceof LinearStore && quickClaims.isDue) this.withCode(() => quickClaims.generate(layout, store))
  }

  /** Discards what refers to dropped leaves. */
  private dropCode(): void {
    this.compiledSteps = undefined
    this.lastLeaves = 0
    this.expander = this.newExpander(this.layout)
  }

  /** Generates code; undefined if that fails, since everything works without it, only slower. */
  private withCode<C>(generate: () => C): C | undefined {
    try {
      return generate()
    } catch (error) {
      if (error instanceof OutOfMemory) throw error
      this.effort.withoutCode = messageOf(error)
      return undefined
    }
  }

  /** Switches to a layout of fewer words, if there is one. */
  private tighten(): void {
    const widthOf = this.room.tighter(this.store.count)
    if (widthOf === undefined) return
    const tight = widened(this.layout, widthOf)
    if (tight.sizeWords < this.layout.sizeWords) this.goOver(tight, false)
  }

  /** Records that a state had to be walked. */
  noteWalked(): void {
    this.walked++
  }

  /** Reports the leaves that generated code has followed. */
  reportTaken(): void {
    if (!(this.store instanceof LinearStore)) return
    for (const leaf of takenLeaves(this.store)) this.watcher.onTaken(this.steps.leaves[leaf] as StepLeaf)
  }

  /** The code that looks up the batch, if generated code can. */
  get inserter(): Inserter | undefined {
    return this.steps.leaves.length < maxLeaves ? this.ownInserter : undefined
  }

  /** A stored state, valid until another is stored. */
  packed(id: number): PackedState {
    return new PackedState(this.layout, this.store.chunkOf(id), this.store.offsetOf(id))
  }

  /** A stored state as authors see it. */
  stateOf(id: number): State {
    return this.packed(id).state
  }

  get bytes(): number {
    const values = this.layout.cells.reduce((sum, { table }) => sum + table.bytes, 0)
    const recorded =
      this.trees.held + this.steps.directBytes + (this.compiledSteps?.bytes ?? 0) + this.quickClaims.bytes
    return this.store.bytes + this.batchBytes + values + recorded
  }

  private get batchBytes(): number {
    let bytes = 0
    for (const batch of this.batches) bytes += batch.bytes
    return bytes
  }

  /** What {@link bytes} may reach with this many more states. */
  bytesWith(more: number): number {
    return this.bytes - this.store.bytes + this.store.bytesWith(more)
  }

  /** Packs the states anew, into the kind of store that is best for their number. */
  private moveStates(layout: Layout): void {
    const { store } = this
    const { linearStates = defaultLinearStates } = this.sizes
    const isLinear = store.count >= linearStates && this.linearRoomFor(this.fullBatch)
    // For a moment both stores exist.
    if (this.bytes + store.count * (4 * layout.sizeWords + 8) > (this.sizes.maxBytes ?? Number.POSITIVE_INFINITY))
      throw new OutOfMemory('no room for states to be packed anew')
    const next = new (isLinear ? LinearStore : ChunkedStore)(layout.sizeWords, this.sizes)
    const inserter = next instanceof LinearStore ? this.withCode(() => new Inserter(next)) : undefined
    const carry = carryFrom(this.layout, layout)
    if (
      store instanceof LinearStore &&
      next instanceof LinearStore &&
      inserter !== undefined &&
      carry.joins.length === 0
    )
      carryByCode(store, carry.moves, next)
    else carryAll(store, this.layout, carry, next)
    this.reportTaken()
    this.ownInserter = inserter
    this.store = next
    this.layout = layout
    this.compiledSteps = undefined
    this.quickClaims.drop()
    this.tables = undefined
    this.questionTables = undefined
    this.lastLeaves = 0
    this.walked = 0
    this.batches.clear()
  }

  private linearRoomFor(more: number): boolean {
    if (this.isLinearFull || !canGenerate(this.layout)) return false
    const { chunkStates = 1 << 16, linearBytes = 0xff000000 } = this.sizes
    const states = this.store.count + 2 * more
    // The index may be least full just when the store is.
    return states * (4 * this.layout.sizeWords + 16) < linearBytes && states < chunkStates * (1 << 15)
  }

  private newExpander(layout: Layout): Expander {
    return new Expander(this.machine, layout, this.steps, this.watcher)
  }

  private newSteps(layout: Layout): StepFootprints {
    return new StepFootprints(this.machine, layout, this.effort, this.trees, this.trials, this.watcher.recordings)
  }

  private newBatch(): SuccessorBatch {
    const { sizeWords } = this.layout
    const batch =
      this.store instanceof LinearStore
        ? new SuccessorBatch(sizeWords, this.fullBatch + maxBlockStates, this.store.heap)
        : new SuccessorBatch(sizeWords, firstRecords)
    this.batches.add(batch)
    return batch
  }
}
