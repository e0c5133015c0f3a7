/** Passes over new states and transitions by code generated from the trees of claims, on the memory of a linear store. */

import { type ClaimAnswer, claimAnswers } from '../../machine/judge.ts'
import { maxPages } from '../../state/heap.ts'
import type { Layout } from '../../state/layout.ts'
import type { LinearStore } from '../../state/linear-store.ts'
import { type ByteAddress, bytesOf, plus, type WordAddress, wordsOf } from '../../state/units.ts'
import { type ClaimFootprints, groupOf } from '../claim-footprints.ts'
import { RecordLayout } from '../record.ts'
import type { StepLeaf } from '../step-leaf.ts'
import { allQuiet, type ClaimCodeSource, generateClaimCode, isKnownBit } from './claim-code.ts'
import { ClaimOrder } from './claim-order.ts'
import { loadTiered } from './generated-code.ts'
import type { LookUpTables } from './look-up-tables.ts'
import type { TieredCode } from './tiers.ts'

interface Passing {
  readonly states: (fresh: ByteAddress, end: ByteAddress, leaves: ByteAddress, count: number) => number
  readonly transitions: (
    record: ByteAddress,
    end: ByteAddress,
    id: number,
    ends: ByteAddress,
    fresh: ByteAddress,
    freshEnd: ByteAddress,
    leaves: ByteAddress,
    count: number,
  ) => number
}

/** New states: where the addresses of their records are listed. */
export interface FreshList {
  readonly from: ByteAddress
  readonly end: ByteAddress
}

/** Transitions of a batch. */
export interface TransitionList {
  readonly record: WordAddress
  readonly end: WordAddress
  /** The state that the first belongs to, or one before it. */
  readonly id: number
  /** Where the batch says where the records of that state end. */
  readonly endsAt: WordAddress
}

/** Whether nothing would come of an answer, or of asking at all where it is not known. */
export type IsQuiet = (claim: number, answer: ClaimAnswer | undefined) => boolean

/** What code is generated for. */
export interface CompiledClaimsSource {
  readonly claims: ClaimFootprints
  readonly layout: Layout
  readonly store: LinearStore
  /** Those of the store that only code of claims uses; more are added. */
  readonly tables: LookUpTables
  readonly maxBytes: number | undefined
}

const bytesOfLeaf = 8
/** Stands for a step of a mover that code knows no trees for. */
const noGroup = -1

/** The claims of a search as code, until the layout or the store changes. */
export class CompiledClaims {
  /** Bytes held, approximately: V8 expands code a lot. */
  readonly bytes: number
  private readonly store: LinearStore
  private readonly claims: ClaimFootprints
  private readonly places: ClaimOrder
  private readonly quietAt: ByteAddress
  private readonly passedAt: ByteAddress
  private readonly code: TieredCode<Passing>
  private readonly recordWords: number
  private leavesAt: ByteAddress
  private leaves = 0
  /** How many dependencies of claims were known when leaves were entered. */
  private dependencies = 0

  private constructor(
    { claims, layout, store, tables }: CompiledClaimsSource,
    places: ClaimOrder,
    { quietAt, passedAt }: Pick<ClaimCodeSource, 'quietAt' | 'passedAt'>,
    bytes: Uint8Array<ArrayBuffer>,
  ) {
    this.claims = claims
    this.store = store
    this.places = places
    this.quietAt = quietAt
    this.passedAt = passedAt
    this.leavesAt = passedAt
    this.bytes = 10 * bytes.length
    this.recordWords = new RecordLayout(layout.sizeWords).words
    this.code = loadTiered<Passing>(bytes, store, tables)
  }

  /** Undefined if the trees are too large to become code. */
  static of(source: CompiledClaimsSource): CompiledClaims | undefined {
    const { claims, layout, store, tables, maxBytes } = source
    const places = new ClaimOrder(claims)
    const quietAt = store.heap.allocate(4 * places.all.length)
    const passedAt = store.heap.allocate(4 * places.counted.length)
    const before = tables.branchTables
    const states = places.stateTrees.map(known => known?.tree)
    const groups = places.groupTrees.map(trees => trees.map(known => known?.tree))
    const { chunkBits } = store
    const bytes = generateClaimCode(
      { layout, tables, maxBytes, chunkBits, states, groups, quietAt, passedAt },
      maxPages,
    )
    tables.dropBranches(before)
    return bytes === undefined ? undefined : new CompiledClaims(source, places, { quietAt, passedAt }, bytes)
  }

  /** Gives the memory back that nothing but this code uses. */
  release(): void {
    const { heap } = this.store
    heap.free(this.quietAt, 4 * this.places.all.length)
    heap.free(this.passedAt, 4 * this.places.counted.length)
    heap.free(this.leavesAt, bytesOfLeaf * this.leaves)
  }

  /** Gets ready for leaves up to this number. Addresses stay valid, but views of memory do not. */
  prepare(leaves: number): void {
    this.countAnswers()
    this.makeRoom(leaves)
    this.forgetOldLeaves()
  }

  private makeRoom(leaves: number): void {
    if (leaves <= this.leaves) return
    const { heap } = this.store
    const made = heap.allocate(2 * bytesOfLeaf * leaves)
    heap.free(this.leavesAt, bytesOfLeaf * this.leaves)
    this.leavesAt = made
    this.leaves = 2 * leaves
  }

  /** Says which answers are quiet. */
  setQuiet(isQuiet: IsQuiet): void {
    const at = wordsOf(this.quietAt)
    this.places.all.forEach((claims, place) => {
      let bits = allQuiet
      for (const claim of claims) bits &= quietBits(claim, isQuiet)
      this.store.words[at + place] = bits
    })
  }

  /** Enters what is to be asked after a leaf, unless that is known. */
  enterLeaf(leaf: StepLeaf): void {
    const { words } = this.store
    this.forgetOldLeaves()
    const at = wordsOf(this.leavesAt) + 2 * leaf.id
    if (words[at] !== 0) return
    words[at] = this.places.bitsOf(this.claims.claimsAfter(leaf)) | isKnownBit
    words[at + 1] = this.places.groups.get(groupOf(leaf)) ?? noGroup
  }

  /** Forgets the leaves if claims have turned out to depend on more than was known when they were entered. */
  private forgetOldLeaves(): void {
    if (this.claims.dependencies === this.dependencies) return
    const at = wordsOf(this.leavesAt)
    this.store.words.fill(0, at, at + 2 * this.leaves)
    this.dependencies = this.claims.dependencies
  }

  /** The first of the states in which some claim has to be asked. */
  passStates({ from, end }: FreshList): ByteAddress {
    const passed = (this.code.exports.states(from, end, this.leavesAt, this.leaves) >>> 0) - from
    this.code.noteWork(passed / 4)
    return plus(from, passed)
  }

  /** The first of the transitions for which, or for the new state that it leads to, some claim has to be asked. */
  passTransitions({ record, end, id, endsAt }: TransitionList, fresh: FreshList): WordAddress {
    const { code, leavesAt, leaves } = this
    const at = code.exports.transitions(
      bytesOf(record),
      bytesOf(end),
      id,
      bytesOf(endsAt),
      fresh.from,
      fresh.end,
      leavesAt,
      leaves,
    )
    const passed = ((at >>> 0) - bytesOf(record)) / 4
    code.noteWork(passed / this.recordWords)
    return plus(record, passed)
  }

  /** Lets the trees know how often they were used. */
  private countAnswers(): void {
    const { words } = this.store
    const at = wordsOf(this.passedAt)
    this.places.counted.forEach((trees, place) => {
      const times = words[at + place]!
      if (times === 0) return
      for (const tree of trees) tree?.answered(times)
      words[at + place] = 0
    })
  }
}

/** One bit for each answer that is quiet, by its number from 1 on; the lowest is for one that is not known. */
function quietBits(claim: number, isQuiet: IsQuiet): number {
  if (isQuiet(claim, undefined)) return allQuiet
  return claimAnswers.reduce((bits, answer, i) => (isQuiet(claim, answer) ? bits | (2 << i) : bits), 0)
}
