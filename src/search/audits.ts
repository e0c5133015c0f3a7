import type { StateId } from '../outcome/shortest-runs.ts'

/** Of the first states, in which most steps and claims are met for the first time, every 16th is audited. */
const firstStates = 64
const everyOfFirst = 16

/** An audit takes as long as some hundred states of generated code: at this distance its cost cannot be measured. */
const defaultEvery = 100_000

/** Which states are audited: everything recorded about them is compared with what the reference does there. */
export class Audits {
  private readonly every: number

  constructor(every: number = defaultEvery) {
    this.every = every
  }

  has(id: StateId): boolean {
    return id % this.every === 0 || (id < firstStates && id % everyOfFirst === 0)
  }

  /** Up to here, none from `id` on is audited; the state itself may be. */
  next(id: StateId): StateId {
    return id < firstStates ? id : Math.ceil(id / this.every) * this.every
  }
}

/** If nothing is recorded: the first states, where steps and claims are new, and every 64th of all others, 2 % more work. */
const twiceAtFirst = 16
const twiceEvery = 64

/** Whether steps and claims are evaluated twice in a state, without recording. */
export function isEvaluatedTwice(id: StateId): boolean {
  return id < twiceAtFirst || id % twiceEvery === 0
}

/** An evaluation takes as long as a hundred answers that are looked up, so beyond the first states it is rarer. */
const recordsAuditedOften = 4096
const recordAuditedEvery = 1024

/** Whether what has been recorded of a question is compared with its answer in a state. */
export function isRecordAudited(id: StateId): boolean {
  return id % recordAuditedEvery === 0 || (id < recordsAuditedOften && isEvaluatedTwice(id))
}
