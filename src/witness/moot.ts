/**
 * Which reads of a run made no difference: with no other value that is tried there would anything that matters have come
 * out otherwise. The slice keeps the writers of such reads, so that its steps do the same alone; an explanation leaves
 * them out.
 */

import { canonical } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import type { Move } from '../outcome/outcome.ts'
import type { Cell } from '../state/layout.ts'
import { cellValue } from './cell-value.ts'
import type { OmittedWrite } from './omissions.ts'
import type { RunFootprints } from './run-footprints.ts'
import type { Otherwise, WhatIf } from './what-if.ts'

/** A read of a cell in state `k` of the run. */
export interface Look {
  readonly cell: number
  readonly k: number
}

/** A slice, before it is known which of its reads made a difference. */
export interface Sliced {
  readonly footprints: RunFootprints
  readonly whatIf: WhatIf
  /** The steps that matter. */
  readonly matters: ReadonlySet<number>
  /** Whether the last step is the violation itself. */
  readonly isLastBroken: boolean
  /** The movers that wait at the end, where that is what is shown. */
  readonly waiting: readonly number[]
  /** The steps that did not do what would have helped, with the cells that decided. */
  readonly undone: readonly Pick<OmittedWrite, 'k' | 'cells'>[]
  /** What the claim read, and whether its answer would have been the same with another value there. */
  readonly looks: readonly Look[]
  readonly isMootToClaim: (look: Look) => boolean
}

/** More steps take too long to try with other values. */
const maxSteps = 80
const valuesTried = 12

/** Which reads of steps and of the claim are moot; none where there are too many steps to try. */
export class Moot {
  private readonly sliced: Sliced
  private readonly ofSteps = new Set<string>()
  private readonly ofClaim = new Set<string>()
  /** For each step, the cells that it wrote and that made a difference to a later one. */
  private readonly effects = new Map<number, Set<number>>()
  /** The steps that decided where their process went, by what they read. */
  private readonly deciding = new Set<number>()
  /** The movers whose way to a later step matters. */
  private readonly onTheirWay = new Set<number>()

  constructor(sliced: Sliced) {
    this.sliced = sliced
    if (sliced.matters.size > maxSteps) return
    this.settleClaim()
    for (let k = sliced.footprints.moves.length - 1; k >= 0; k--) if (sliced.matters.has(k)) this.settle(k)
  }

  ofStep(k: number, cell: number): boolean {
    return this.ofSteps.has(keyOf({ k, cell }))
  }

  /** Whether a step decided by what it read that its process came to a later one that matters. */
  decides(k: number): boolean {
    return this.deciding.has(k)
  }

  /** Whether something else that a step might have done would have made a difference to what matters. */
  isTurnedBy(k: number, other: Otherwise): boolean {
    return this.isOtherwise(k, this.sliced.whatIf.did(k), other)
  }

  /** The cells that a step wrote and that made a difference to a later one, or to the claim. */
  effectsOf(k: number): readonly number[] {
    return [...(this.effects.get(k) ?? [])]
  }

  toClaim(look: Look): boolean {
    return this.ofClaim.has(keyOf(look))
  }

  private settleClaim(): void {
    const { looks, waiting, isMootToClaim } = this.sliced
    const effective = looks.filter(look => !isMootToClaim(look))
    for (const look of looks) {
      // Where no single one turns the answer, all of them make it.
      if (effective.length > 0 && !effective.includes(look)) this.ofClaim.add(keyOf(look))
      else this.hasEffect(look)
    }
    for (const mover of waiting) this.onTheirWay.add(mover)
  }

  private hasEffect({ cell, k }: Look): void {
    const writer = this.sliced.footprints.writerOf(cell, k)
    if (writer === null) return
    const known = this.effects.get(writer)
    if (known === undefined) this.effects.set(writer, new Set([cell]))
    else known.add(cell)
  }

  /** A step behind which everything is settled. */
  private settle(k: number): void {
    const { footprints } = this.sliced
    const cells = footprints.readsOf(k)
    const effective = this.effectiveOf(k)
    for (const cell of cells) {
      if (effective.includes(cell)) this.hasEffect({ cell, k })
      else this.ofSteps.add(keyOf({ k, cell }))
    }
    if (this.isOfUse(k) || effective.length > 0) this.onTheirWay.add((footprints.moves[k] as Move).mover)
  }

  /** Those that turn something alone; and where two say the same, so that neither does, those that do so together. */
  private effectiveOf(k: number): number[] {
    const { footprints, whatIf } = this.sliced
    const cells = footprints.readsOf(k)
    const turning = cells.filter(cell => this.makesDifference(k, cell))
    const others = cells.filter(cell => !turning.includes(cell) && footprints.isChangedEver(cell))
    const isTogether = others.length > 1 && this.isOtherwise(k, whatIf.did(k), whatIf.together(k, others))
    return isTogether ? [...turning, ...others] : turning
  }

  /** Whether a step matters by what it did, and not only as a step on a way. */
  private isOfUse(k: number): boolean {
    return this.effects.has(k) || this.isBroken(k) || this.sliced.undone.some(one => one.k === k)
  }

  private makesDifference(k: number, cell: number): boolean {
    const { whatIf, undone } = this.sliced
    if (undone.some(one => one.k === k && one.cells.includes(cell))) return true
    if (!this.isOnWay(k) && !this.effects.has(k)) return false
    let isTried = false
    for (const other of whatIf.otherwise(k, cell, valuesTried)) {
      if (this.isOtherwise(k, whatIf.did(k), other)) return true
      isTried = true
    }
    return !isTried
  }

  /** Whether a step would have gone elsewhere where that matters, or left something else of what does. */
  private isOtherwise(k: number, did: Otherwise, other: Otherwise): boolean {
    const turns = this.isOnWay(k) && other.where !== did.where
    if (turns) this.deciding.add(k)
    return turns || [...(this.effects.get(k) ?? [])].some(effect => this.differs(effect, did, other))
  }

  private isOnWay(k: number): boolean {
    const { mover } = this.sliced.footprints.moves[k] as Move
    return this.isBroken(k) || (this.onTheirWay.has(mover) && this.sliced.footprints.pcOf(mover) !== undefined)
  }

  private differs(cell: number, did: Otherwise, other: Otherwise): boolean {
    const known = this.sliced.footprints.layout.cells[cell] as Cell
    const [value, otherwise] = [did, other].map(({ state }) => shown(known, state))
    return value !== otherwise
  }

  private isBroken(k: number): boolean {
    return this.sliced.isLastBroken && k === this.sliced.footprints.moves.length - 1
  }
}

function shown(cell: Cell, state: State | undefined): string {
  const value = state === undefined ? undefined : cellValue(cell, state)
  return value === undefined ? '' : canonical(value)
}

function keyOf({ cell, k }: Look): string {
  return `${k} ${cell}`
}
