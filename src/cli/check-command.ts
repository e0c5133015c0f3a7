import { UsageError } from '../base/errors.ts'
import { type EngineName, explore } from '../explore/explore.ts'
import type { ExploreOptions } from '../explore/options.ts'
import type { Outcome } from '../explore/outcome.ts'
import { witnessToText } from '../report/lanes.ts'
import { outcomeToJson } from '../report/outcome-json.ts'
import { effortToText, headline, outcomeToText } from '../report/outcome-text.ts'
import { instantiate } from '../system/instantiate.ts'
import type { Machine } from '../system/machine.ts'
import { readConstants } from './constants.ts'
import {
  type Counterexample,
  type DrawnGraph,
  reproduction,
  type Source,
  writeCounterexamples,
} from './counterexamples.ts'
import { exitCodeOf, exitCodeOfAll } from './exit-codes.ts'
import { onInterruption } from './interruption.ts'
import { freshMachine, loadSpec, type Spec, variantNames } from './load-spec.ts'
import { defaultMemory } from './memory.ts'
import { OutputFolder } from './output-folder.ts'
import { ProgressLine } from './progress.ts'
import { shellWords } from './shell-words.ts'
import type { Terminal } from './terminal.ts'

export interface CheckOptions {
  readonly variant?: string
  readonly allVariants?: boolean
  readonly set: readonly string[]
  readonly json?: boolean
  readonly allClaims?: boolean
  readonly engine?: EngineName
  readonly maxStates?: number
  readonly maxDepth?: number
  readonly maxSeconds?: number
  readonly maxMemory?: number
  readonly auditEvery?: number
  readonly witnesses?: number
  readonly graph?: boolean
  readonly verbose?: boolean
  readonly out: string
  readonly width?: number
}

/** Checks one spec in one setting or in all its variants, and returns the exit code. */
export async function checkCommand(file: string, options: CheckOptions, terminal: Terminal): Promise<number> {
  if (options.variant !== undefined && options.allVariants) {
    throw new UsageError(
      'bad-option',
      '--variant names one variant and --all-variants means all of them. Give one of the two.',
    )
  }
  const spec = await loadSpec(file)
  const machines = settings(spec, options).map(variant =>
    instantiate(spec.model, { variant, set: readConstants(options.set, spec.model.description.constants) }),
  )
  const folder = new OutputFolder(options.out)
  folder.ensureWritable()

  const codes: number[] = []
  const interruption = onInterruption()
  try {
    for (const machine of machines) {
      codes.push(await checkMachine(machine, spec, options, folder, terminal, interruption.signal))
      if (interruption.signal.aborted) break
    }
  } finally {
    interruption.release()
  }
  return exitCodeOfAll(codes)
}

function settings(spec: Spec, options: CheckOptions): (string | null)[] {
  if (!options.allVariants) return [options.variant ?? null]
  return [null, ...variantNames(spec)]
}

async function checkMachine(
  machine: Machine,
  spec: Spec,
  options: CheckOptions,
  folder: OutputFolder,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const limits = { maxMemory: defaultMemory(), ...options, signal }
  const { variant } = machine
  const outcome = await exploreWithProgress(machine, {
    ...limits,
    keepShortestRuns: true,
    freshMachine: () => freshMachine(spec.file, { variant, set: machine.constants }),
  })
  if (options.verbose) process.stderr.write(`${effortToText(outcome)}\n`)
  const source = { file: spec.file, set: options.set, variants: variantNames(spec) }
  const found = await writeCounterexamples(machine, outcome, source, folder, {
    witnesses: options.witnesses,
    isDeep: options.graph !== false && !signal.aborted,
    limits: { maxMemory: limits.maxMemory, maxSeconds: options.maxSeconds, signal },
  })
  if (options.json) terminal.print(JSON.stringify(outcomeToJson(outcome, found[0]?.witness)))
  else terminal.print(report(machine, outcome, found, source, options, terminal))
  return exitCodeOf(outcome)
}

/** Explores with a progress line on stderr, which is gone when it returns. */
export async function exploreWithProgress(
  machine: Machine,
  options: ExploreOptions & { readonly engine?: EngineName | undefined },
): Promise<Outcome> {
  const line = new ProgressLine(process.stderr)
  const title = headline({ model: machine.model, variant: machine.variant, constants: {} })
  try {
    return await explore(machine, { ...options, onProgress: progress => line.show(title, progress) })
  } finally {
    line.clear()
  }
}

function report(
  machine: Machine,
  outcome: Outcome,
  found: readonly Counterexample[],
  source: Source,
  options: CheckOptions,
  terminal: Terminal,
): string {
  const [first, ...rest] = found
  const parts = [outcomeToText(outcome, terminal.paint)]
  if (first !== undefined) {
    const text = witnessToText(first.witness, { width: options.width ?? terminal.width, paint: terminal.paint })
    parts.push(text.trimEnd())
    parts.push([...filesOf(first), ...rest.map(other => `Also violated  ${other.html}`)].join('\n'))
    parts.push(
      [
        `Find it again  ${reproduction(machine, source)}`,
        `Read it again  ${shellWords(['npx', 'interleave', 'render', first.json, '--format', 'text'])}`,
      ].join('\n'),
    )
  }
  return `${parts.join('\n\n')}\n`
}

function filesOf(found: Counterexample): string[] {
  const { graph, others } = found
  return [
    `Open it        ${found.html}`,
    `Drawn in       ${found.svg}`,
    ...(graph === undefined ? [] : [`All shortest   ${drawing(graph)}`]),
    ...(others === undefined ? [] : [othersLine(others)]),
    ...(others?.runs ?? []).map(other => `Another run    ${other.html}`),
  ]
}

/** How many shortest runs there are, those that differ in the order of independent steps only counted once. */
function othersLine({ runs, found, isAll }: NonNullable<Counterexample['others']>): string {
  const shown = runs.length + 1
  if (found === 1 && isAll)
    return 'The only one   All shortest runs are this one, but for the order of independent steps.'
  const number = isAll ? `${found}` : `at least ${found}`
  const rest = isAll ? '' : ' not all were looked at;'
  return `Shortest runs  ${number} that differ in more than the order of independent steps;${rest} ${shown} shown.`
}

function drawing({ svg, dot, svgMissing }: DrawnGraph): string {
  return svg ?? `${dot} (no picture: ${svgMissing ?? 'not drawn'})`
}
