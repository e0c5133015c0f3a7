import { ModelError, UsageError } from '../base/errors.ts'
import { judgedClaims } from '../language/claims.ts'
import { descriptionOf } from '../language/description-of.ts'
import { instantiate, type Setting } from '../machine/instantiate.ts'
import type { Machine } from '../machine/machine.ts'
import { onlyClaims } from '../machine/only-claims.ts'
import { ignoring } from '../machine/view.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { claimPlaces } from '../report/ci/setting-result.ts'
import { type Attached, outcomeToJson } from '../report/outcome/outcome-json.ts'
import { effortToText, headline, outcomeToText } from '../report/outcome/outcome-text.ts'
import { profileToText } from '../report/outcome/profile-text.ts'
import { symmetriesToText } from '../report/outcome/symmetries-text.ts'
import { foundLaterToText, witnessToText } from '../report/run/witness-text.ts'
import { safeJson } from '../report/text/safe-json.ts'
import type { EngineName } from '../search/explore.ts'
import { type ExploreOptions, type Progress, type Reduce, secondsLeft } from '../search/options.ts'
import { simulate } from '../simulate/simulate.ts'
import type { SimulateOptions } from '../simulate/simulate-options.ts'
import { exploreRuns } from '../temporal/explore-runs.ts'
import type { Witness } from '../witness/witness.ts'
import { readConstants } from './constants.ts'
import { simplestWitnesses, type WrittenCounterexamples, writeCounterexamples } from './counterexamples.ts'
import { defaultMemory, heapLimit } from './default-memory.ts'
import { exitCodeOf, exitCodeOfAll, exitCodes } from './exit-codes.ts'
import { inTime } from './in-time.ts'
import { filesBehind, freshMachine, loadSpec, type Spec, strangeMachines, variantNames } from './load-spec.ts'
import { nextTurn } from './next-turn.ts'
import { notice } from './notice.ts'
import { OutputFolder, warnUnlessWritable } from './output-folder.ts'
import { resultOf } from './result-of.ts'
import type { Source } from './setting-folder.ts'
import { simulationWords } from './simulate-flags.ts'
import { SourcedRuns } from './source/run-source.ts'
import { SpecTypes, wrongTypes } from './spec-types.ts'
import type { SupervisedTerminal } from './terminal.ts'
import type { OutcomeSoFar, Searched } from './thread-messages.ts'
import { typeProblemsToJson, typeProblemsToText } from './type-check/type-problem.ts'
import { filesInWords, filesOf, rendering } from './written-files.ts'

export interface CheckCommandOptions {
  readonly variant?: string
  readonly allVariants?: boolean
  readonly set: readonly string[]
  readonly json?: boolean
  readonly reporter: readonly string[]
  readonly allClaims?: boolean
  readonly acceptBounds?: boolean
  readonly engine?: EngineName
  readonly maxStates?: number
  readonly maxDepth?: number
  readonly maxSeconds?: number
  readonly maxMemory?: number
  readonly auditEvery?: number
  readonly simulate?: SimulateOptions
  readonly reduce?: Reduce
  /** `find`: which parts of the model are alike is to be found out. */
  readonly symmetry?: 'find'
  /** Names of cells that do not tell states apart. */
  readonly ignore: readonly string[]
  /** The claims to judge; all of them if there are none. */
  readonly claim: readonly string[]
  readonly witnesses?: number
  readonly graph?: boolean
  readonly verbose?: boolean
  readonly profile?: boolean
  readonly types?: boolean
  readonly out: string
  readonly width?: number
  /** Whether reporters want the results as data. */
  readonly isReported?: boolean
}

/**
 * Checks one spec in one setting or in all its variants, without the first `skip` settings, and returns the exit code.
 */
export async function checkCommand(
  file: string,
  options: CheckCommandOptions,
  terminal: SupervisedTerminal,
  skip = 0,
): Promise<number> {
  if (options.ignore.length > 0 && ![undefined, 'auto', 'view'].includes(options.reduce))
    throw new UsageError('bad-option', `--ignore is about a view, which --reduce ${options.reduce} does not use.`)
  if (options.symmetry !== undefined && options.reduce === 'order')
    throw new UsageError(
      'bad-option',
      '--symmetry find looks at all steps of a state, of which --reduce order leaves some out.',
    )
  if (options.profile && options.engine === 'reference')
    throw new UsageError('bad-option', 'the reference engine keeps no profile. Leave out --engine or --profile.')
  const types = new SpecTypes([file], options.types)
  try {
    return await checkTyped(file, types, options, terminal, skip)
  } catch (error) {
    if (error instanceof UsageError && options.json) printError(error, terminal)
    if (!(error instanceof ModelError) || error.code === 'wrong-types') throw error
    throw await withTypeErrors(error, file, types, options, terminal)
  } finally {
    types.stop()
  }
}

/** The options by which a search leaves out the same states again. */
function reductionWords({ reduce, ignore, claim }: CheckCommandOptions): string[] {
  return [
    ...(reduce === undefined ? [] : ['--reduce', reduce]),
    ...ignore.flatMap(cell => ['--ignore', cell]),
    ...claim.flatMap(name => ['--claim', name]),
  ]
}

/** The most milliseconds that a known error waits for a slow or hanging TypeScript. */
const patienceMs = 5_000

/** The error of a model together with its type errors, which may explain it; `--json` has both. */
async function withTypeErrors(
  error: ModelError,
  file: string,
  types: SpecTypes,
  { json }: CheckCommandOptions,
  terminal: SupervisedTerminal,
): Promise<ModelError> {
  const problems = (await inTime(types.problemsOf(file), patienceMs)) ?? []
  if (json) printError(error, terminal, { typeErrors: typeProblemsToJson(problems) })
  if (problems.length === 0) return error
  return new ModelError(error.code, `${error.message}\n${typeProblemsToText(problems, 'so there is no verdict')}`, {
    cause: error,
  })
}

function printError(
  { code, message }: ModelError | UsageError,
  terminal: SupervisedTerminal,
  more: { readonly typeErrors?: unknown } = {},
): void {
  terminal.print(safeJson({ format: 'interleave/1', error: { code, message }, ...more }))
}

async function checkTyped(
  file: string,
  types: SpecTypes,
  options: CheckCommandOptions,
  terminal: SupervisedTerminal,
  skip: number,
): Promise<number> {
  const spec = await loadSpec(file).finally(() => terminal.loaded(filesBehind(file)))
  terminal.doing('computing initial states')
  const set = readConstants(options.set, descriptionOf(spec.model).constants)
  const machines = settings(spec, options).map(variant =>
    onlyClaims(ignoring(instantiate(spec.model, { variant, set }), options.ignore), options.claim),
  )
  const folder = new OutputFolder(options.out)
  warnUnlessWritable(folder)

  const codes: number[] = []
  terminal.signal.addEventListener('abort', () => types.stop())
  for (const machine of machines.slice(skip)) {
    if (terminal.signal.aborted) codes.push(exitCodes.inconclusive)
    else codes.push(await checkMachine(machine, spec, types, options, folder, terminal))
  }
  return exitCodeOfAll(codes)
}

function settings(spec: Spec, options: CheckCommandOptions): (string | null)[] {
  if (!options.allVariants)
    return [options.variant === undefined || options.variant === 'base' ? null : options.variant]
  return [null, ...variantNames(spec)]
}

/** Prints the verdicts before anything else is explored or written, so nothing later can change the exit code. */
async function checkMachine(
  machine: Machine,
  spec: Spec,
  types: SpecTypes,
  options: CheckCommandOptions,
  folder: OutputFolder,
  terminal: SupervisedTerminal,
): Promise<number> {
  const { signal } = terminal
  const limits = { maxMemory: defaultMemory(options.engine), reduce: 'auto' as const, ...options, signal }
  const { variant } = machine
  const setting = { variant, set: readConstants(options.set, descriptionOf(spec.model).constants) }
  const outcome = await exploreWithProgress(
    machine,
    {
      ...limits,
      signal: AbortSignal.any([signal, types.wrongTypes(spec.file)]),
      keepShortestRuns: true,
      findsSymmetries: options.symmetry === 'find',
      ...copies(spec.file, setting, options.claim),
    },
    terminal,
  )
  terminal.doing('checking types')
  const typeErrors = await typesMustCheck(spec, types, options, terminal)
  terminal.searched(searchedOf(outcome))
  terminal.doing('explaining the verdict')
  if (options.verbose) process.stderr.write(`${effortToText(outcome)}\n`)
  const source = sourceOf(spec, options)
  const explaining = {
    witnesses: options.witnesses,
    isDeep: options.graph !== false && !signal.aborted,
    openSource: () => SourcedRuns.open(spec.file, setting),
    limits: {
      maxMemory: limits.maxMemory,
      heapLimit: heapLimit(),
      maxSeconds: secondsLeft(options.maxSeconds, outcome.seconds),
      signal,
      onProgress: (progress: Progress) => terminal.progress(titleOf(machine), progress),
    },
  }
  const write = () =>
    writeCounterexamples(machine, outcome, source, folder, explaining).finally(() => terminal.progressOver())
  const code = exitCodeOf(outcome, options.acceptBounds)
  const reportResult: ReportResult = (witnesses, attached) => {
    const { acceptBounds: acceptsBounds, isReported } = options
    if (isReported) terminal.result(resultOf(machine, outcome, { spec: spec.file, witnesses, attached, acceptsBounds }))
  }
  const checked = { machine, outcome, source, write, typeErrors, reportResult }
  if (options.json) await printJson(checked, terminal)
  else await printText(checked, { ...terminal, width: options.width ?? terminal.width }, code)
  return code
}

/** Machines from fresh copies of the spec, with the same claims. */
function copies(file: string, setting: Setting, claims: readonly string[]) {
  return {
    freshMachine: async () => {
      const fresh = await freshMachine(file, setting)
      return fresh && onlyClaims(fresh, claims)
    },
    strangeMachines: async () => (await strangeMachines(file, setting)).map(other => onlyClaims(other, claims)),
  }
}

function sourceOf(spec: Spec, options: CheckCommandOptions): Source {
  return {
    file: spec.file,
    set: options.set,
    variants: variantNames(spec),
    more: [...simulationWords(options.simulate), ...reductionWords(options)],
  }
}

/** Passes the result of a setting to reporters; the last one counts. */
type ReportResult = (witnesses: readonly Witness[], attached: Attached) => void

/** A setting whose verdicts are known, and what is left to do. */
interface CheckedMachine {
  readonly machine: Machine
  readonly outcome: Outcome
  readonly source: Source
  readonly write: () => ReturnType<typeof writeCounterexamples>
  readonly typeErrors: [] | null
  readonly reportResult: ReportResult
}

async function printJson(checked: CheckedMachine, { print }: SupervisedTerminal): Promise<void> {
  const { machine, outcome, source, write, typeErrors, reportResult } = checked
  const written = await write()
  const witnesses = witnessesOf(written) ?? simplestWitnesses(machine, outcome, source)
  const attached = { spec: source.file, witness: witnesses[0], ...filesIn(written), typeErrors }
  print(safeJson(outcomeToJson(outcome, attached)))
  reportResult(witnesses, attached)
  if ('notWritten' in written) notice(`counterexamples were not written: ${written.notWritten}`)
}

async function printText(
  { machine, outcome, source, write, typeErrors, reportResult }: CheckedMachine,
  { print, paint, width, verdict }: SupervisedTerminal,
  code: number,
): Promise<void> {
  print(outcomeToText(outcome, paint))
  const { profile } = outcome
  if (outcome.symmetries !== undefined) print(`\n${symmetriesToText(outcome.symmetries)}`)
  if (profile !== undefined) print(`\n${profileToText({ ...outcome, profile }, width)}`)
  const witnesses = simplestWitnesses(machine, outcome, source)
  const [first] = witnesses
  if (first !== undefined) print(`\n${witnessToText(first, { width, paint }).trimEnd()}`)
  const spec = source.file
  reportResult(witnesses, { spec, witness: first, typeErrors })
  verdict(code)
  const written = await write()
  const drawn = witnessesOf(written) ?? witnesses
  reportResult(drawn, { spec, witness: drawn[0], ...filesIn(written), typeErrors })
  if ('notWritten' in written) notice(`counterexamples were not written: ${written.notWritten}`)
  if (first === undefined) return
  const found = 'found' in written ? written.found : []
  const [seen] = found
  if (seen !== undefined) {
    for (const line of foundLaterToText(seen.witness, { width, paint })) print(line)
    print(`\n${filesInWords(found)}`)
  }
  print(`\nReproduce      ${first.reproduce}`)
  if (seen !== undefined) print(`Render again   ${rendering(seen)}`)
}

function witnessesOf(written: WrittenCounterexamples): Witness[] | undefined {
  return 'found' in written ? written.found.map(({ witness }) => witness) : undefined
}

function filesIn(written: WrittenCounterexamples): Pick<Attached, 'files' | 'notWritten'> {
  return 'found' in written ? { files: written.found.flatMap(filesOf) } : written
}

/**
 * Rejects a spec with type errors, so it gets no verdict. Returns the value for `--json`: null if types were not
 * checked.
 */
async function typesMustCheck(
  spec: Spec,
  types: SpecTypes,
  { json }: CheckCommandOptions,
  terminal: SupervisedTerminal,
): Promise<[] | null> {
  const problems = await types.problemsOf(spec.file)
  if (problems === undefined) return null
  if (problems.length === 0) return []
  const model = descriptionOf(spec.model).name
  if (json) terminal.print(safeJson({ format: 'interleave/1', model, typeErrors: typeProblemsToJson(problems) }))
  throw wrongTypes(problems)
}

/** What to explore, or which random runs to take. */
type SearchedOptions = ExploreOptions & {
  readonly engine?: EngineName | undefined
  readonly simulate?: SimulateOptions | undefined
}

/** Explores or takes random runs, reporting progress to the supervisor. */
export async function exploreWithProgress(
  machine: Machine,
  options: SearchedOptions,
  terminal: SupervisedTerminal,
): Promise<Outcome> {
  const title = titleOf(machine)
  terminal.setting(nothingKnown(machine, options.engine))
  terminal.doing(options.simulate === undefined ? 'searching' : 'taking random runs')
  const limits = {
    heapLimit: heapLimit(),
    ...options,
    onProgress: (progress: Progress) => terminal.progress(title, progress),
  }
  try {
    const outcome = await (options.simulate === undefined
      ? exploreRuns(machine, limits)
      : simulate(machine, options.simulate, limits))
    // What steps left behind, such as a promise that rejects, may end the thread before there is a verdict.
    await nextTurn()
    return outcome
  } finally {
    terminal.progressOver()
  }
}

/** The title of the search, for the progress line. */
function titleOf({ model, variant }: Machine): string {
  return headline({ model, variant, constants: {} })
}

function nothingKnown(machine: Machine, engine: EngineName = 'footprint'): OutcomeSoFar {
  const { model, variant, constants, claims } = machine
  const census = { states: 0, transitions: 0, depth: 0 }
  const unknown = judgedClaims(claims).map(({ name, kind }) => ({ name, kind, verdict: 'unknown' as const }))
  return { model, variant, constants, claims: unknown, census, engine, places: claimPlaces(machine) }
}

/** An outcome without its runs. */
function searchedOf({ claims, census, stop, profile }: Outcome): Searched {
  const judged = claims.map(({ run: _, shortestRuns: __, ...claim }) => claim)
  return { claims: judged, census, stop, ...(profile !== undefined && { profile }) }
}
