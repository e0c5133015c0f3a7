import { availableParallelism } from 'node:os'
import { messageOf, UsageError } from '../base/errors.ts'
import type { CheckedSetting } from '../report/checked-setting.ts'
import { count } from '../report/count.ts'
import { settingsTable } from '../report/settings-table.ts'
import { harmless, showMessage } from '../report/value.ts'
import { problemsOf, type Verdicts, verdictsOf } from '../report/verdicts.ts'
import { cellsInWords } from '../report/verdicts-summary.ts'
import { warnUnlessWritable } from './check-command.ts'
import { exitCodeOfError, exitCodes } from './exit-codes.ts'
import { findSpecs, findTablesAbove } from './find-specs.ts'
import { onInterruption } from './interruption.ts'
import { loadSpecOrTable, type Spec, type TableModule, variantNames } from './load-spec.ts'
import { notice } from './notice.ts'
import { OutputFolder } from './output-folder.ts'
import { SpecTypes } from './spec-types.ts'
import type { Terminal } from './terminal.ts'
import { typeProblemsToText } from './type-check/type-problem.ts'
import type { Setting, SettingOptions } from './verify-setting.ts'
import { verifySettings } from './verify-settings.ts'
import { writeVerdicts } from './write-verdicts.ts'

export interface VerifyOptions extends SettingOptions {
  /** How many settings are checked at a time. Default: as many as there are cores, where there is work for them. */
  readonly jobs?: number
  readonly types?: boolean
}

/** For fewer settings it does not pay to start a thread, which loads everything anew. */
const settingsForAThread = 8

/**
 * Checks specs in all their variants, prints a row for each as it is done, writes the verdicts as pages, and returns 0 only
 * if every verdict, length and census is the expected one, in the specs and in the verdict tables that lie beside them. A
 * spec that expects nothing in particular is expected to hold.
 */
export async function verifyCommand(
  names: readonly string[],
  options: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const folder = new OutputFolder(options.out)
  warnUnlessWritable(folder)
  const files = await filesOf(names)
  const types = new SpecTypes(files, options.types)
  try {
    return await verifyTyped(files, types, options, folder, terminal)
  } finally {
    types.stop()
  }
}

async function verifyTyped(
  files: readonly string[],
  types: SpecTypes,
  options: VerifyOptions,
  folder: OutputFolder,
  terminal: Terminal,
): Promise<number> {
  const { specs, tables, failures } = await loadAll(files, terminal)
  tables.push(...(await loadTablesAbove(files, terminal)))
  const settings = specs.flatMap(spec => [null, ...variantNames(spec)].map((variant): Setting => ({ spec, variant })))
  const printed = settingsTable(
    settings.map(({ spec, variant }) => ({ spec: spec.file, setting: variant ?? 'base' })),
    terminal.paint,
  )
  terminal.print(printed.head)

  const interruption = onInterruption()
  interruption.signal.addEventListener('abort', () => types.stop())
  const checked: CheckedSetting[] = []
  let unwritten = 0
  let mistyped: ReadonlySet<string> | undefined
  let told = 0
  const jobs = options.jobs ?? Math.min(availableParallelism(), Math.ceil(settings.length / settingsForAThread))
  for await (const finding of verifySettings(settings, { ...options, jobs }, interruption.signal)) {
    mistyped ??= await tellMistyped(specs, types, terminal)
    const { spec, variant } = settings[told++] as Setting
    if (mistyped.has(spec.file)) continue
    const setting = { spec: spec.file, model: spec.model.description, setting: variant ?? 'base', ...finding }
    checked.push(setting)
    terminal.print(printed.row(setting))
    if (finding.notWritten === undefined) continue
    unwritten++
    notice(`counterexamples were not written: ${finding.notWritten}`)
  }
  mistyped ??= await tellMistyped(specs, types, terminal)
  const mistypedTables = await tellMistyped(tables, types, terminal)
  interruption.release()

  const verdicts = verdictsOf(
    tables.filter(({ file }) => !mistypedTables.has(file)).map(({ table }) => table.description),
    checked,
  )
  const unexpected = checked.filter(setting => setting.differences.length > 0).length
  const problems = problemsOf(verdicts)
  for (const problem of problems) terminal.print(terminal.paint('red', harmless(problem)))
  const wronglyTyped = mistyped.size + mistypedTables.size
  terminal.print(
    summary({
      checked,
      all: settings.length,
      unexpected,
      broken: failures.length,
      mistyped: wronglyTyped,
      unwritten,
      out: options.out,
    }),
  )
  terminal.print(pagesLine(writePages(verdicts, folder), verdicts))
  if (failures[0] !== undefined) return failures[0]
  if (wronglyTyped > 0) return exitCodes.model
  if (unexpected > 0 || problems.length > 0) return exitCodes.unexpected
  return interruption.signal.aborted ? exitCodes.inconclusive : exitCodes.allHold
}

async function filesOf(names: readonly string[]): Promise<string[]> {
  const found = await findSpecs(names)
  if (found.length > 0) return found
  throw new UsageError('no-such-file', `there are no spec files in ${names.map(name => `'${name}'`).join(', ')}.`)
}

/** Loads what can be loaded, and reports the rest, so that one broken file does not hide the verdicts of the others. */
async function loadAll(
  files: readonly string[],
  { print, paint }: Terminal,
): Promise<{ specs: Spec[]; tables: TableModule[]; failures: number[] }> {
  const specs: Spec[] = []
  const tables: TableModule[] = []
  const failures: number[] = []
  for (const file of files) {
    try {
      const loaded = await loadSpecOrTable(file)
      if ('table' in loaded) tables.push(loaded)
      else specs.push(loaded)
    } catch (error) {
      failures.push(exitCodeOfError(error))
      print(paint('red', showMessage(`${file}: ${messageOf(error)}`)))
    }
  }
  return { specs, tables, failures }
}

/** The tables that were not asked for, but that the specs may be in: one that does not load is no failure of theirs. */
async function loadTablesAbove(files: readonly string[], { print, paint }: Terminal): Promise<TableModule[]> {
  const tables: TableModule[] = []
  for (const file of await findTablesAbove(files)) {
    if (files.includes(file)) continue
    try {
      const loaded = await loadSpecOrTable(file)
      if ('table' in loaded) tables.push(loaded)
    } catch (error) {
      print(paint('yellow', showMessage(`left out ${file}: ${messageOf(error)}`)))
    }
  }
  return tables
}

/** The files whose types do not check, each of which is reported: nothing that is found of them is shown. */
async function tellMistyped(
  modules: readonly { readonly file: string }[],
  types: SpecTypes,
  { print, paint }: Terminal,
): Promise<ReadonlySet<string>> {
  const mistyped = new Set<string>()
  for (const { file } of modules) {
    const problems = (await types.problemsOf(file)) ?? []
    if (problems.length === 0) continue
    mistyped.add(file)
    print(paint('red', showMessage(`${file}: ${typeProblemsToText(problems, 'so there are no verdicts')}`)))
  }
  return mistyped
}

interface Summed {
  readonly checked: readonly CheckedSetting[]
  readonly all: number
  readonly unexpected: number
  readonly broken: number
  readonly mistyped: number
  readonly unwritten: number
  readonly out: string
}

function summary({ checked, all, unexpected, broken, mistyped, unwritten, out }: Summed): string {
  const isWhole = checked.length === all && checked.every(({ outcome }) => outcome.stop !== 'interrupted')
  const states = checked.reduce((sum, { outcome }) => sum + outcome.census.states, 0)
  const parts = [
    `${count(checked.length, 'setting')} of ${all} checked, ${count(states, 'state')} in all`,
    unexpected === 0 ? `every verdict ${isWhole ? '' : 'so far '}as expected` : `${unexpected} not as expected`,
    ...(broken === 0 ? [] : [`${count(broken, 'spec')} not loaded`]),
    ...(mistyped === 0 ? [] : [`${count(mistyped, 'spec')} with type errors`]),
    unwritten === 0
      ? `counterexamples in '${harmless(out)}', each with a page (.html) to open`
      : `counterexamples of ${count(unwritten, 'setting')} not written`,
  ]
  return `\n${parts.join('; ')}`
}

/** The pages that could be written; why not, if they could not, is no verdict. */
function writePages(verdicts: Verdicts, folder: OutputFolder): string[] {
  try {
    return writeVerdicts(verdicts, folder)
  } catch (error) {
    notice(`the pages of verdicts were not written: ${messageOf(error)}`)
    return []
  }
}

function pagesLine(pages: readonly string[], verdicts: Verdicts): string {
  const where =
    pages.length === 0 ? 'verdicts in no page' : `verdicts in ${pages.map(page => `'${page}'`).join(' and ')}`
  return verdicts.tables.length === 0 ? where : `${where}: ${cellsInWords(verdicts)}`
}
