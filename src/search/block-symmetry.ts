import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Machine } from '../machine/machine.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { packState } from '../state/carry-over.ts'
import { isWideEnough } from '../state/layout.ts'
import { mended } from '../state/shape.ts'
import { Equivariance } from '../symmetry/equivariance.ts'
import { type NeededChange, PackedRepresentatives } from '../symmetry/packed-representatives.ts'
import { groupSize } from '../symmetry/permutation.ts'
import { SymmetryProof } from '../symmetry/proof/symmetry-proof.ts'
import type { KnownStates } from './known-states.ts'
import { OrbitComparison } from './orbit-comparison.ts'

/** Where no proof is possible, states are compared with the others of their orbits; with more permutations, in a sample. */
const maxPermutations = 120
/** The most states of orbits that are compared with the stored ones, at some microseconds each; beyond that, a sample is. */
const maxImages = 2_000_000
/** Of a sample, the first states are compared with all others of their orbits. */
const comparedAtFirst = 16
/** And of all later ones every 4,096th. */
const comparedEvery = 4096

/** A proof may always take this many runs, which is a second or two. */
const defaultProofRuns = 20_000
/** And this many more for each state stored: more would be slower than to store all states. */
const proofRunsOfState = 5

/** The symmetry of a model in the search by footprints: successors are replaced by what stands for them, and looks for exceptions. */
export class BlockSymmetry {
  private readonly machine: Machine
  private readonly known: KnownStates
  private readonly equivariance: Equivariance
  private readonly hasTransitionClaims: boolean
  private own: PackedRepresentatives | undefined
  private readonly orbits: OrbitComparison
  /** Undefined once something cannot be proved. */
  private proof: SymmetryProof | undefined
  private isSampled = false
  /** How many states were compared with stored ones. */
  private images = 0
  private isTooNarrow = false
  private readonly proofRuns: number

  /** A proof may always take `proofRuns` runs of steps and claims, and more for each state. */
  constructor(machine: Machine, known: KnownStates, proofRuns = defaultProofRuns) {
    this.machine = machine
    this.proofRuns = proofRuns
    this.known = known
    this.equivariance = new Equivariance(machine)
    this.orbits = new OrbitComparison(machine, known)
    this.proof = new SymmetryProof(machine, known.layout)
    this.hasTransitionClaims = machine.claims.some(({ kind }) => kind === 'transition')
  }

  /** For the layout of now. */
  get representatives(): PackedRepresentatives {
    if (this.own?.layout !== this.known.layout) this.own = new PackedRepresentatives(this.machine, this.known.layout)
    return this.own
  }

  /** Replaces the successors in a batch; keeps them for claims about transitions. On a change of layout the batch is lost. */
  replace(batch: SuccessorBatch): NeededChange | undefined {
    const { words, base, end, record } = batch
    if (this.hasTransitionClaims) batch.reached = words.slice(base, end)
    const { representatives } = this
    for (let at: number = base; at < end; at += record.words) {
      const hash = representatives.replace(words, at)
      if (typeof hash !== 'number') return hash
      words[at + record.hashWord] = hash
    }
    return undefined
  }

  /** The packed representative of an initial state; the layout is changed as far as that needs. */
  initial(state: object): Int32Array {
    for (;;) {
      const words = packState(this.known.layout, state) as Int32Array
      const hash = this.representatives.replace(words, 0)
      if (typeof hash === 'number') return words
      this.known.relayout(hash, 0)
    }
  }

  /** Approximate bytes held for proofs. */
  get bytes(): number {
    return this.proof?.bytes ?? 0
  }

  /** Whether all states behave like all others of their orbits, or those of a sample do. */
  get compared(): 'all' | 'sample' {
    return this.isSampled ? 'sample' : 'all'
  }

  /** The layout that states under other names need; undefined if it is wide enough. */
  takeChange(): NeededChange | undefined {
    if (!this.orbits.isTooNarrow && !this.isTooNarrow) return undefined
    this.orbits.isTooNarrow = false
    this.isTooNarrow = false
    return { shape: undefined }
  }

  /**
   * Proves that these states behave like all others of their orbits, or compares them; some, if that is too much. The layout may
   * change. Throws ModelError `broken-symmetry`.
   */
  checkStates(from: StateId, states: number): void {
    const runs = this.proof?.runs
    for (let id = from; id < from + states; id++) if (!this.isProved(id)) this.compare(id)
    // Names that no state has had in a cell may have outgrown it.
    if (this.proof?.runs !== runs) this.isTooNarrow ||= !isWideEnough(this.known.layout)
  }

  private isProved(id: StateId): boolean {
    const { proof, known } = this
    if (proof === undefined) return false
    for (;;) {
      const { layout, store } = known
      proof.useLayout(layout)
      const found = proof.prove(store.chunkOf(id), store.offsetOf(id))
      const isAffordable = proof.runs <= this.proofRuns + proofRunsOfState * id
      if (found.kind === 'proved' && isAffordable) return true
      if (found.kind === 'differs') this.equivariance.checkUnder(known.stateOf(id), found.by)
      const shape = found.kind === 'no cell' ? mended(layout.shape, found.state) : layout.shape
      if (shape === layout.shape) {
        this.proof = undefined
        return found.kind === 'proved'
      }
      known.relayout({ shape }, id)
    }
  }

  private compare(id: StateId): void {
    if (groupSize(this.machine.symmetries) <= maxPermutations && this.images <= maxImages) this.compareOrbit(id)
    else {
      this.isSampled = true
      if (id < comparedAtFirst || id % comparedEvery === 0) this.equivariance.checkOrbit(this.known.stateOf(id))
    }
  }

  /** The reference says what differs. */
  private compareOrbit(id: StateId): void {
    this.images += groupSize(this.machine.symmetries)
    for (const { renaming } of this.orbits.differing(id)) this.equivariance.checkUnder(this.known.stateOf(id), renaming)
  }

  /** Compares a state with those in which two ids are exchanged, unless it is proved to behave like them. */
  check(id: StateId): void {
    if (this.proof === undefined) this.equivariance.checkExchanges(this.known.stateOf(id))
  }

  /** The same for what claims about states say. */
  checkClaims(id: StateId): void {
    if (this.proof === undefined) this.equivariance.checkClaims(this.known.stateOf(id))
  }
}
