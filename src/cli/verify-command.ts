import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { messageOf } from '../base/errors.ts'
import { safeJson } from '../report/text/safe-json.ts'
import { type Verdicts, verdictsOf } from '../verdicts/verdicts.ts'
import type { Described } from './describe-spec.ts'
import { exitCodeOfError, exitCodes } from './exit-codes.ts'
import { findSpecsInEach, findTablesAbove } from './find-specs.ts'
import { onInterruption } from './interruption.ts'
import { Listener } from './listener.ts'
import { notice } from './notice.ts'
import { OutputFolder, warnUnlessWritable } from './output-folder.ts'
import { readReporters } from './read-reporters.ts'
import { type Finished, Reporters } from './reporters.ts'
import { type Shard, shardOf } from './shard.ts'
import { shippedSpec } from './shipped-spec.ts'
import { SpecLoader } from './spec-loader.ts'
import { SpecTypes } from './spec-types.ts'
import { SupervisedThread } from './supervised-thread.ts'
import type { Terminal } from './terminal.ts'
import { typeProblemsToText } from './type-check/type-problem.ts'
import { VerdictCache } from './verdict-cache.ts'
import { tableOfFiles, VerifyReport } from './verify-report.ts'
import type { SettingOptions } from './verify-setting.ts'
import { type SettingOfSpec, verifySettings } from './verify-settings.ts'
import { writeVerdicts } from './write-verdicts.ts'

export interface VerifyOptions extends SettingOptions {
  /** The number of settings to check in parallel. Default: the number of cores, if there is enough work. */
  readonly jobs?: number
  readonly types?: boolean
  readonly json?: boolean
  readonly reporter: readonly string[]
  /** The part of the settings to check. Default: all. */
  readonly shard?: Shard
  /** Whether results of earlier runs count where nothing has changed since. */
  readonly changed?: boolean
}

/** For fewer settings per thread, starting a thread does not pay, since it loads everything again. */
const settingsForAThread = 8

/**
 * Checks specs in all their variants, prints a row for each, writes the verdicts as pages, and returns 0 only if every
 * verdict, length and census is as expected, in the specs and in the verdict tables beside them. A spec without
 * expectations is expected to hold.
 *
 * An author's code runs only in threads, including the loading of a spec. A spec that is wrong, or ends its thread, is
 * reported, and all others are checked.
 */
export async function verifyCommand(
  names: readonly string[],
  options: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const reporters = new Reporters(readReporters(options.reporter, options.json), terminal)
  const checkOptions = { ...options, json: reporters.isJson, isReported: reporters.areWanted }
  const folder = new OutputFolder(options.out)
  warnUnlessWritable(folder)
  const files = await findSpecsInEach(names).catch(error => {
    if (reporters.isJson) terminal.print(safeJson({ format: 'interleave/1', ...errorForJson(error) }))
    throw error
  })
  const types = new SpecTypes(files, options.types)
  try {
    return reporters.finish(
      await verifyTyped(
        { files, named: names.map(name => shippedSpec(name) ?? name) },
        types,
        checkOptions,
        folder,
        reporters.terminal,
      ),
    )
  } finally {
    types.stop()
  }
}

async function verifyTyped(
  { files, named }: { readonly files: readonly string[]; readonly named: readonly string[] },
  types: SpecTypes,
  options: VerifyOptions,
  folder: OutputFolder,
  terminal: Terminal,
): Promise<Finished> {
  const cache = options.changed ? new VerdictCache(options, Date.now()) : undefined
  const { signal, release } = onInterruption()
  signal.addEventListener('abort', () => types.stop())
  const listener = new Listener(terminal)
  const first = new SupervisedThread(listener.handle)
  const report = new VerifyReport(options, terminal)
  const loader = new SpecLoader(first, report, { maxSeconds: options.maxSeconds, signal })
  const { specs, tables } = await loader.load(files, await findTablesAbove(files), named)
  const all = specs.flatMap(settingsOf)
  const settings = shardOf(all, options.shard)
  report.begin(settings, all.length)
  const jobs =
    options.jobs ?? Math.max(1, Math.min(availableParallelism(), Math.ceil(settings.length / settingsForAThread)))
  const threads = { jobs, first, relay: listener.handle, cache }
  const reportMistypedOnce = once(() => reportMistyped([...specs, ...tables], types, report))
  for await (const ended of verifySettings(settings, options, threads, signal)) {
    await reportMistypedOnce()
    report.settingEnded(ended)
  }
  await reportMistypedOnce()
  listener.clear()
  release()

  const verdicts = verdictsOf(
    tables.filter(({ file }) => !report.isMistyped(file)).map(table => tableOfFiles(table, report.modelOf)),
    report.checked,
    spec => findingsOf(spec, folder),
  )
  report.end(verdicts, writePages(verdicts, folder))
  return report.finished(report.code === exitCodes.allHold && signal.aborted ? exitCodes.inconclusive : report.code)
}

/** Reports the files with type errors; none of their results are shown. */
async function reportMistyped(
  modules: readonly { readonly file: string }[],
  types: SpecTypes,
  report: VerifyReport,
): Promise<void> {
  for (const { file } of modules) {
    const problems = (await types.problemsOf(file)) ?? []
    if (problems.length > 0) report.mistyped(file, typeProblemsToText(problems, 'so there are no verdicts'))
  }
}

function once<T>(action: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => {
    done ??= action()
    return done
  }
}

/** A link to the page of findings beside a spec: `lock.md` for `lock.ts`. */
function findingsOf(spec: string, folder: OutputFolder): string | undefined {
  const page = spec.replace(/\.\w+$/, '.md')
  return existsSync(page) ? folder.linkTo(page) : undefined
}

/** The pages that could be written; why not, if they could not, is no verdict. */
function writePages(verdicts: Verdicts, folder: OutputFolder): string[] {
  try {
    return writeVerdicts(verdicts, folder)
  } catch (error) {
    notice(`the verdict pages were not written: ${messageOf(error)}`)
    return []
  }
}

function errorForJson(error: unknown): { readonly error: string; readonly exitCode: number } {
  return { error: messageOf(error), exitCode: exitCodeOfError(error) }
}

function settingsOf({ file, model, variants, files }: Extract<Described, { kind: 'spec' }>): SettingOfSpec[] {
  return [null, ...variants].map(variant => ({ file, model, variant, files }))
}
