import { existsSync, statSync } from 'node:fs'
import { messageOf, UsageError } from '../base/errors.ts'
import { compareWithExpectation } from '../explore/compare-with-expectation.ts'
import type { EngineName } from '../explore/explore.ts'
import { count } from '../report/outcome-text.ts'
import { type Row, verdictTable } from '../report/verdict-table.ts'
import { instantiate } from '../system/instantiate.ts'
import { exploreWithProgress } from './check-command.ts'
import { writeCounterexamples } from './counterexamples.ts'
import { exitCodeOfError, exitCodes } from './exit-codes.ts'
import { findSpecs } from './find-specs.ts'
import { onInterruption } from './interruption.ts'
import { loadSpec, type Spec, variantNames } from './load-spec.ts'
import { OutputFolder } from './output-folder.ts'
import type { Terminal } from './terminal.ts'

export interface VerifyOptions {
  readonly engine?: EngineName
  readonly out: string
}

/**
 * Checks specs in all their variants, prints a row for each as it is done, and returns 0 only if every verdict, length
 * and census is the expected one. A spec that expects nothing in particular is expected to hold.
 */
export async function verifyCommand(
  names: readonly string[],
  options: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const folder = new OutputFolder(options.out)
  folder.ensureWritable()
  const { specs, failures } = await loadAll(await filesOf(names), terminal)
  const settings = specs.flatMap(spec => [null, ...variantNames(spec)].map(variant => ({ spec, variant })))
  const table = verdictTable(
    settings.map(({ spec, variant }) => ({ spec: spec.file, variant: variant ?? 'base' })),
    terminal.paint,
  )
  terminal.print(table.head)

  const interruption = onInterruption()
  const rows: Row[] = []
  for (const { spec, variant } of settings) {
    const row = await verifySetting(spec, variant, options, folder, interruption.signal)
    rows.push(row)
    terminal.print(table.row(row))
    if (interruption.signal.aborted) break
  }
  interruption.release()

  const unexpected = rows.filter(row => row.differences.length > 0).length
  terminal.print(summary(rows, settings.length, unexpected, failures.length, options.out))
  if (failures[0] !== undefined) return failures[0]
  if (unexpected > 0) return exitCodes.unexpected
  return rows.length < settings.length ? exitCodes.inconclusive : exitCodes.allHold
}

async function filesOf(names: readonly string[]): Promise<string[]> {
  const files = await Promise.all(names.map(name => (isFolder(name) || name === 'spec' ? findSpecs(name) : [name])))
  const found = files.flat()
  if (found.length > 0) return found
  throw new UsageError('no-such-file', `there are no spec files in ${names.map(name => `'${name}'`).join(', ')}.`)
}

function isFolder(name: string): boolean {
  return existsSync(name) && statSync(name).isDirectory()
}

/** Loads what can be loaded, and reports the rest, so that one broken file does not hide the verdicts of the others. */
async function loadAll(
  files: readonly string[],
  { print, paint }: Terminal,
): Promise<{ specs: Spec[]; failures: number[] }> {
  const specs: Spec[] = []
  const failures: number[] = []
  for (const file of files) {
    try {
      specs.push(await loadSpec(file))
    } catch (error) {
      failures.push(exitCodeOfError(error))
      print(paint('red', `${file}: ${messageOf(error)}`))
    }
  }
  return { specs, failures }
}

async function verifySetting(
  spec: Spec,
  variant: string | null,
  options: VerifyOptions,
  folder: OutputFolder,
  signal: AbortSignal,
): Promise<Row> {
  const machine = instantiate(spec.model, { variant })
  const outcome = await exploreWithProgress(machine, { engine: options.engine, allClaims: true, signal })
  writeCounterexamples(machine, outcome, { file: spec.file, set: [], variants: variantNames(spec) }, folder)
  return {
    spec: spec.file,
    variant: variant ?? 'base',
    outcome,
    differences: compareWithExpectation(outcome, spec.expected?.[variant ?? 'base'] ?? {}),
  }
}

function summary(rows: readonly Row[], all: number, unexpected: number, broken: number, out: string): string {
  const states = rows.reduce((sum, row) => sum + row.outcome.census.states, 0)
  const parts = [
    `${count(rows.length, 'setting')} of ${all} checked, ${count(states, 'state')} in all`,
    unexpected === 0 ? 'every verdict as expected' : `${unexpected} not as expected`,
    ...(broken === 0 ? [] : [`${count(broken, 'spec')} not loaded`]),
    `counterexamples in '${out}'`,
  ]
  return `\n${parts.join('; ')}`
}
