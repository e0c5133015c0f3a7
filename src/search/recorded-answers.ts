import type { CompiledQuestions } from '../footprint/code/compiled-questions.ts'
import type { PackedState } from '../footprint/packed-state.ts'
import type { RecordedQuestion } from '../footprint/recorded-question.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { isEvaluatedTwice, isRecordAudited } from './audits.ts'
import { maxStatesAsked, type StateAnswers, type StateQuestion } from './engine-graph.ts'
import type { KnownStates } from './known-states.ts'

/**
 * Answers questions about states by what is recorded of them, and after some thousand answers by generated code. Code decides nothing:
 * whatever it does not know is asked.
 */
export class RecordedAnswers implements StateAnswers {
  private readonly known: KnownStates
  private readonly questions: readonly RecordedQuestion[]
  private code: CompiledQuestions | undefined
  /** Answers that were looked up or asked since code was generated, and those before that. */
  private asked = 0
  private askedBefore = 0
  private leavesInCode = 0
  private lastUnpacked: { readonly id: StateId; readonly packed: PackedState } | undefined

  constructor(known: KnownStates, questions: readonly StateQuestion[]) {
    this.known = known
    this.questions = questions.map(({ claim, answer }) => known.claims.recordedQuestion(claim, answer))
  }

  enter(from: StateId, to: StateId, lists: readonly Uint8Array[]): void {
    this.generate()
    const answers = this.code?.answers(from, to)
    const isLeft = answers === undefined ? undefined : this.enterFound(answers, from, to, lists)
    for (let id = from; id < to; id++) {
      if (isLeft?.[id - from] === 0 && !isRecordAudited(id)) continue
      for (let q = 0; q < lists.length; q++) lists[q]![id] = this.ask(q, id) ? 1 : 0
    }
  }

  /** Enters what code has found, and says for each state whether something is left to be asked. */
  private enterFound(answers: Uint8Array, from: StateId, to: StateId, lists: readonly Uint8Array[]): Uint8Array {
    const isLeft = new Uint8Array(to - from)
    for (const [q, question] of this.questions.entries()) {
      if (question.isUnrecorded) isLeft.fill(1)
      const list = lists[q]!
      let found = 0
      for (let i = 0; i < isLeft.length; i++) {
        const answer = answers[q * maxStatesAsked + i]!
        if (answer === 0) isLeft[i] = 1
        else {
          list[from + i] = answer - 1
          found++
        }
      }
      question.answered(found)
    }
    return isLeft
  }

  private ask(q: number, id: StateId): boolean {
    const { store } = this.known
    const question = this.questions[q]!
    if (!question.isUnrecorded) this.asked++
    const known = question.lookUp(store.chunkOf(id), store.offsetOf(id))
    if (known === undefined) return question.answer(this.unpacked(id), isEvaluatedTwice(id))
    if (isRecordAudited(id)) question.audit(this.unpacked(id), known)
    return known
  }

  /** Generates code if there is enough that it does not know, ever more rarely where answers keep on being new. */
  private generate(): void {
    const leaves = this.questions.reduce((sum, { recorded }) => sum + recorded.leaves, 0)
    if (leaves === this.leavesInCode || 2 * this.asked < this.askedBefore) return
    if (!this.known.isWorthCode(this.asked, leaves)) return
    this.askedBefore += this.asked
    this.asked = 0
    this.leavesInCode = leaves
    this.code?.release()
    this.code = this.known.codeOf(
      this.questions.map(({ recorded }) => recorded),
      maxStatesAsked,
    )
  }

  /** Remembered, since a state is asked several questions, one after the other. */
  private unpacked(id: StateId): PackedState {
    if (this.lastUnpacked?.id !== id) this.lastUnpacked = { id, packed: this.known.packed(id) }
    return this.lastUnpacked.packed
  }
}
