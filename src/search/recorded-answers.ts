import type { CompiledQuestions } from '../footprint/code/compiled-questions.ts'
import type { PackedState } from '../footprint/packed-state.ts'
import type { RecordedQuestion } from '../footprint/recorded-question.ts'
import type { StateId } from '../outcome/shortest-runs.ts'
import { isEvaluatedTwice, isRecordAudited } from './audits.ts'
import { maxStatesAtOnce, type StateAnswers, type StateQuestion } from './engine-graph.ts'
import type { KnownStates } from './known-states.ts'

/**
 * Answers questions about states by what is recorded of them, and after some thousand answers by generated code. Code decides nothing:
 * whatever it does not know is evaluated.
 */
export class RecordedAnswers implements StateAnswers {
  private readonly known: KnownStates
  private readonly questions: readonly RecordedQuestion[]
  private code: CompiledQuestions | undefined
  /** Answers that were looked up or evaluated since code was generated, and those before that. */
  private evaluated = 0
  private evaluatedBefore = 0
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
      for (let q = 0; q < lists.length; q++) lists[q]![id] = this.evaluate(q, id) ? 1 : 0
    }
  }

  /** Enters what code has found, and says for each state whether something is left to be evaluated. */
  private enterFound(answers: Uint8Array, from: StateId, to: StateId, lists: readonly Uint8Array[]): Uint8Array {
    const isLeft = new Uint8Array(to - from)
    for (const [q, question] of this.questions.entries()) {
      if (question.isUnrecorded) isLeft.fill(1)
      const list = lists[q]!
      let found = 0
      for (let i = 0; i < isLeft.length; i++) {
        const answer = answers[q * maxStatesAtOnce + i]!
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

  private evaluate(q: number, id: StateId): boolean {
    const { store } = this.known
    const question = this.questions[q]!
    if (!question.isUnrecorded) this.evaluated++
    const known = question.lookUp(store.chunkOf(id), store.offsetOf(id))
    if (known === undefined) return question.answer(this.unpacked(id), isEvaluatedTwice(id))
    if (isRecordAudited(id)) question.audit(this.unpacked(id), known)
    return known
  }

  /** Generates code if there is enough that it does not know, ever more rarely where answers keep on being new. */
  private generate(): void {
    const leaves = this.questions.reduce((sum, { recorded }) => sum + recorded.leaves, 0)
    if (leaves === this.leavesInCode || 2 * this.evaluated < this.evaluatedBefore) return
    if (!this.known.isWorthCode(this.evaluated, leaves)) return
    this.evaluatedBefore += this.evaluated
    this.evaluated = 0
    this.leavesInCode = leaves
    this.code?.release()
    this.code = this.known.codeOf(
      this.questions.map(({ recorded }) => recorded),
      maxStatesAtOnce,
    )
  }

  /** Remembered, since a state is asked several questions, one after the other. */
  private unpacked(id: StateId): PackedState {
    if (this.lastUnpacked?.id !== id) this.lastUnpacked = { id, packed: this.known.packed(id) }
    return this.lastUnpacked.packed
  }
}
