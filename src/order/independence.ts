/**
 * Whether what a mover does now could matter to what another may still do, and the other way round.
 *
 * What it does now is known exactly: the cells that were read on the way through the tree of its step in this state, and those
 * written. Of the other one all counts that was ever recorded of its steps from its label on, and a step that was not
 * recorded yet may do anything. A later recording may show more; what was relied on is kept, to be looked at again.
 */

import type { Path } from '../base/plain.ts'
import type { Layout } from '../state/layout.ts'
import { addCells, type CellSet, cellsAt, meet, placesOf } from './cell-set.ts'
import type { StepEffects } from './step-effects.ts'

/** What claims read. */
export interface ClaimReads {
  /** For each claim about states, the cells that it has read. */
  readonly ofStates: readonly CellSet[]
  /** The places that claims about transitions have read where a mover took a step. */
  ofStep(mover: number, step: string): Iterable<Path>
}

/** What a mover does in a state. */
export interface Operation {
  readonly reads: CellSet
  readonly writes: CellSet
  /** By mover and the number of its label: whether it must come along; 0 if that was not asked yet. */
  readonly answers: Uint8Array
}

const independent = 1
const dependent = 2
const reliedOn = 3

/** That an operation does not depend on anything that a mover may do from a label on. */
interface Reliance {
  readonly reads: readonly Path[]
  readonly writes: readonly Path[]
  readonly mover: number
  readonly step: string
}

/** What a mover may still do. */
interface Future {
  readonly reads: CellSet
  readonly writes: CellSet
}

/** What was relied on in a search, under all its layouts. */
export class Reliances {
  private readonly all = new Map<string, Reliance>()

  add(reliance: Reliance): void {
    this.all.set(JSON.stringify(reliance), reliance)
  }

  /** Whether all of it is still true. */
  hold(independence: Independence): boolean {
    for (const { reads, writes, mover, step } of this.all.values()) {
      if (independence.dependsOn(reads, writes, mover, step)) return false
    }
    return true
  }
}

/** Under one layout, and by what is known now. */
export class Independence {
  private readonly layout: Layout
  private readonly effects: StepEffects
  private readonly claims: ClaimReads
  private readonly futures = new Map<string, Future | undefined>()
  private readonly reliances: Reliances
  private readonly labels: number

  /** `labels` is more than any number of a label. */
  constructor(layout: Layout, effects: StepEffects, claims: ClaimReads, reliances: Reliances, labels: number) {
    this.layout = layout
    this.effects = effects
    this.claims = claims
    this.reliances = reliances
    this.labels = labels
  }

  operation(reads: CellSet, writes: CellSet, movers: number): Operation {
    return { reads, writes, answers: new Uint8Array(movers * this.labels) }
  }

  /** All that a mover's step has read, with what claims about its transitions have. */
  readsOf(mover: number, step: string): CellSet {
    const reads = cellsAt(this.layout, this.effects.of(mover, step)?.reads.values() ?? [[]])
    addCells(reads, this.readsOfClaims(mover, step))
    return reads
  }

  /** What claims about the transitions of a step have read. */
  readsOfClaims(mover: number, step: string): CellSet {
    return cellsAt(this.layout, this.claims.ofStep(mover, step))
  }

  /** Whether an operation and something that a mover may do from its label on, number `pc`, depend on each other. */
  isDependent(operation: Operation, mover: number, pc: number, stepAt: () => string | undefined): boolean {
    const at = mover * this.labels + pc
    if (operation.answers[at] === 0) {
      const step = stepAt()
      const isSo = step !== undefined && this.touches(operation.reads, operation.writes, mover, step)
      operation.answers[at] = isSo ? dependent : independent
    }
    return operation.answers[at] === dependent
  }

  /** Notes that it was relied on that they do not. */
  rely(operation: Operation, mover: number, pc: number, stepAt: () => string | undefined): void {
    const at = mover * this.labels + pc
    if (operation.answers[at] === reliedOn) return
    operation.answers[at] = reliedOn
    const step = stepAt()
    if (step === undefined) return
    const { layout } = this
    this.reliances.add({
      reads: placesOf(layout, operation.reads),
      writes: placesOf(layout, operation.writes),
      mover,
      step,
    })
  }

  /** The same for an operation of another layout. */
  dependsOn(reads: readonly Path[], writes: readonly Path[], mover: number, step: string): boolean {
    return this.touches(cellsAt(this.layout, reads), cellsAt(this.layout, writes), mover, step)
  }

  private touches(reads: CellSet, writes: CellSet, mover: number, step: string): boolean {
    const future = this.futureOf(mover, step)
    if (future === undefined) return true
    if (meet(reads, future.writes) || meet(writes, future.writes) || meet(writes, future.reads)) return true
    // Two steps that a claim sees both of do not commute for it.
    return this.claims.ofStates.some(seen => meet(writes, seen) && meet(future.writes, seen))
  }

  /** Undefined if there is a step among them that was not recorded yet. */
  private futureOf(mover: number, step: string): Future | undefined {
    const key = `${mover} ${step}`
    if (!this.futures.has(key)) this.futures.set(key, this.makeFuture(mover, step))
    return this.futures.get(key)
  }

  private makeFuture(mover: number, step: string): Future | undefined {
    const { layout, effects } = this
    const future = { reads: cellsAt(layout, []), writes: cellsAt(layout, []) }
    const steps = new Set([step])
    for (const each of steps) {
      if (each === 'done') continue
      const effect = effects.of(mover, each)
      if (effect === undefined) return undefined
      addCells(future.reads, cellsAt(layout, effect.reads.values()))
      addCells(future.reads, this.readsOfClaims(mover, each))
      addCells(future.writes, cellsAt(layout, effect.writes.values()))
      for (const label of effect.next) steps.add(label)
    }
    return future
  }
}
