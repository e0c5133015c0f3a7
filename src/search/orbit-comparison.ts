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

  constructor(machine: Machine, known: KnownStates) {
    this.machine = machine
    this.known = known
  }

  /** The renamings under which a state behaves otherwise, or under which that cannot be looked up. */
  differing(id: StateId): PackedRenaming[] {
    const { store, layout } = this.known
    const words = store.chunkOf(id).slice(store.offsetOf(id), store.offsetOf(id) + layout.sizeWords)
    const orbit = this.orbitNow()
    const own = this.look(id, words)
    const met = new Set<string>([String(words)])
    return orbit.renamings.filter(renaming => {
      const image = new Int32Array(layout.sizeWords)
      if (own === undefined || !orbit.pack(renaming, words, 0, image)) return this.giveUp()
      const text = String(image)
      if (met.has(text)) return false
      met.add(text)
      const other = this.look(id, image)
      return other === undefined ? this.giveUp() : !this.isAlike(own, other, renaming)
    })
  }

  private giveUp(): true {
    this.isTooNarrow = true
    return true
  }

  private orbitNow(): PackedOrbit {
    if (this.orbit?.layout !== this.known.layout) this.orbit = new PackedOrbit(this.machine, this.known.layout)
    return this.orbit
  }

  /** Undefined if that needs another layout. */
  private look(id: StateId, words: Int32Array): Looked | undefined {
    const { layout, claims, expander } = this.known
    const state = new PackedState(layout, words, 0)
    const answers = claims.stateClaims.map(claim => claims.evaluateState(claim, state))
    const batch = new SuccessorBatch(layout.sizeWords, 32)
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
    const left = new Set(recordsOf(other.batch))
    const image = new Int32Array(this.known.layout.sizeWords)
    for (const record of recordsOf(own.batch)) {
      if (!this.orbitNow().pack(renaming, own.batch.words, record, image)) return !this.giveUp()
      const leaf = this.leafOf(own.batch, record)
      const same = [...left].find(one => this.isSame(other.batch, one, image, this.moverOf(leaf, renaming)))
      if (same === undefined || !this.claimsAgree(own, record, other, same)) return false
      left.delete(same)
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
