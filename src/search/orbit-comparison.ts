/**
 * Compares a stored state with every state of its orbit: the same steps lead to the same states under other names, and claims say the
 * same. Code that tells names apart may show it in none but a few states that are stored under other names, so nothing less is
 * a proof. What steps and claims do there is looked up in their trees like anything else.
 */

import { PackedState } from '../footprint/packed-state.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Machine } from '../machine/machine.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { hashOf } from '../state/hash.ts'
import { isWideEnough, type Layout } from '../state/layout.ts'
import { PackedOrbit } from '../symmetry/packed-orbit.ts'
import type { PackedRenaming } from '../symmetry/packed-renaming.ts'
import type { KnownStates } from './known-states.ts'

/** What can be done in a packed state, and what claims say of it. */
interface Looked {
  readonly state: PackedState
  readonly answers: readonly string[]
  readonly batch: SuccessorBatch
}

export class OrbitComparison {
  /** Whether a state under other names needs another layout. */
  isTooNarrow = false
  private readonly machine: Machine
  private readonly known: KnownStates
  private orbit: PackedOrbit | undefined
  /** For the transitions of the stored state and of another one, used again and again. */
  private batches: readonly [SuccessorBatch, SuccessorBatch] | undefined

  constructor(machine: Machine, known: KnownStates) {
    this.machine = machine
    this.known = known
  }

  /** The renamings under which a state behaves otherwise, or under which that cannot be looked up. */
  differing(id: StateId): PackedRenaming[] {
    const { store, layout } = this.known
    const words = store.chunkOf(id).slice(store.offsetOf(id), store.offsetOf(id) + layout.sizeWords)
    const orbit = this.orbitNow()
    const [ownBatch, otherBatch] = this.batchesOf(layout)
    const own = this.look(id, words, ownBatch)
    const met = new Map([[hashOf(words, 0, words.length), words]])
    const differing = orbit.renamings.filter(renaming => {
      const image = new Int32Array(layout.sizeWords)
      if (own === undefined || !orbit.pack(renaming, words, 0, image)) return this.giveUp()
      const hash = hashOf(image, 0, image.length)
      const before = met.get(hash)
      if (before?.every((word, i) => word === image[i]) === true) return false
      met.set(hash, image)
      const other = this.look(id, image, otherBatch)
      return other === undefined ? this.giveUp() : !this.isAlike(own, other, renaming)
    })
    // Names that no state has had in a cell may have outgrown it.
    this.isTooNarrow ||= !isWideEnough(layout)
    return differing
  }

  private giveUp(): true {
    this.isTooNarrow = true
    return true
  }

  private orbitNow(): PackedOrbit {
    const { layout } = this.known
    if (this.orbit?.layout === layout) return this.orbit
    this.batches = undefined
    this.orbit = new PackedOrbit(this.machine, layout)
    return this.orbit
  }

  private batchesOf({ sizeWords }: Layout): readonly [SuccessorBatch, SuccessorBatch] {
    this.batches ??= [new SuccessorBatch(sizeWords, 32), new SuccessorBatch(sizeWords, 32)]
    return this.batches
  }

  /** Undefined if that needs another layout. */
  private look(id: StateId, words: Int32Array, batch: SuccessorBatch): Looked | undefined {
    const { layout, claims, expander } = this.known
    if (!isWideEnough(layout)) return undefined
    const state = new PackedState(layout, words, 0)
    const answers = claims.stateClaims.map(claim => claims.evaluateState(claim, state))
    batch.clear(id)
    const isOutside = claims.stateClaims.some(
      (claim, i) => this.machine.claims[claim]?.kind === 'bound' && answers[i] === 'false',
    )
    if (!isOutside && expander.expand(id, words, 0, batch) !== undefined) return undefined
    return { state, answers, batch }
  }

  private isAlike(own: Looked, other: Looked, renaming: PackedRenaming): boolean {
    if (own.answers.some((answer, i) => answer !== other.answers[i])) return false
    if (own.batch.count !== other.batch.count || !this.failAlike(own, other, renaming)) return false
    const left = recordsOf(other.batch)
    const image = new Int32Array(this.known.layout.sizeWords)
    for (const record of recordsOf(own.batch)) {
      if (!this.orbitNow().pack(renaming, own.batch.words, record, image)) return !this.giveUp()
      const leaf = this.leafOf(own.batch, record)
      const mover = this.moverOf(leaf, renaming)
      const at = left.findIndex(one => this.isSame(other.batch, one, image, mover))
      if (at < 0 || !this.claimsAgree(own, record, other, left[at] as number)) return false
      left[at] = left.at(-1) as number
      left.pop()
    }
    return true
  }

  private failAlike(own: Looked, other: Looked, renaming: PackedRenaming): boolean {
    const texts = ({ batch }: Looked, moverOf: (leaf: StepLeaf) => number): string =>
      String(batch.failures.map(({ leaf }) => `${moverOf(leaf)} ${leaf.effect}`).sort())
    return texts(own, leaf => this.moverOf(leaf, renaming)) === texts(other, ({ mover }) => mover)
  }

  private isSame(batch: SuccessorBatch, record: number, image: Int32Array, mover: number): boolean {
    for (let i = 0; i < image.length; i++) if (batch.words[record + i] !== image[i]) return false
    return this.leafOf(batch, record).mover === mover
  }

  /** Whether claims agree on two transitions. */
  private claimsAgree(own: Looked, record: number, other: Looked, same: number): boolean {
    const { claims, layout } = this.known
    const answer = (claim: number, { state, batch }: Looked, at: number): string =>
      claims.evaluateTransition(claim, this.leafOf(batch, at), state, new PackedState(layout, batch.words, at))
    return claims.transitionClaims.every(claim => answer(claim, own, record) === answer(claim, other, same))
  }

  private leafOf(batch: SuccessorBatch, record: number): StepLeaf {
    return batch.leafOf(record, this.known.steps)
  }

  private moverOf({ mover }: StepLeaf, { renaming }: PackedRenaming): number {
    return renaming.mover(mover)
  }
}

function recordsOf({ base, count, record }: SuccessorBatch): number[] {
  return Array.from({ length: count }, (_, i) => base + i * record.words)
}
