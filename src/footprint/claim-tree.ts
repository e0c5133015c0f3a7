/** What has been recorded of the answers to one question about states or transitions. */

import type { ClaimAnswer } from '../machine/judge.ts'
import { claimText, impureClaimError } from '../machine/steady.ts'
import type { ReadCell } from '../state/codec.ts'
import type { ValueQuestion } from '../state/list-look-ups.ts'
import type { MembersMet } from './members-met.ts'
import { type ClaimQuestion, plainAnswer, type RecordedAnswer, recordClaim } from './record-claim.ts'
import { leafOrChoice, Tree } from './tree.ts'
import type { TreeMemory } from './tree-memory.ts'
import { Trial } from './trial.ts'

/** Comparisons by identity are searched for in the first answers and in every 64th later one: it takes longer than an answer. */
const auditedAtFirst = 2
const auditEvery = 64

/** After fewer runs, a tree may still be as good as a question about the only cell that it reads. */
const runsToReadOneCell = 16

/** The recorded answers of one claim, or to one question, with what decides whether recording pays off. */
export class ClaimTree<A = ClaimAnswer> {
  readonly tree: Tree<A>
  private readonly trial: Trial
  private readonly memory: TreeMemory
  private opaque = false
  private runs = 0
  private oneCell: 'untried' | 'done' | 'failed' = 'untried'
  /** Whether the answer that was asked for last may be one that was not known before in the same form. */
  isNews = false
  /** Whether any answer depended on the keys of a record, or on what is not known. */
  mayReadKeys = false

  /** `trialRuns` are those of the first trial. */
  constructor(memory: TreeMemory, trialRuns: number | undefined) {
    this.memory = memory
    this.tree = new Tree<A>({ isSame: (a, b) => a === b }, memory)
    this.trial = new Trial(trialRuns)
  }

  /** Whether nothing is recorded now, so that answers may depend on anything. */
  get isUnrecorded(): boolean {
    return this.opaque || this.trial.isAside
  }

  /** Whether the next answer is compared with those of twins. */
  get isAudited(): boolean {
    return this.tree.leaves < auditedAtFirst || this.tree.leaves % auditEvery === 0
  }

  /** Whether it is not known what answers depend on, so that earlier ones say nothing of states alike. */
  get isOpaque(): boolean {
    return this.opaque
  }

  /** Whether the answer should become a question about the only cell that the tree reads. */
  get wantsOneCell(): boolean {
    return this.oneCell === 'untried' && this.runs >= runsToReadOneCell && !this.mayReadKeys && !this.isUnrecorded
  }

  /** Asks about the value of one cell from now on; `answers` by the numbers that the question has for them. */
  readOneCell(cell: number, question: ValueQuestion, answers: readonly A[]): void {
    this.oneCell = 'done'
    this.tree.replaceBy(cell, question, answers)
  }

  /** Code generated from the tree has found this many answers. */
  answered(times: number): void {
    this.trial.hit(times)
  }

  /** Members of sets were met; false where nothing recorded is worth keeping. */
  meet(met: MembersMet): boolean {
    this.tree.meet(met)
    if (!this.opaque && !this.trial.isOver) return true
    this.tree.clear()
    return false
  }

  lookUp(read: ReadCell): A | undefined {
    if (this.isUnrecorded) return undefined
    const node = leafOrChoice(this.tree.root, read)
    if (node?.kind !== 'leaf') return undefined
    this.trial.hit()
    return node.leaf
  }

  /**
   * Asks, and records what the answer depends on; without that, where it is unknown. Then a question that has not looked at the keys
   * of any dictionary so far is evaluated in other orders of keys only now and then.
   */
  record(question: ClaimQuestion<A>): RecordedAnswer<A> | { answer: A } {
    if (this.isUnrecorded) {
      this.isNews = this.trial.lookedDirectly()
      this.mayReadKeys = true
      return { answer: plainAnswer(question, this.isNews || this.goesByKeys(question)) }
    }
    this.isNews = true
    if (this.oneCell === 'done') this.readAllAgain()
    const recorded = recordClaim({ ...question, countsMembers: true })
    if (!('events' in recorded)) {
      this.opaque = true
      this.mayReadKeys = true
      return recorded
    }
    this.trial.keyLooks.noteAll(recorded.keyLooks)
    this.mayReadKeys ||= recorded.keyLooks.areAny
    if (this.tree.add(recorded.events, recorded.answer) !== undefined)
      throw impureClaimError(claimText(question.machine, question.claim))
    this.runs++
    this.trial.ran(this.memory.priceOf(this.tree.bytes))
    if (this.trial.isOver) this.tree.clear()
    return recorded
  }

  /** Whether an answer may depend on the order of keys, as far as recorded ones show. */
  private goesByKeys({ machine }: ClaimQuestion<A>): boolean {
    return this.opaque || this.trial.keyLooks.areAtDictionaries(machine.dictionaries)
  }

  /** The value of the cell alone does not say: other cells count as well. */
  private readAllAgain(): void {
    this.oneCell = 'failed'
    this.tree.clear()
  }
}
