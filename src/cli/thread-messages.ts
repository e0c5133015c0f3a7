/** The messages between a command's thread and the main thread, which supervises it. */

import type { InterleaveConfig } from '../config/config.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { SettingResult } from '../report/ci/ci-report.ts'
import type { ClaimPlaces } from '../report/ci/setting-result.ts'
import type { Progress, SoFar } from '../search/options.ts'
import type { AcceptCommandOptions } from './accept-command.ts'
import type { CheckCommandOptions } from './check-command.ts'
import type { Described, DescribedTable } from './describe-spec.ts'
import type { DiffCommandOptions } from './diff-command.ts'
import type { ExploreCommandOptions } from './explore-command.ts'
import type { GraphCommandOptions } from './graph-command.ts'
import type { SettingFinding, SettingOptions } from './verify-setting.ts'

/** The tasks of a thread, which `thread.ts` runs. All of them run an author's code, which must never run in the main thread. */
export type Task =
  | {
      readonly command: 'check'
      readonly file: string
      readonly options: CheckCommandOptions
      /** Settings to leave out, since an earlier thread has reported them. */
      readonly skip: number
    }
  | { readonly command: 'accept'; readonly file: string; readonly options: AcceptCommandOptions }
  | { readonly command: 'diff'; readonly file: string; readonly options: DiffCommandOptions }
  | { readonly command: 'explore'; readonly file: string; readonly options: ExploreCommandOptions }
  | { readonly command: 'graph'; readonly file: string; readonly options: GraphCommandOptions }
  | { readonly command: 'list'; readonly file: string }
  | { readonly command: 'config'; readonly file: string }
  | { readonly command: 'describe'; readonly file: string }
  | { readonly command: 'describe table'; readonly file: string; readonly specs: readonly string[] }
  | {
      readonly command: 'verify'
      readonly file: string
      readonly variant: string | null
      readonly options: SettingOptions
    }

/** What a thread gets when it starts. */
export interface ThreadData {
  /** Whether it notes what authors' code reads besides the modules that it imports. */
  readonly watchesReads: boolean
}

/** The result of each task, by its command. */
export interface TaskResults {
  /** An exit code, as of the next four. */
  readonly check: number
  readonly accept: number
  readonly diff: number
  readonly explore: number
  readonly graph: number
  /** The entry of a file, as text. */
  readonly list: string
  readonly config: InterleaveConfig
  readonly describe: Described
  readonly 'describe table': DescribedTable
  readonly verify: SettingFinding
}

export type TaskResult<T extends Task = Task> = TaskResults[T['command']]

/** The terminal to which the main thread prints. */
export interface TerminalFacts {
  readonly hasColour: boolean
  readonly width: number
}

export interface Request {
  readonly task: Task
  readonly terminal: TerminalFacts
}

export type ToThread = Request | { readonly stop: true } | { readonly printed: true }

/** The outcome of a setting, as far as it is known before the end of its search. */
export type OutcomeSoFar = Pick<Outcome, 'model' | 'variant' | 'constants' | 'engine'> & Searched & Placed

/** What is known of a search that may have ended. */
export type Searched = SoFar & Pick<Outcome, 'profile'>

interface Placed {
  readonly places: ClaimPlaces
}

export type FromThread =
  /** For stdout, which is reserved for the report. */
  | { readonly kind: 'print'; readonly text: string; readonly wantsAnswer: boolean }
  /** Output of the author's code. */
  | { readonly kind: 'aside'; readonly text: string }
  /** The files on which the spec depends, as far as it could be loaded. */
  | { readonly kind: 'files'; readonly files: readonly string[] }
  /** The next activity, to be read after "while". */
  | { readonly kind: 'doing'; readonly what: string }
  | { readonly kind: 'setting'; readonly outcome: OutcomeSoFar }
  | { readonly kind: 'progress'; readonly title: string; readonly progress: Progress }
  | { readonly kind: 'worded progress'; readonly text: string; readonly seconds: number }
  | { readonly kind: 'progress over' }
  /** The result of the setting's search, before anything about it is printed. */
  | { readonly kind: 'searched'; readonly soFar: Searched }
  /** The result of a setting for reporters; what comes last counts. */
  | { readonly kind: 'result'; readonly result: SettingResult }
  /** The exit code of a setting whose verdicts have been printed: nothing that follows can change it. */
  | { readonly kind: 'verdict'; readonly code: number }
  /** The author's code is about to end the process. */
  | { readonly kind: 'leaving'; readonly by: string; readonly stack: string }
  | { readonly kind: 'done'; readonly value: TaskResult }
  | { readonly kind: 'failed'; readonly failure: TaskFailure }

/** An error that ended a task. */
export interface TaskFailure {
  /** Its exit code. */
  readonly code: number
  readonly message: string
  readonly stack: string
  /** The place in an author's file, `lock.ts:12`, if known. */
  readonly where?: string | undefined
}
