import type { FromThread, OutcomeSoFar, TaskFailure, TaskResult } from './thread-messages.ts'
import type { Whereabouts } from './whereabouts.ts'

/** Why a task was terminated before it finished. */
export type Cut = 'time limit' | 'memory limit' | 'interrupted'

/** The end of a task. */
export type TaskEnd<V = TaskResult> =
  | { readonly kind: 'done'; readonly value: V }
  | { readonly kind: 'failed'; readonly failure: TaskFailure }
  | {
      readonly kind: 'cut'
      readonly why: Cut
      /** Its current activity, to be read after "while". */
      readonly doing: string
      /** Its location, as far as known. */
      readonly where: Whereabouts
      /** The current setting; none if its verdicts have been printed. */
      readonly setting: OutcomeSoFar | undefined
      /** Seconds since the beginning of the setting, or of the task. */
      readonly seconds: number
    }

/** A message of a thread that is not handled by the supervision itself. */
export type RelayedMessage = Extract<
  FromThread,
  {
    kind:
      | 'print'
      | 'aside'
      | 'files'
      | 'result'
      | 'searched'
      | 'progress'
      | 'worded progress'
      | 'progress over'
      | 'verdict'
      | 'setting'
  }
>

export interface TaskLimits {
  /** The time limit of each setting, from its beginning to the end of its report, and of what precedes the first. */
  readonly maxSeconds?: number | undefined
  readonly signal: AbortSignal
}
