import type { FromThread, OutcomeSoFar, TaskFailure } from './thread-messages.ts'
import type { Whereabouts } from './whereabouts.ts'

/** Why a task was ended before it finished. */
export type Cut = 'time limit' | 'memory limit' | 'interrupted'

/** What came of a task. */
export type Ended =
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: TaskFailure }
  | {
      readonly kind: 'cut'
      readonly why: Cut
      /** What it was doing, to be said after "while". */
      readonly doing: string
      /** Where it was, as far as that could be found out. */
      readonly where: Whereabouts
      /** The setting under way; none where its verdicts have been printed. */
      readonly setting: OutcomeSoFar | undefined
      /** Since the setting began, or the task. */
      readonly seconds: number
    }

export type Heard = Extract<
  FromThread,
  { kind: 'print' | 'aside' | 'searched' | 'progress' | 'progress over' | 'verdict' | 'setting' }
>

export interface TaskLimits {
  /** For each setting, from its beginning to the end of its report; and for what comes before the first. */
  readonly maxSeconds?: number | undefined
  readonly signal: AbortSignal
}
