import { UsageError } from '../base/errors.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { outcomeToJson } from '../report/outcome/outcome-json.ts'
import { outcomeToText } from '../report/outcome/outcome-text.ts'
import { profileToText } from '../report/outcome/profile-text.ts'
import { safeJson } from '../report/text/safe-json.ts'
import type { CheckCommandOptions } from './check-command.ts'
import { type CutShort, cutInWords, outcomeOfCut } from './cut-report.ts'
import { exitCodeOf, exitCodeOfAll, exitCodes } from './exit-codes.ts'
import { reportFailure } from './failure.ts'
import { onInterruption } from './interruption.ts'
import { Listener } from './listener.ts'
import { notice } from './notice.ts'
import { readReporters } from './read-reporters.ts'
import { type Finished, Reporters } from './reporters.ts'
import { SettingResults } from './setting-results.ts'
import { SupervisedThread } from './supervised-thread.ts'
import type { RelayedMessage } from './task-end.ts'
import type { Terminal } from './terminal.ts'
import type { TaskFailure } from './thread-messages.ts'

/** Checks specs once, or again and again, and returns their combined exit code. */
export async function checkSpecs(
  files: readonly string[],
  options: CheckSpecsOptions,
  terminal: Terminal,
): Promise<number> {
  refuseContradictions(options)
  const reporters = new Reporters(readReporters(options.reporter, options.json), terminal)
  if (options.watch) {
    const { watchSpecs } = await import('./watch-specs.ts')
    return watchSpecs(files, options, terminal)
  }
  const interruption = onInterruption()
  const finished = await checkEach(files, options, reporters, { signal: interruption.signal })
  interruption.release()
  return reporters.finish(finished)
}

export interface CheckSpecsOptions extends CheckCommandOptions {
  /** Whether to check again on every change, until Ctrl-C. */
  readonly watch?: boolean
}

/** Ends the search, and gets the files on which specs depend as they become known. */
export interface Supervision {
  readonly signal: AbortSignal
  readonly onFiles?: (files: readonly string[]) => void
}

function refuseContradictions(options: CheckSpecsOptions): void {
  if (options.variant !== undefined && options.allVariants) {
    throw new UsageError(
      'bad-option',
      '--variant names one variant and --all-variants means all of them. Give one of the two.',
    )
  }
}

/**
 * Checks specs one after the other, each in its own thread. A spec that is wrong, or that ends its thread, does not prevent the
 * next from being checked.
 */
export async function checkEach(
  files: readonly string[],
  options: CheckCommandOptions,
  reporters: Reporters,
  supervision: Supervision,
): Promise<Finished> {
  const results = new SettingResults()
  const checkOptions = { ...options, json: reporters.isJson, isReported: options.isReported || reporters.areWanted }
  const codes: number[] = []
  for (const file of files) {
    if (supervision.signal.aborted) codes.push(exitCodes.inconclusive)
    else codes.push(...(await new SpecCheck(file, checkOptions, reporters.terminal, results, supervision).run()))
  }
  return { command: 'check', settings: results.all, problems: [], exitCode: exitCodeOfAll(codes) }
}

/** The check of one spec, in as many threads as it needs. */
class SpecCheck {
  private readonly file: string
  private readonly options: CheckCommandOptions
  private readonly terminal: Terminal
  private readonly results: SettingResults
  private readonly supervision: Supervision
  private readonly codes: number[] = []
  /** The number of settings that threads have begun. */
  private begun = 0
  /** The variant that was started last. */
  private setting: string

  constructor(
    file: string,
    options: CheckCommandOptions,
    terminal: Terminal,
    results: SettingResults,
    supervision: Supervision,
  ) {
    this.setting = options.variant ?? 'base'
    this.results = results
    this.file = file
    this.options = options
    this.terminal = terminal
    this.supervision = supervision
  }

  async run(): Promise<readonly number[]> {
    const { file, options, codes } = this
    const { signal } = this.supervision
    this.results.begin()
    const listener = new Listener(this.terminal, message => this.note(message))
    const thread = new SupervisedThread(listener.handle)
    for (let goesOn = true; goesOn; ) {
      const before = this.begun
      const { maxSeconds } = options
      const ended = await thread.run({ command: 'check', file, options, skip: before }, { maxSeconds, signal })
      listener.clear()
      goesOn = false
      if (ended.kind === 'done') codes.push(ended.value)
      else if (ended.kind === 'failed') codes.push(this.reportFailed(ended.failure))
      else {
        codes.push(this.reportCut(ended))
        goesOn = options.allVariants === true && !signal.aborted && this.begun > before
      }
    }
    thread.end()
    return codes
  }

  private note(message: RelayedMessage): void {
    if (message.kind === 'setting') {
      this.begun++
      this.setting = message.outcome.variant ?? 'base'
      this.results.begin()
    }
    if (message.kind === 'files') this.supervision.onFiles?.(message.files)
    if (message.kind === 'result') this.results.record(message.result)
    if (message.kind === 'verdict') this.codes.push(message.code)
  }

  private reportFailed(failure: TaskFailure): number {
    this.results.fail(this.file, this.setting, failure)
    return reportFailure(failure)
  }

  private reportCut(cut: CutShort): number {
    notice(cutInWords(this.file, cut))
    const { terminal, options } = this
    // Without a setting, either none has begun, or its verdicts have been printed.
    if (cut.setting === undefined) return this.codes.length > 0 ? exitCodes.allHold : this.cutBefore(cut)
    this.results.cut(this.file, cut.setting, cut)
    const outcome = outcomeOfCut(cut.setting, cut)
    if (options.json)
      terminal.print(
        safeJson({ ...outcomeToJson(outcome, { spec: this.file }), unfinished: cut.where.what ?? cut.doing }),
      )
    else terminal.print(cutToText(outcome, terminal))
    return exitCodeOf(outcome)
  }

  /** A spec that did not reach its first setting. */
  private cutBefore(cut: CutShort): number {
    const message = cutInWords(this.file, cut)
    this.results.fail(this.file, this.setting, { code: exitCodes.inconclusive, message, stack: '' })
    return exitCodes.inconclusive
  }
}

function cutToText(outcome: Outcome, { paint, width }: Terminal): string {
  const { profile } = outcome
  const text = outcomeToText(outcome, paint)
  return profile === undefined ? text : `${text}\n\n${profileToText({ ...outcome, profile }, width)}`
}
