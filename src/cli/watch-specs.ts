import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { UsageError } from '../base/errors.ts'
import type { SettingResult } from '../report/ci/ci-report.ts'
import { verdictChanges } from '../report/ci/verdict-changes.ts'
import { count } from '../report/text/count.ts'
import { harmless } from '../report/text/value.ts'
import type { CheckCommandOptions } from './check-command.ts'
import { checkEach } from './check-specs.ts'
import { exitCodes } from './exit-codes.ts'
import { FileWatch } from './file-watch.ts'
import { onInterruption } from './interruption.ts'
import { readReporters } from './read-reporters.ts'
import { Reporters } from './reporters.ts'
import { startSpareThread } from './spare-thread.ts'
import type { Terminal } from './terminal.ts'
import { shownPath } from './text-output.ts'

/** The time for an editor or a checkout to write further files. */
const settleMs = 50

/**
 * Checks specs, and checks them again whenever one of them or a file that it imports changes, also during a check. Ctrl-C ends
 * it, with exit code 0.
 */
export async function watchSpecs(
  files: readonly string[],
  options: CheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  if (readReporters(options.reporter, options.json).stdout !== 'text')
    throw new UsageError('bad-option', '--watch prints text. Give other reporters a file: --reporter json=<file>.')
  const interruption = onInterruption('end')
  const rounds = new WatchRounds(files, options, terminal, interruption.signal)
  await rounds.run()
  interruption.release()
  return exitCodes.allHold
}

/** Check after check. */
class WatchRounds {
  private readonly files: readonly string[]
  private readonly options: CheckCommandOptions
  private readonly terminal: Terminal
  private readonly ended: AbortSignal
  private readonly watch: FileWatch
  private readonly changed = new Set<string>()
  private changing = new AbortController()
  private results: readonly SettingResult[] | undefined

  constructor(files: readonly string[], options: CheckCommandOptions, terminal: Terminal, ended: AbortSignal) {
    this.files = files
    this.options = options
    this.terminal = terminal
    this.ended = ended
    this.watch = new FileWatch(changed => this.note(changed))
  }

  async run(): Promise<void> {
    while (!this.ended.aborted) {
      this.begin()
      await this.check()
      if (!this.isOver) this.end()
      await aborted(AbortSignal.any([this.ended, this.changing.signal]))
      if (!this.ended.aborted) await pause(settleMs)
    }
    this.watch.close()
  }

  /** Whether this round is ended before it is complete. */
  private get isOver(): boolean {
    return this.ended.aborted || this.changing.signal.aborted
  }

  private note(changed: readonly string[]): void {
    for (const file of changed) this.changed.add(file)
    this.changing.abort()
  }

  private begin(): void {
    const changed = [...this.changed].map(shownPath)
    this.changed.clear()
    this.changing = new AbortController()
    if (process.stdout.isTTY) process.stdout.write('\x1b[2J\x1b[3J\x1b[H')
    if (changed.length > 0) this.printBold(`${changed.join(', ')} changed`)
  }

  private async check(): Promise<void> {
    const since = Date.now()
    const { changing, ended, watch } = this
    watch.add(
      this.files.map(file => resolve(file)),
      since,
    )
    const reporters = new Reporters(readReporters(this.options.reporter, this.options.json), this.quietWhenOver())
    const finished = await checkEach(this.files, { ...this.options, isReported: true }, reporters, {
      signal: AbortSignal.any([ended, changing.signal]),
      onFiles: files => watch.add(files, since),
    })
    if (changing.signal.aborted) return
    reporters.finish(finished)
    const before = this.results
    this.results = finished.settings
    if (before === undefined || ended.aborted) return
    const changes = verdictChanges(before, finished.settings)
    this.terminal.print('')
    for (const line of changes.length === 0 ? ['No verdict changed.'] : changes) this.printBold(line)
  }

  /** What a check prints that is cut short by a change is out of date. */
  private quietWhenOver(): Terminal {
    const { terminal, changing } = this
    return { ...terminal, print: text => changing.signal.aborted || terminal.print(text) }
  }

  private end(): void {
    this.printBold(`Watching ${count(this.watch.size, 'file')}; Ctrl-C ends it.`)
    startSpareThread()
  }

  private printBold(text: string): void {
    this.terminal.print(this.terminal.paint('bold', harmless(text)))
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    if (signal.aborted) done()
    signal.addEventListener('abort', () => done(), { once: true })
  })
}
