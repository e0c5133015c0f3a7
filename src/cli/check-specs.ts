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
import { SupervisedThread } from './supervised-thread.ts'
import type { Terminal } from './terminal.ts'

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
  const interruption = onInterruption()
  const codes: number[] = []
  for (const file of files) {
    if (interruption.signal.aborted) codes.push(exitCodes.inconclusive)
    else codes.push(...(await new SpecCheck(file, options, terminal, interruption.signal).run()))
  }
  interruption.release()
  return exitCodeOfAll(codes)
}

/** The check of one spec, in as many threads as it needs. */
class SpecCheck {
  private readonly file: string
  private readonly options: CheckCommandOptions
  private readonly terminal: Terminal
  private readonly signal: AbortSignal
  private readonly codes: number[] = []
  /** The number of settings that threads have begun. */
  private begun = 0

  constructor(file: string, options: CheckCommandOptions, terminal: Terminal, signal: AbortSignal) {
    this.file = file
    this.options = options
    this.terminal = terminal
    this.signal = signal
  }

  async run(): Promise<readonly number[]> {
    const { file, options, signal, codes } = this
    const listener = new Listener(this.terminal, message => {
      if (message.kind === 'setting') this.begun++
      if (message.kind === 'verdict') codes.push(message.code)
    })
    const thread = new SupervisedThread(listener.handle)
    for (let goesOn = true; goesOn; ) {
      const before = this.begun
      const { maxSeconds } = options
      const ended = await thread.run({ command: 'check', file, options, skip: before }, { maxSeconds, signal })
      listener.clear()
      goesOn = false
      if (ended.kind === 'done') codes.push(ended.value)
      else if (ended.kind === 'failed') codes.push(reportFailure(ended.failure))
      else {
        codes.push(this.reportCut(ended))
        goesOn = options.allVariants === true && !signal.aborted && this.begun > before
      }
    }
    thread.end()
    return codes
  }

  private reportCut(cut: CutShort): number {
    notice(cutInWords(this.file, cut))
    const { terminal, options } = this
    // Without a setting, either none has begun, or its verdicts have been printed.
    if (cut.setting === undefined) return this.codes.length > 0 ? exitCodes.allHold : exitCodes.inconclusive
    const outcome = outcomeOfCut(cut.setting, cut)
    if (options.json) terminal.print(safeJson({ ...outcomeToJson(outcome), unfinished: cut.where.what ?? cut.doing }))
    else terminal.print(outcomeToText(outcome, terminal.paint))
    return exitCodeOf(outcome)
  }
}
