import { UsageError } from '../base/errors.ts'
import { outcomeToJson } from '../report/outcome/outcome-json.ts'
import { outcomeToText } from '../report/outcome/outcome-text.ts'
import { safeJson } from '../report/text/safe-json.ts'
import type { CheckCommandOptions } from './check-command.ts'
import { type CutShort, cutInWords, outcomeOfCut } from './cut-report.ts'
import { exitCodeOf, exitCodeOfAll, exitCodes } from './exit-codes.ts'
import { reportFailure } from './failure.ts'
import { onInterruption } from './interruption.ts'
import { Listener } from './listener.ts'
import { notice } from './notice.ts'
import { readReporters } from './read-reporters.ts'
import { Reporters } from './reporters.ts'
import { SettingResults } from './setting-results.ts'
import { SupervisedThread } from './supervised-thread.ts'
import type { RelayedMessage } from './task-end.ts'
import type { Terminal } from './terminal.ts'
import type { TaskFailure } from './thread-messages.ts'

/**
 * Checks specs one after the other, each in its own thread, and returns their combined exit code. A spec that is wrong,
 * or that ends its thread, does not prevent the next from being checked.
 */
export async function checkSpecs(
  files: readonly string[],
  options: CheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  if (options.variant !== undefined && options.allVariants) {
    throw new UsageError(
      'bad-option',
      '--variant names one variant and --all-variants means all of them. Give one of the two.',
    )
  }
  const reporters = new Reporters(readReporters(options.reporter, options.json), terminal)
  const results = new SettingResults()
  const checkOptions = { ...options, json: reporters.isJson, isReported: reporters.areWanted }
  const interruption = onInterruption()
  const codes: number[] = []
  for (const file of files) {
    if (interruption.signal.aborted) codes.push(exitCodes.inconclusive)
    else
      codes.push(...(await new SpecCheck(file, checkOptions, reporters.terminal, results, interruption.signal).run()))
  }
  interruption.release()
  return reporters.finish({ command: 'check', settings: results.all, problems: [], exitCode: exitCodeOfAll(codes) })
}

/** The check of one spec, in as many threads as it needs. */
class SpecCheck {
  private readonly file: string
  private readonly options: CheckCommandOptions
  private readonly terminal: Terminal
  private readonly results: SettingResults
  private readonly signal: AbortSignal
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
    signal: AbortSignal,
  ) {
    this.setting = options.variant ?? 'base'
    this.results = results
    this.file = file
    this.options = options
    this.terminal = terminal
    this.signal = signal
  }

  async run(): Promise<readonly number[]> {
    const { file, options, signal, codes } = this
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
    else terminal.print(outcomeToText(outcome, terminal.paint))
    return exitCodeOf(outcome)
  }

  /** A spec that did not reach its first setting. */
  private cutBefore(cut: CutShort): number {
    const message = cutInWords(this.file, cut)
    this.results.fail(this.file, this.setting, { code: exitCodes.inconclusive, message, stack: '' })
    return exitCodes.inconclusive
  }
}
