/** What a command's thread and the main thread, which supervises it, say to each other. */

import type { Outcome } from '../outcome/outcome.ts'
import type { Progress, SoFar } from '../search/options.ts'
import type { CheckCommandOptions } from './check-command.ts'
import type { ExploreCommandOptions } from './explore-command.ts'
import type { GraphCommandOptions } from './graph-command.ts'
import type { SettingOptions } from './verify-setting.ts'

/** The tasks of a thread. All of them run code of an author, which must never run in the main thread. */
export type Task =
  | {
      readonly command: 'check'
      readonly file: string
      readonly options: CheckCommandOptions
      /** Settings to leave out, since an earlier thread has reported them. */
      readonly skip: number
    }
  | { readonly command: 'explore'; readonly file: string; readonly options: ExploreCommandOptions }
  | { readonly command: 'graph'; readonly file: string; readonly options: GraphCommandOptions }
  | { readonly command: 'list'; readonly file: string }
  | { readonly command: 'describe'; readonly file: string }
  | { readonly command: 'describe table'; readonly file: string; readonly specs: readonly string[] }
  | {
      readonly command: 'verify'
      readonly file: string
      readonly variant: string | null
      readonly options: SettingOptions
    }

/** How the terminal is that the main thread prints to. */
export interface TerminalFacts {
  readonly hasColour: boolean
  readonly width: number
}

export interface Request {
  readonly task: Task
  readonly terminal: TerminalFacts
}

export type ToThread = Request | { readonly stop: true } | { readonly printed: true }

/** The outcome of a setting as far as it is known before its search has ended. */
export type OutcomeSoFar = Pick<Outcome, 'model' | 'variant' | 'constants' | 'engine'> & SoFar

export type FromThread =
  /** For stdout, which belongs to the report. */
  | { readonly kind: 'print'; readonly text: string; readonly wantsAnswer: boolean }
  /** What the author's code prints. */
  | { readonly kind: 'aside'; readonly text: string }
  /** What is done next, to be said after "while". */
  | { readonly kind: 'doing'; readonly what: string }
  | { readonly kind: 'setting'; readonly outcome: OutcomeSoFar }
  | { readonly kind: 'progress'; readonly title: string; readonly progress: Progress }
  | { readonly kind: 'progress over' }
  /** What the search of the setting came to, before anything is printed of it. */
  | { readonly kind: 'searched'; readonly soFar: SoFar }
  /** The exit code of a setting whose verdicts have been printed: nothing that follows can change it. */
  | { readonly kind: 'verdict'; readonly code: number }
  /** The author's code is about to end the process. */
  | { readonly kind: 'leaving'; readonly by: string; readonly stack: string }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: TaskFailure }

/** An error that ended a task. */
export interface TaskFailure {
  /** The exit code that it stands for. */
  readonly code: number
  readonly message: string
  readonly stack: string
}
