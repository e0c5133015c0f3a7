import type { Layout } from '../state/layout.ts'
import { addCells, type CellSet, cellsAt, meet } from './cell-set.ts'
import type { PlacesOfClaims } from './places-of-claims.ts'
import type { StepEffects } from './step-effects.ts'

/** What a step of a mover may do, as cells of one layout. */
export interface EffectInCells {
  readonly mover: number
  readonly step: string
  /** With what claims read of its transitions. */
  readonly reads: CellSet
  readonly writes: CellSet
  /** Where it may lead; undefined if it was not recorded yet, and may do anything. */
  readonly next: ReadonlySet<string> | undefined
}

/** The effects of all steps under one layout, by what is known now. */
export class KnownEffects {
  readonly layout: Layout
  private readonly effects: StepEffects
  private readonly claims: PlacesOfClaims
  private readonly known = new Map<string, EffectInCells>()
  /** For each claim about states, the cells that it has read. */
  private readonly seenByClaims: readonly CellSet[]

  constructor(layout: Layout, effects: StepEffects, claims: PlacesOfClaims) {
    this.layout = layout
    this.effects = effects
    this.claims = claims
    this.seenByClaims = claims.ofStates.map(places => cellsAt(layout, places))
  }

  of(mover: number, step: string): EffectInCells {
    const key = `${mover} ${step}`
    const known = this.known.get(key) ?? this.find(mover, step)
    this.known.set(key, known)
    return known
  }

  /** All recorded steps of a mover. */
  stepsOf(mover: number): EffectInCells[] {
    return this.effects.stepsOf(mover).map(step => this.of(mover, step))
  }

  private find(mover: number, step: string): EffectInCells {
    const effect = this.effects.of(mover, step)
    const cells = (places: Parameters<typeof cellsAt>[1]) => cellsAt(this.layout, places)
    const reads = cells(effect?.reads.values() ?? [[]])
    addCells(reads, this.readByClaims(mover, step))
    return { mover, step, reads, writes: cells(effect?.writes.values() ?? [[]]), next: effect?.next }
  }

  /** What claims about the transitions of a step have read. */
  readByClaims(mover: number, step: string): CellSet {
    return cellsAt(this.layout, this.claims.ofStep({ mover, step }))
  }

  /**
   * Whether an effect and what is done now depend on each other: `reads` must stay as they are, and nobody may have seen the
   * `writes`. Two writes that the same claim about states looks at do not commute for it.
   */
  touches({ reads: itsReads, writes: itsWrites, next }: EffectInCells, reads: CellSet, writes: CellSet): boolean {
    if (next === undefined || meet(reads, itsWrites) || meet(writes, itsWrites) || meet(writes, itsReads)) return true
    return this.seenByClaims.some(seen => meet(writes, seen) && meet(itsWrites, seen))
  }
}
