/**
 * Claims by generated code: when it is generated, and what it has to know of the search.
 *
 * Code passes over whatever says nothing new. Everything else is evaluated as if there were no code, so code decides nothing.
 */

import type { ClaimFootprints } from '../footprint/claim-footprints.ts'
import { CompiledClaims, type FreshList, type TransitionList } from '../footprint/code/compiled-claims.ts'
import { LookUpTables } from '../footprint/code/look-up-tables.ts'
import type { StepLeaf } from '../footprint/step-leaf.ts'
import type { Layout } from '../state/layout.ts'
import type { LinearStore } from '../state/linear-store.ts'
import type { ByteAddress, WordAddress } from '../state/units.ts'
import type { FindingJudge } from './finding-judge.ts'

/** Compiling again takes as long as evaluating claims in some thousand states, and longer if there is more to compile. */
const minEvaluated = 2000
const evaluatedPerLeaf = 4

/** What code is generated with. */
export interface QuickClaimsSizes {
  /** States and transitions evaluated before code is generated. Default 2,000, and 4 for each leaf. */
  readonly walkedStates?: number | undefined
  readonly maxCodeBytes?: number | undefined
}

/** The generated code of the claims of one search. */
export class QuickClaims {
  private readonly claims: ClaimFootprints
  private readonly sizes: QuickClaimsSizes
  private code: CompiledClaims | undefined
  private tables: LookUpTables | undefined
  /** States and transitions evaluated without code since it was generated. */
  private evaluated = 0
  /** Those before that. */
  private evaluatedBefore = 0
  private lastRecordings = 0
  /** Whether there was code, and what it was generated from is the same. */
  private wasDropped = false
  private lastOpaque = 0
  private lastCases = 0
  private judge: FindingJudge | undefined
  private depth = 0

  constructor(claims: ClaimFootprints, sizes: QuickClaimsSizes) {
    this.claims = claims
    this.sizes = sizes
  }

  get bytes(): number {
    return this.code?.bytes ?? 0
  }

  /** Forgets everything that belongs to the last store. */
  drop(): void {
    this.wasDropped ||= this.code !== undefined
    this.code = undefined
    this.tables = undefined
    this.lastRecordings = 0
    this.evaluated = 0
    this.evaluatedBefore = 0
  }

  /** Whether there is enough that the code does not know. */
  get isDue(): boolean {
    const { claims, evaluated, sizes } = this
    if (evaluated === 0 || claims.recordings === this.lastRecordings) return false
    if (sizes.walkedStates !== undefined) return evaluated >= sizes.walkedStates
    // What there was code for need not prove again that it is worthwhile. Else code is generated rarely, even where answers
    // keep on being new.
    if (!this.wasDropped && (evaluated < minEvaluated || 2 * evaluated < this.evaluatedBefore)) return false
    return evaluated >= evaluatedPerLeaf * claims.leaves
  }

  generate(layout: Layout, store: LinearStore): void {
    const { claims, tables = new LookUpTables(store) } = this
    this.tables = tables
    this.wasDropped = false
    this.evaluatedBefore += this.evaluated
    this.evaluated = 0
    this.lastRecordings = claims.recordings
    this.lastOpaque = claims.opaque
    this.code?.release()
    this.code = undefined
    this.code = CompiledClaims.of({ claims, layout, store, tables, maxBytes: this.sizes.maxCodeBytes })
  }

  /** Begins with states or transitions that lead to `depth`, from leaves of which there are `leaves`. */
  begin(judge: FindingJudge, depth: number, leaves: number): void {
    this.judge = judge
    this.depth = depth
    this.forgetWrongCode()
    this.code?.prepare(leaves)
    this.setQuiet()
  }

  /** The first of the states in which some claim must be evaluated. */
  passStates(states: FreshList): ByteAddress {
    return this.code?.passStates(states) ?? states.from
  }

  /** The first of the transitions for which, or for the new state that it leads to, some claim must be evaluated. */
  passTransitions(transitions: TransitionList, fresh: FreshList): WordAddress {
    return this.code?.passTransitions(transitions, fresh) ?? transitions.record
  }

  /** Notes that claims were evaluated on what this leaf leads to. */
  noteEvaluated(leaf: StepLeaf): void {
    this.evaluated++
    this.forgetWrongCode()
    if (this.code === undefined) return
    this.code.enterLeaf(leaf)
    if (this.judge?.cases !== this.lastCases) this.setQuiet()
  }

  /** Where it has turned out that answers depend on what trees do not know, those before say nothing any more. */
  private forgetWrongCode(): void {
    if (this.code === undefined || this.claims.opaque === this.lastOpaque) return
    this.code.release()
    this.code = undefined
    this.lastRecordings = 0
  }

  private setQuiet(): void {
    const { judge, depth } = this
    if (judge === undefined) return
    this.lastCases = judge.cases
    this.code?.setQuiet((claim, answer) => judge.isQuiet(claim, answer, depth))
  }
}
