import { ModelError } from '../base/errors.ts'
import { instantiate } from '../machine/instantiate.ts'
import { isCutShort, type Outcome } from '../outcome/outcome.ts'
import type { SettingResult } from '../report/ci/ci-report.ts'
import type { EngineName } from '../search/explore.ts'
import { secondsLeft } from '../search/options.ts'
import type { CheckedSetting } from '../verdicts/checked-setting.ts'
import { compareWithExpectation, type Difference } from '../verdicts/compare-with-expectation.ts'
import { exploreWithProgress } from './check-command.ts'
import { writeCounterexamples } from './counterexamples.ts'
import { defaultMemory } from './default-memory.ts'
import { freshMachine, loadSpecOrTable, type Spec, strangeMachines, variantNames } from './load-spec.ts'
import { OutputFolder } from './output-folder.ts'
import { type OutsideReads, readsSoFar } from './outside-reads.ts'
import { resultOf } from './result-of.ts'
import type { SupervisedTerminal } from './terminal.ts'

export interface SettingOptions {
  readonly engine?: EngineName
  readonly graphs?: boolean
  readonly maxStates?: number
  readonly maxDepth?: number
  readonly maxSeconds?: number
  readonly maxMemory?: number
  /** Whether what is expected to hold may hold only within bounds. */
  readonly acceptBounds?: boolean
  readonly out: string
  /** Whether reporters want the results as data. */
  readonly isReported?: boolean
}

/** The result of a setting, as plain data that can be sent between threads. */
export interface SettingFinding extends Pick<CheckedSetting, 'outcome' | 'differences' | 'pictures' | 'notDrawn'> {
  /** Why its counterexamples were not written, if so. */
  readonly notWritten?: string
  /** For reporters, if they want it. */
  readonly result?: SettingResult
  /** What its spec has read besides the modules that it imports; missing if that was not noted, or not checked to the end. */
  readonly reads?: OutsideReads
  /** Whether it was found by an earlier run. */
  readonly isCached?: boolean
}

/** Loads a spec and checks one of its variants, or the model itself. */
export async function verifyVariant(
  file: string,
  variant: string | null,
  options: SettingOptions,
  terminal: SupervisedTerminal,
): Promise<SettingFinding> {
  const spec = await loadSpecOrTable(file)
  if ('table' in spec) throw new ModelError('no-spec', `${file} is a verdict table, not a spec.`)
  terminal.doing('computing initial states')
  return verifySetting(spec, variant, options, terminal)
}

/** Checks a setting, writes its counterexamples, and compares the outcome with the expectation of its spec. */
async function verifySetting(
  spec: Spec,
  variant: string | null,
  options: SettingOptions,
  terminal: SupervisedTerminal,
): Promise<SettingFinding> {
  const folder = new OutputFolder(options.out)
  const machine = instantiate(spec.model, { variant })
  const isDeep = options.graphs === true
  const { signal } = terminal
  const { engine, maxStates, maxDepth, maxSeconds, maxMemory = verifyMemory(engine) } = options
  const limits = { maxStates, maxDepth, maxSeconds, maxMemory, signal }
  const outcome = await exploreWithProgress(
    machine,
    {
      engine,
      allClaims: true,
      // Misspelt names are those of the spec: one setting is enough to find them.
      reportsUnknownReads: variant === null,
      keepShortestRuns: isDeep,
      freshMachine: () => freshMachine(spec.file, { variant }),
      strangeMachines: () => strangeMachines(spec.file, { variant }),
      ...limits,
    },
    terminal,
  )
  terminal.doing('writing its counterexamples')
  const written = await writeCounterexamples(
    machine,
    outcome,
    { file: spec.file, set: [], variants: variantNames(spec) },
    folder,
    { isDeep, limits: { maxSeconds: secondsLeft(maxSeconds, outcome.seconds), maxMemory, signal } },
  )
  const found = 'found' in written ? written.found : []
  const differences = differencesFrom(spec, outcome, options)
  // What is as expected needs no run in a report.
  const witnesses = found
    .map(({ witness }) => witness)
    .filter(({ claim }) => differences.some(difference => difference.claim === claim.name))
  const reads = readsSoFar()
  return {
    outcome,
    differences,
    ...(reads !== undefined && { reads }),
    ...('notWritten' in written && written),
    pictures: new Map(found.map(({ witness, svg }) => [witness.claim.name, folder.linkTo(svg)])),
    notDrawn: found.flatMap(({ graph }) =>
      graph?.svgMissing === undefined ? [] : [`${graph.dot}: ${graph.svgMissing}`],
    ),
    ...(options.isReported && { result: resultOf(machine, outcome, { spec: spec.file, witnesses, differences }) }),
  }
}

function differencesFrom({ expected }: Spec, outcome: Outcome, { acceptBounds }: SettingOptions): Difference[] {
  return compareWithExpectation(asInterrupted(outcome), expected?.[outcome.variant ?? 'base'] ?? {}, acceptBounds)
}

/** At a limit or Ctrl-C, some claims stay undecided, which is not reported as unexpected. */
function asInterrupted(outcome: Outcome): Outcome {
  return isCutShort(outcome) ? { ...outcome, stop: 'interrupted' } : outcome
}

/** Settings are checked in parallel and share the free memory; only the heap belongs to each thread. */
function verifyMemory(engine: EngineName | undefined): number | undefined {
  return engine === 'reference' ? defaultMemory(engine) : undefined
}
