import { isCutShort } from '../outcome/outcome.ts'
import type { SettingResult } from '../report/ci/ci-report.ts'
import { caveatLines } from '../report/outcome/caveats.ts'
import { outcomeToJson } from '../report/outcome/outcome-json.ts'
import { count } from '../report/text/count.ts'
import { safeJson } from '../report/text/safe-json.ts'
import { harmless, showMessage } from '../report/text/value.ts'
import type { CheckedSetting } from '../verdicts/checked-setting.ts'
import { type SettingsTable, settingsTable } from '../verdicts/settings-table.ts'
import type { ModelOfTable, TableDescription } from '../verdicts/table-description.ts'
import { problemsOf, type Verdicts } from '../verdicts/verdicts.ts'
import { cellsInWords } from '../verdicts/verdicts-summary.ts'
import { cutInWords, outcomeOfCut } from './cut-report.ts'
import type { DescribedTable, ModelInTable } from './describe-spec.ts'
import { exitCodes } from './exit-codes.ts'
import { notice } from './notice.ts'
import type { Finished } from './reporters.ts'
import { resultOfFailure } from './result-of-failure.ts'
import { resultOfCut } from './setting-results.ts'
import type { TaskEnd } from './task-end.ts'
import type { Terminal } from './terminal.ts'
import type { TaskFailure } from './thread-messages.ts'
import type { VerifyOptions } from './verify-command.ts'
import type { SettingFinding } from './verify-setting.ts'
import type { SettingOfSpec } from './verify-settings.ts'

/** The output of `verify`: a row for each setting, or an object with `--json`, and the summary. */
export class VerifyReport {
  /** The settings that were checked, in order, without those that could not be. */
  readonly checked: CheckedSetting[] = []
  private readonly options: VerifyOptions
  private readonly terminal: Terminal
  private readonly models = new Map<string, ModelOfTable>()
  private readonly failures: TaskFailure[] = []
  private settings: readonly SettingOfSpec[] = []
  private table: SettingsTable | undefined
  private all = 0
  private ended = 0
  private notLoadedCount = 0
  private unwritten = 0
  private readonly mistypedFiles = new Set<string>()
  private problems: readonly string[] = []
  private pages: readonly string[] = []
  private readonly results: SettingResult[] = []

  constructor(options: VerifyOptions, terminal: Terminal) {
    this.options = options
    this.terminal = terminal
  }

  /** The model of a spec, the same object for all settings and tables. One that is not checked is known by its name alone. */
  readonly modelOf = ({ name, file }: ModelInTable): ModelOfTable => {
    const key = file ?? `model ${name}`
    const model = this.models.get(key) ?? { name }
    this.models.set(key, model)
    return model
  }

  notLoaded(file: string, failure: TaskFailure): void {
    this.failures.push(failure)
    this.notLoadedCount++
    this.print('red', failure.message.includes(file) ? failure.message : `${file}: ${failure.message}`)
    if (this.options.json) this.printObject({ spec: file, error: failure.message, exitCode: failure.code })
    this.results.push(resultOfFailure(file, 'base', failure))
  }

  /** A file that was not named is left out. */
  leftOut(file: string, { message }: TaskFailure): void {
    this.print('yellow', message.includes(file) ? `left out: ${message}` : `left out ${file}: ${message}`)
  }

  /** Reports a file with type errors, whose results are not shown. Call it before its settings end. */
  mistyped(file: string, message: string): void {
    this.mistypedFiles.add(file)
    this.print('red', `${file}: ${message}`)
    if (this.options.json) this.printObject({ spec: file, error: message, exitCode: exitCodes.model })
    this.results.push(resultOfFailure(file, 'base', { code: exitCodes.model, message, stack: '' }))
  }

  isMistyped(file: string): boolean {
    return this.mistypedFiles.has(file)
  }

  /** `all` is the number of settings of all shards. */
  begin(settings: readonly SettingOfSpec[], all: number): void {
    this.settings = settings
    this.all = all
    this.table = settingsTable(settings.map(nameOf), this.terminal.paint)
    if (!this.options.json) this.terminal.print(this.table.head)
  }

  /** Call it for each setting in order. */
  settingEnded(ended: TaskEnd<SettingFinding>): void {
    const setting = this.settings[this.ended++] as SettingOfSpec
    if (this.isMistyped(setting.file)) return
    if (ended.kind === 'done') this.found(setting, ended.value)
    else if (ended.kind === 'failed') this.failed(setting, ended.failure)
    else this.cut(setting, ended)
  }

  private cut(setting: SettingOfSpec, ended: Extract<TaskEnd, { kind: 'cut' }>): void {
    const message = cutInWords(setting.file, ended)
    if (ended.setting === undefined) {
      this.failed(setting, { code: exitCodes.inconclusive, message, stack: '' })
      return
    }
    const outcome = outcomeOfCut(ended.setting, ended)
    const result = resultOfCut(setting.file, ended.setting, ended, [])
    this.found(setting, { outcome, differences: [], pictures: new Map(), notDrawn: [], result }, message)
  }

  private found(setting: SettingOfSpec, finding: SettingFinding, note?: string): void {
    const { file, model: name } = setting
    const checked = { ...nameOf(setting), model: this.modelOf({ name, file }), ...finding }
    this.checked.push(checked)
    if (finding.notWritten !== undefined) {
      this.unwritten++
      notice(`counterexamples were not written: ${finding.notWritten}`)
    }
    const object = objectOf(checked, note)
    if (finding.result !== undefined) this.results.push({ ...finding.result, json: { format, ...object } })
    if (this.options.json) this.printObject(object)
    else {
      this.terminal.print(this.table?.row(checked) ?? '')
      if (note !== undefined) this.terminal.print(this.terminal.paint('yellow', `    ${showMessage(note)}`))
    }
  }

  private failed(setting: SettingOfSpec, failure: TaskFailure): void {
    this.failures.push(failure)
    const { file, variant } = setting
    this.results.push(resultOfFailure(file, variant ?? 'base', failure))
    if (this.options.json) this.printObject({ spec: file, variant, error: failure.message, exitCode: failure.code })
    else this.terminal.print(this.table?.failed(nameOf(setting), failure.message) ?? '')
    if (failure.code === exitCodes.internal) process.stderr.write(`This is a bug in Interleave:\n${failure.stack}\n`)
  }

  end(verdicts: Verdicts, pages: readonly string[]): void {
    this.problems = problemsOf(verdicts)
    for (const problem of this.problems) this.print('red', problem)
    this.pages = pages
    if (this.options.json) this.printObject({ summary: this.ending })
    else {
      this.terminal.print(this.summary())
      for (const line of caveatLines(this.checked.map(({ outcome }) => outcome))) this.terminal.print(line)
      this.terminal.print(pagesLine(pages, verdicts))
    }
  }

  /** The data for reporters, with the exit code that the command has apart from them. */
  finished(exitCode: number): Finished {
    const { results, problems, ending } = this
    return { command: 'verify', settings: results, problems, exitCode, summary: { ...ending, exitCode } }
  }

  private get ending(): object {
    return { ...this.counts, problems: this.problems, pages: this.pages, exitCode: this.code }
  }

  /** The exit code of the worst result: wrong specs, then unexpected results, then undecided ones. */
  get code(): number {
    const wrong = this.failures.map(({ code }) => code).filter(code => code !== exitCodes.inconclusive)
    if (wrong.length > 0) return Math.max(...wrong)
    if (this.mistypedFiles.size > 0) return exitCodes.model
    const { unexpected, undecided } = this.counts
    if (unexpected > 0 || this.problems.length > 0) return exitCodes.unexpected
    return undecided > 0 || this.failures.length > 0 ? exitCodes.inconclusive : exitCodes.allHold
  }

  private get counts() {
    const { checked } = this
    return {
      settings: this.settings.length,
      checked: checked.length,
      states: checked.reduce((sum, { outcome }) => sum + outcome.census.states, 0),
      unexpected: checked.filter(({ differences }) => differences.length > 0).length,
      undecided: checked.filter(({ outcome }) => isCutShort(outcome)).length,
      wrong: this.failures.length - this.notLoadedCount,
      notLoaded: this.notLoadedCount,
      mistyped: this.mistypedFiles.size,
      ...(this.options.changed && { cached: checked.filter(({ isCached }) => isCached).length }),
    }
  }

  private summary(): string {
    const { settings, checked, states, unexpected, undecided, wrong, notLoaded, mistyped, cached } = this.counts
    const isWhole = checked === settings && undecided === 0
    const { shard } = this.options
    if (shard !== undefined && settings === 0)
      return `\nshard ${shard.part}/${shard.of} has none of ${count(this.all, 'setting')}: there is nothing to check`
    const part = shard === undefined ? '' : `shard ${shard.part}/${shard.of} of ${count(this.all, 'setting')}: `
    const parts = [
      `${part}${count(checked, 'setting')} of ${settings} checked, ${count(states, 'state')} in all`,
      ...(cached === undefined ? [] : [`${cached} of them from the cache, unchanged`]),
      ...(checked === 0 ? [] : [expectedInWords(unexpected, isWhole)]),
      ...(undecided === 0 ? [] : [`${undecided} undecided`]),
      ...(wrong === 0 ? [] : [`${count(wrong, 'setting')} wrong`]),
      ...(notLoaded === 0 ? [] : [`${count(notLoaded, 'spec')} not loaded`]),
      ...(mistyped === 0 ? [] : [`${count(mistyped, 'spec')} with type errors`]),
      ...(checked === 0 ? [] : [this.whereFilesAre()]),
    ]
    return `\n${parts.join('; ')}`
  }

  private whereFilesAre(): string {
    return this.unwritten === 0
      ? `counterexamples in '${harmless(this.options.out)}', each with a page (.html) to open`
      : `counterexamples of ${count(this.unwritten, 'setting')} not written`
  }

  /** Output that belongs to no row: on stdout, unless that is for programs. */
  private print(colour: 'red' | 'yellow', text: string): void {
    const shown = showMessage(text)
    if (this.options.json) process.stderr.write(`${shown}\n`)
    else this.terminal.print(this.terminal.paint(colour, shown))
  }

  private printObject(object: object): void {
    this.terminal.print(safeJson({ format, ...object }))
  }
}

function expectedInWords(unexpected: number, isWhole: boolean): string {
  return unexpected === 0 ? `every verdict ${isWhole ? '' : 'so far '}as expected` : `${unexpected} not as expected`
}

/** Converts a table that identifies models by files to one that identifies them by object identity. */
export function tableOfFiles(table: DescribedTable, modelOf: (model: ModelInTable) => ModelOfTable): TableDescription {
  const named = <T extends { readonly spec: ModelInTable }>(part: T) => ({ ...part, spec: modelOf(part.spec) })
  return { ...table, places: table.places.map(named), mutants: table.mutants.map(named) }
}

const format = 'interleave/1'

/** The object of a setting for programs. */
function objectOf({ spec, outcome, differences, isCached }: CheckedSetting, note: string | undefined): object {
  return {
    ...outcomeToJson(outcome, { spec }),
    expected: differences.length === 0 && !isCutShort(outcome),
    differences: differences.map(({ text }) => text),
    ...(isCached && { cached: true }),
    ...(note !== undefined && { unfinished: note }),
  }
}

function nameOf({ file, variant }: SettingOfSpec): { spec: string; setting: string } {
  return { spec: file, setting: variant ?? 'base' }
}

function pagesLine(pages: readonly string[], verdicts: Verdicts): string {
  const where =
    pages.length === 0 ? 'verdicts in no page' : `verdicts in ${pages.map(page => `'${page}'`).join(' and ')}`
  return verdicts.tables.length === 0 ? where : `${where}: ${cellsInWords(verdicts)}`
}
