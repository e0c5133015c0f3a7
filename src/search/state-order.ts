import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Machine } from '../machine/machine.ts'
import type { CellSet } from '../order/cell-set.ts'
import type { Independence, Operation } from '../order/independence.ts'
import { bitNumber, persistentSets } from '../order/persistent-set.ts'
import { type Layout, valueIn } from '../state/layout.ts'
import type { GatheredState } from './block-order.ts'
import type { KnownStates } from './known-states.ts'

/** Chooses which movers to follow in a state, under one layout and by what is known now. */
export class StateOrder {
  readonly layout: Layout
  private readonly known: KnownStates
  private readonly independence: Independence
  private readonly looks: readonly (readonly number[] | undefined)[]
  private readonly movers: number
  /** What the transitions of a leaf do, by its number. */
  private readonly ofLeaves: (Operation | undefined)[] = []
  private readonly moverOfLeaf: number[] = []
  /** Operations that read and write the same are one. */
  private readonly byCells = new Map<string, Operation>()
  /** What a mover looks at that cannot move, by mover and step. */
  private readonly waiting = new Map<string, Operation>()

  // Of the state that is looked at.
  private readonly pcs: Int32Array
  private readonly firsts: Int32Array
  private readonly ways: Int32Array
  private enabled = 0
  private batch: SuccessorBatch | undefined

  constructor(
    { movers }: Machine,
    known: KnownStates,
    independence: Independence,
    looks: readonly (readonly number[] | undefined)[],
  ) {
    this.layout = known.layout
    this.known = known
    this.independence = independence
    this.looks = looks
    this.movers = movers.length
    this.pcs = new Int32Array(movers.length)
    this.firsts = new Int32Array(movers.length)
    this.ways = new Int32Array(movers.length)
  }

  /** The mover of a leaf. */
  moverOf(leaf: number): number {
    this.moverOfLeaf[leaf] ??= this.known.steps.leaves[leaf]!.mover
    return this.moverOfLeaf[leaf]!
  }

  /** The movers to follow, as bits; undefined if all. */
  choose({ id, batch, from, end, isLeftLater }: GatheredState): number | undefined {
    this.countWays(batch, from, end)
    if ((this.enabled & (this.enabled - 1)) === 0) return undefined
    this.readLabels(id)
    const sets = persistentSets({
      enabled: this.enabled,
      companionsOf: mover => this.companionsOf(mover),
      waysOf: mover => this.ways[mover]!,
    })
    const chosen = sets.find(set => this.recordsOf(set & this.enabled).some(isLeftLater))
    if (chosen !== undefined) this.rely(chosen)
    return chosen
  }

  /** Records come mover by mover. */
  private countWays(batch: SuccessorBatch, from: number, end: number): void {
    this.batch = batch
    this.ways.fill(0)
    this.enabled = 0
    for (let record = from; record < end; record += batch.record.words) {
      const mover = this.moverOf(batch.leafAt(record))
      if (this.ways[mover]!++ === 0) this.firsts[mover] = record
      this.enabled |= 1 << mover
    }
  }

  private readLabels(id: number): void {
    const { steps, store, layout } = this.known
    const [words, at] = [store.chunkOf(id), store.offsetOf(id)]
    for (const [mover, { pc }] of steps.movers.entries()) {
      this.pcs[mover] = pc === undefined ? 0 : valueIn(layout.cells[pc]!, words, at)
    }
  }

  private recordsOf(movers: number): number[] {
    const { record } = this.batch as SuccessorBatch
    const records: number[] = []
    for (let rest = movers; rest !== 0; rest &= rest - 1) {
      const mover = bitNumber(rest & -rest)
      for (let way = 0; way < this.ways[mover]!; way++) records.push(this.firsts[mover]! + way * record.words)
    }
    return records
  }

  private companionsOf(mover: number): number {
    let found = 0
    for (const operation of this.operationsOf(mover)) {
      for (let other = 0; other < this.movers; other++) {
        if (other === mover || (found & (1 << other)) !== 0) continue
        if (this.independence.isDependent(operation, other, this.pcs[other]!, () => this.stepOf(other)))
          found |= 1 << other
      }
    }
    return found
  }

  /** What a mover does in the state: one for each way in which it can move, or what it waits for. */
  private operationsOf(mover: number): readonly Operation[] {
    if ((this.enabled & (1 << mover)) === 0) return [this.waitingOf(mover)]
    const batch = this.batch as SuccessorBatch
    return this.recordsOf(1 << mover).map(record => this.operationOf(batch.leafAt(record)))
  }

  private waitingOf(mover: number): Operation {
    const step = this.stepOf(mover)
    const key = `${mover} ${step}`
    const known =
      this.waiting.get(key) ??
      this.operation(step === undefined ? this.noCells() : this.independence.readsOf(mover, step), this.noCells(), mover)
    this.waiting.set(key, known)
    return known
  }

  private operationOf(leaf: number): Operation {
    const known = this.ofLeaves[leaf] ?? this.makeOperation(leaf)
    this.ofLeaves[leaf] = known
    return known
  }

  private makeOperation(number: number): Operation {
    const leaf = this.known.steps.leaves[number]!
    const looks = this.looks[number]
    // Where there was a choice, the ways that are closed have been looked at, too.
    const isAll = looks === undefined || !leaf.areWritesKnown || leaf.script.length > 0
    const reads = isAll
      ? this.independence.readsOf(leaf.mover, leaf.step)
      : this.independence.readsOfClaims(leaf.mover, leaf.step)
    const writes = this.noCells()
    for (const cell of looks ?? []) reads[cell] = 1
    for (const { cell } of leaf.operations) reads[cell] = 1
    for (const { cell } of [...leaf.writes, ...leaf.operations]) writes[cell] = 1
    if (!leaf.areWritesKnown) writes.fill(1)
    return this.operation(reads, writes, leaf.mover)
  }

  private operation(reads: CellSet, writes: CellSet, mover: number): Operation {
    const pc = this.known.steps.movers[mover]?.pc
    if (pc !== undefined) reads[pc] = 1
    const key = `${reads} ${writes}`
    const known = this.byCells.get(key) ?? this.independence.operation(reads, writes, this.movers)
    this.byCells.set(key, known)
    return known
  }

  /** The step of a mover at its label; undefined if it has ended. */
  private stepOf(mover: number): string | undefined {
    const footprint = this.known.steps.movers[mover]?.steps[this.pcs[mover]!]
    return footprint === null ? undefined : (footprint?.step ?? '')
  }

  private rely(set: number): void {
    for (let rest = set; rest !== 0; rest &= rest - 1) {
      for (const operation of this.operationsOf(bitNumber(rest & -rest))) {
        for (let other = 0; other < this.movers; other++) {
          if ((set & (1 << other)) === 0)
            this.independence.rely(operation, other, this.pcs[other]!, () => this.stepOf(other))
        }
      }
    }
  }

  private noCells(): CellSet {
    return new Uint8Array(this.layout.cells.length)
  }
}
