import type { SuccessorBatch } from '../footprint/successor-batch.ts'
import type { Machine } from '../machine/machine.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { packState } from '../state/carry-over.ts'
import { Equivariance } from '../symmetry/equivariance.ts'
import { type NeededChange, PackedRepresentatives } from '../symmetry/packed-representatives.ts'
import { groupSize } from '../symmetry/permutation.ts'
import type { KnownStates } from './known-states.ts'
import { OrbitComparison } from './orbit-comparison.ts'

/** With more permutations, states are compared with the others of their orbits in a sample. */
const maxPermutations = 120
/**
 * The most states of orbits that are compared with the stored ones, at some microseconds each; beyond that, a sample is compared.
 * A search without reduction finds this many states in about a second.
 */
const maxImages = 2_000_000
/** Of a sample, the first states are compared with all others of their orbits. */
const comparedAtFirst = 16
/** And of all later ones every 4,096th. */
const comparedEvery = 4096

/** Whether the first `states` states are all compared with every other state of their orbits. */
export function isComparedWhole({ symmetries }: Machine, states: number): boolean {
  const permutations = groupSize(symmetries)
  return permutations <= maxPermutations && permutations * states <= maxImages
}

/** The symmetry of a model in the search by footprints: successors are replaced by what stands for them, and looks for exceptions. */
export class BlockSymmetry {
  private readonly machine: Machine
  private readonly known: KnownStates
  private readonly equivariance: Equivariance
  private readonly hasTransitionClaims: boolean
  private own: PackedRepresentatives | undefined
  private readonly orbits: OrbitComparison

  constructor(machine: Machine, known: KnownStates) {
    this.machine = machine
    this.known = known
    this.equivariance = new Equivariance(machine)
    this.orbits = new OrbitComparison(machine, known)
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

  /** The layout that states under other names need; undefined if it is wide enough. */
  takeChange(): NeededChange | undefined {
    if (!this.orbits.isTooNarrow) return undefined
    this.orbits.isTooNarrow = false
    return { shape: undefined }
  }

  /** Compares all of these states with their orbits, or some if that is too much. Throws ModelError `broken-symmetry`. */
  checkStates(from: StateId, states: number): void {
    for (let id = from; id < from + states; id++) {
      if (isComparedWhole(this.machine, id + 1)) this.checkOrbit(id)
      else if (id < comparedAtFirst || id % comparedEvery === 0) this.equivariance.checkOrbit(this.known.stateOf(id))
    }
  }

  /** The reference says what differs. */
  private checkOrbit(id: StateId): void {
    for (const { renaming } of this.orbits.differing(id)) this.equivariance.checkUnder(this.known.stateOf(id), renaming)
  }

  /** Compares a state with those in which two ids are exchanged. */
  check(id: StateId): void {
    this.equivariance.checkExchanges(this.known.stateOf(id))
  }

  /** The same for what claims about states say. */
  checkClaims(id: StateId): void {
    this.equivariance.checkClaims(this.known.stateOf(id))
  }
}
