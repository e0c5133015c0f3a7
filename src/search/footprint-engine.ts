/**
 * The footprint engine: packed states, recorded steps, look-ups in batches.
 *
 * A block of states is expanded into a batch (block-expander.ts), which changes nothing else; then the batch is entered
 * (batch-entry.ts): its successors are looked up and stored in the order in which the reference would meet them, so that
 * states have the same numbers in both engines, and claims are evaluated in the same order.
 */

import type { Path } from '../base/plain.ts'
import type { Machine, State } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import type { Growing } from '../outcome/growing.ts'
import type { Effort } from '../outcome/outcome.ts'
import type { Profile } from '../outcome/profile.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { packState } from '../state/carry-over.ts'
import { hashOf } from '../state/hash.ts'
import type { Cell, Place } from '../state/layout.ts'
import type { Representatives } from '../symmetry/representatives.ts'
import { Audits } from './audits.ts'
import { BatchEntry } from './batch-entry.ts'
import { BlockExpander } from './block-expander.ts'
import type { BlockOrder } from './block-order.ts'
import { BlockSymmetry } from './block-symmetry.ts'
import { BlockViews } from './block-views.ts'
import type { Engine, EngineParts } from './engine.ts'
import { FootprintGraph } from './footprint-graph.ts'
import { GrowthWatch } from './growth.ts'
import { KeptEdges } from './kept-edges.ts'
import type { KeyReaders } from './key-readers.ts'
import { KnownStates, type KnownStatesSizes, type KnownStatesWatcher } from './known-states.ts'
import { StoppedWithin } from './options.ts'
import { Profiler } from './profile/profiler.ts'
import { type MetPart, StoredSetWatch } from './stored-set-watch.ts'
import type { Views } from './views.ts'

/** For tests: sizes at which the borders of chunks and blocks are met with few states. */
export interface FootprintSizes extends KnownStatesSizes {
  /** States expanded together, at most 1,024, which is the default. */
  readonly blockStates?: number | undefined
  /** Runs of steps and claims that a proof of symmetry may always take. Default 20,000. */
  readonly proofRuns?: number | undefined
}

/** An engine that runs a recipe once for each footprint. */
export class FootprintEngine implements Engine {
  readonly name = 'footprint'
  readonly known: KnownStates
  private readonly machine: Machine
  private readonly keyReaders: KeyReaders
  private readonly maxMemory: number | undefined
  private readonly entry: BatchEntry
  private blocks: BlockExpander
  private readonly growth = new GrowthWatch()
  private readonly kept = new KeptEdges()
  private readonly storedSets: StoredSetWatch
  private readonly symmetry: BlockSymmetry | undefined
  private readonly order: BlockOrder | undefined
  private readonly blockViews: BlockViews | undefined
  private readonly profiler: Profiler | undefined

  /** With an `order`, not all transitions are followed. */
  constructor(parts: EngineParts, sizes: FootprintSizes = {}, order?: BlockOrder) {
    const { machine, options, judge, stepsTaken, novelty, keyReaders, cut, check } = parts
    this.machine = machine
    this.keyReaders = keyReaders
    this.maxMemory = options.maxMemory
    this.storedSets = new StoredSetWatch(machine.storedSets)
    const profiler = options.profile === true ? new Profiler(machine) : undefined
    this.profiler = profiler
    const watcher: KnownStatesWatcher = {
      onTaken: leaf => stepsTaken.note(leaf),
      onNews: (id, { mover, step }, mayReadKeys) => {
        novelty.meetStep(id, mover, step)
        if (mayReadKeys) keyReaders.noteStep(mover, step)
      },
      check,
      recordings: [order, profiler].filter(watcher => watcher !== undefined),
      onLayout: profiler && ((before, after) => profiler.layoutChanged(before, after)),
    }
    this.known = new KnownStates(machine, { maxBytes: options.maxMemory, ...sizes }, watcher)
    this.symmetry = parts.reducedBy === 'symmetry' ? new BlockSymmetry(machine, this.known, sizes.proofRuns) : undefined
    this.blockViews = parts.reducedBy === 'view' ? new BlockViews(machine, this.known) : undefined
    this.order = order
    order?.begin(this.known)
    this.entry = new BatchEntry(parts, this.known, this.symmetry, profiler)
    const { blockStates } = sizes
    const { symmetry } = this
    const audits = new Audits(options.auditEvery)
    this.blocks = new BlockExpander(this.known, { audits, cut, judge, blockStates, symmetry })
  }

  get representatives(): Representatives | undefined {
    return this.symmetry?.representatives
  }

  get compared(): 'all' | 'sample' {
    return this.symmetry?.compared ?? 'all'
  }

  get views(): Views | undefined {
    return this.blockViews?.views
  }

  get count(): number {
    return this.known.store.count
  }

  get transitions(): number {
    return this.entry.transitions
  }

  get bytesOutside(): number {
    return this.known.store.bytes
  }

  get growing(): readonly Growing[] {
    return this.growth.growing
  }

  get effort(): Effort {
    const { effort, bytes, layout } = this.known
    return { ...effort, bytes: bytes + this.bytesBeside, wordsPerState: layout.sizeWords }
  }

  get profile(): Profile | undefined {
    return this.profiler?.profile(this.known.layout, this.known.store)
  }

  endLevel(): void {
    for (const claim of this.known.claims.readKeys) this.keyReaders.noteClaim(claim)
    this.growth.endLevel(this.known.layout)
    this.profiler?.endLevel(this.known.layout)
    this.refuseBrokenSets()
    this.order?.endLevel()
  }

  refuseBrokenSets(): void {
    this.storedSets.look(() => this.known.layout.cells.map(partOfCell))
  }

  endSearch(): void {
    this.known.reportTaken()
  }

  isRecord(path: Path): boolean {
    const place = path.reduce<Place | undefined>(
      (around, key) => (around === undefined ? undefined : partOf(around, String(key))),
      this.known.layout.root,
    )
    return place?.kind === 'record' && place.fields.size > 0
  }

  enterInitialStates(): void {
    const { known } = this
    for (const state of this.machine.initialStates) {
      if (this.views?.isFirst(state, known.store.count) === false) continue
      const words = this.symmetry?.initial(state) ?? (packState(known.layout, state) as Int32Array)
      const { count } = known.store
      const id = known.store.add(words, 0, hashOf(words, 0, words.length))
      if (id === count) this.entry.judgeClaims(id, 0)
    }
  }

  leave(from: StateId, end: StateId, depth: number): number {
    if (this.isMemoryFull()) throw new StoppedWithin('memory limit')
    const batch = this.blocks.expand(from, end)
    this.order?.thin(batch)
    this.blockViews?.replace(batch)
    const left = this.entry.enter(batch, from, depth + 1)
    this.order?.entered(batch)
    this.blockViews?.entered(batch, left)
    // What leads to a state that is taken for another is no transition to that one.
    if (batch.isCostly && this.blockViews === undefined) this.kept.keep(batch, from, left, this.known)
    this.symmetry?.checkStates(from, left)
    return left
  }

  /** Those that do not depend on the layout. */
  private get bytesBeside(): number {
    return this.kept.bytes + (this.symmetry?.bytes ?? 0)
  }

  private isMemoryFull(): boolean {
    const { maxMemory, known } = this
    return maxMemory !== undefined && known.bytesWith(2 * known.fullBatch) + this.bytesBeside > maxMemory
  }

  stateOf(id: StateId): State {
    return this.known.stateOf(id)
  }

  statesOf(id: StateId): number | undefined {
    const { store } = this.known
    return this.symmetry === undefined
      ? 1
      : this.symmetry.representatives.orbitSize(store.chunkOf(id), store.offsetOf(id))
  }

  repeat(id: StateId, transitions: readonly Transition[]): void {
    this.blocks.repeat(id, transitions)
  }

  graph(levelStarts: readonly StateId[]): FootprintGraph {
    return new FootprintGraph(this.machine, levelStarts, this.known, this.handOver(), this.kept)
  }

  /** Expands blocks, with its batch; if the search continues, it does so with another expander. */
  handOver(): BlockExpander {
    const { blocks } = this
    this.blocks = blocks.another()
    return blocks
  }
}

/** A member of a set lies at the end of its path as text. */
function partOfCell({ path, isMember, table: { values } }: Cell): MetPart {
  const name = JSON.stringify(path)
  if (!isMember) return { path, name, values }
  return { path: [...path.slice(0, -1), 0], name, values: [JSON.parse(String(path.at(-1)))] }
}

function partOf(place: Place, key: string): Place | undefined {
  if (place.kind === 'record') return place.fields.get(key)
  return place.kind === 'array' ? place.items[Number(key)] : undefined
}
