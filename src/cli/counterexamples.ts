import { type DistinctRuns, distinctRuns } from '../analyse/distinct-runs.ts'
import { runGraph } from '../analyse/run-graph.ts'
import { triedEverywhere } from '../analyse/tried-everywhere.ts'
import { withFates } from '../analyse/turning-point.ts'
import { exploreFates, type Fates } from '../analyse/whole-graph.ts'
import { messageOf } from '../base/errors.ts'
import { type ClaimKind, isAboutRuns } from '../language/claims.ts'
import type { Machine } from '../machine/machine.ts'
import { type ClaimOutcome, failuresWithRun, type Outcome } from '../outcome/outcome.ts'
import { witnessToHtml } from '../page/witness-html.ts'
import { renderSvg } from '../report/graphviz/render-svg.ts'
import { runGraphToDot } from '../report/run/run-graph-dot.ts'
import { witnessToDot } from '../report/run/witness-dot.ts'
import { witnessToLanes } from '../report/run/witness-lanes.ts'
import { fileNameAmong } from '../report/text/file-name.ts'
import type { ExploreOptions } from '../search/options.ts'
import { buildWitness } from '../witness/build-witness.ts'
import type { Witness } from '../witness/witness.ts'
import type { OutputFolder } from './output-folder.ts'
import { folderOf, reproduction, type Source } from './setting-folder.ts'
import type { SourcedRuns } from './source/run-source.ts'

/** A run with its files, relative to the working directory. */
export interface WrittenRun {
  readonly witness: Witness
  readonly json: string
  /** The page for stepping through it. */
  readonly html: string
  readonly svg: string
  readonly dot: string
}

/** A graph with its files. */
export interface DrawnGraph {
  readonly dot: string
  /** Missing if Graphviz could not draw it; `svgMissing` says why. */
  readonly svg?: string
  readonly svgMissing?: string
}

/** A counterexample: the simplest run, and what else was requested. */
export interface Counterexample extends WrittenRun {
  /** All shortest runs as one graph. */
  readonly graph?: DrawnGraph
  /** Other shortest runs, and their number. */
  readonly others?: { readonly runs: readonly WrittenRun[] } & Pick<DistinctRuns, 'found' | 'isAll'>
}

/** What to compute in addition to the simplest run of a violation. */
export interface Explaining {
  /** The number of shortest runs to write, including the simplest. Default 1. */
  readonly witnesses?: number | undefined
  /**
   * Whether to explore all states, to find where each violation was sealed, whether what would keep its run keeps every run, and to
   * draw all its shortest runs as one graph. Default: no, since it takes as long as an exhaustive check.
   */
  readonly isDeep?: boolean | undefined
  /** Shows the runs beside their source. Default: they are shown without. */
  readonly openSource?: (() => Promise<SourcedRuns | undefined>) | undefined
  /** The limits of that exploration. */
  readonly limits?: Pick<ExploreOptions, 'maxSeconds' | 'maxMemory' | 'heapLimit' | 'signal' | 'onProgress'> | undefined
}

/** The violations of an outcome to show, and the files to write, by name. */
interface Prepared {
  readonly found: readonly Counterexample[]
  readonly files: ReadonlyMap<string, string>
}

/** The violations of an outcome with their files, or why there are no files. */
export type WrittenCounterexamples = { readonly found: readonly Counterexample[] } | { readonly notWritten: string }

/** The simplest run of each violation, the shortest first, confirmed by replay. */
export function simplestWitnesses(machine: Machine, outcome: Outcome, source: Source): Witness[] {
  return failuresWithRun(outcome).map(claim => simplestOf(machine, claim, source))
}

/** Remembered, since it is printed before it is written. A claim's outcome belongs to one setting of one spec. */
const simplest = new WeakMap<ClaimOutcome, Witness>()

function simplestOf(machine: Machine, claim: ClaimOutcome, source: Source): Witness {
  const witness = simplest.get(claim) ?? witnessOf(machine, claim, source)
  simplest.set(claim, witness)
  return witness
}

/**
 * Writes each violation of an outcome as a page, JSON, DOT and SVG, the shortest first.
 *
 * Each setting of each spec has its own folder, with files named after the claims. Files of earlier runs are removed,
 * even if the search found no violations or was cut short. The files of the simplest run (`claim.json`) are beside
 * those of other runs (`claim.run-2.json` and so on) and of the graph (`claim.graph.dot`).
 *
 * Never rejects: the outcome is more important than its pictures.
 */
export async function writeCounterexamples(
  machine: Machine,
  outcome: Outcome,
  source: Source,
  folder: OutputFolder,
  explaining: Explaining = {},
): Promise<WrittenCounterexamples> {
  try {
    const { found, files } = await prepare(machine, outcome, source, folder, explaining)
    folder.replace(folderOf(machine, source), files)
    return { found }
  } catch (error) {
    return { notWritten: messageOf(error) }
  }
}

async function prepare(
  machine: Machine,
  outcome: Outcome,
  source: Source,
  folder: OutputFolder,
  explaining: Explaining,
): Promise<Prepared> {
  const failures = failuresWithRun(outcome)
  const fates = await fatesOf(machine, failures, explaining)
  const withTrials = await trialsOf(machine, failures, source, explaining)
  const files = new Map<string, string>()
  const found: Counterexample[] = []
  const sourced = failures.length === 0 ? undefined : await explaining.openSource?.()
  try {
    for (const claim of failures) {
      found.push(
        await new ClaimFiles(machine, claim, source, folder, { fates, withTrials, sourced }, files).prepare(explaining),
      )
    }
  } finally {
    sourced?.close()
  }
  return { found, files }
}

async function fatesOf(
  machine: Machine,
  failures: readonly ClaimOutcome[],
  { isDeep, limits }: Explaining,
): Promise<Fates | undefined> {
  const sealable = failures.filter(isSealable).map(({ name }) => name)
  if (isDeep !== true || sealable.length === 0) return undefined
  try {
    return await exploreFates(machine, sealable, limits)
  } catch (error) {
    // Errors in later states do not invalidate the violation.
    return { kind: 'unknown', why: messageOf(error).replace(/\.$/, '') }
  }
}

/** Adds to a simplest witness the verdicts on the whole model under what would keep its claim. */
async function trialsOf(
  machine: Machine,
  failures: readonly ClaimOutcome[],
  source: Source,
  { isDeep, limits }: Explaining,
): Promise<(witness: Witness) => Witness> {
  if (isDeep !== true) return witness => witness
  return triedEverywhere(
    machine,
    failures.map(claim => simplestOf(machine, claim, source)),
    limits,
  )
}

/** Whether there is a state from which on a violation cannot be avoided: it has to be in a state or a step of its own. */
function isSealable(claim: { readonly kind: ClaimKind }): boolean {
  return claim.kind !== 'reachable' && !isAboutRuns(claim)
}

function witnessOf(machine: Machine, claim: ClaimOutcome, source: Source, number = 1): Witness {
  const again = reproduction(machine, source, number === 1 ? [] : ['--witnesses', String(number)])
  return buildWitness(machine, claim, { spec: source.file, reproduce: again })
}

/** What is known of the runs of a setting beside the runs themselves. */
interface Known {
  readonly fates: Fates | undefined
  readonly withTrials: (witness: Witness) => Witness
  readonly sourced: SourcedRuns | undefined
}

/** Prepares the files of one claim that fails. */
class ClaimFiles {
  private readonly machine: Machine
  private readonly claim: ClaimOutcome
  private readonly source: Source
  private readonly folder: OutputFolder
  private readonly known: Known
  private readonly files: Map<string, string>
  private readonly base: string

  constructor(
    machine: Machine,
    claim: ClaimOutcome,
    source: Source,
    folder: OutputFolder,
    known: Known,
    files: Map<string, string>,
  ) {
    this.machine = machine
    this.claim = claim
    this.source = source
    this.folder = folder
    this.known = known
    this.files = files
    const claims = machine.claims.map(({ name }) => name)
    this.base = fileNameAmong(claim.name, claims)
  }

  async prepare({ witnesses = 1, isDeep = false }: Explaining): Promise<Counterexample> {
    const first = this.run(this.claim, this.base)
    const others = witnesses > 1 ? this.others(witnesses) : undefined
    const graph = isDeep ? await this.graph(first.witness) : undefined
    return { ...first, ...(graph !== undefined && { graph }), ...(others !== undefined && { others }) }
  }

  /** Adds a file, and returns its path relative to the working directory. */
  private file(name: string, content: string): string {
    this.files.set(name, content)
    return this.folder.pathOf(`${folderOf(this.machine, this.source)}/${name}`)
  }

  private run(claim: ClaimOutcome, base: string, number = 1): WrittenRun {
    const { machine, source } = this
    const found = number === 1 ? simplestOf(machine, claim, source) : witnessOf(machine, claim, source, number)
    const tried = number === 1 ? this.known.withTrials(found) : found
    const witness = this.explained(this.known.sourced?.sourced(tried) ?? tried)
    return {
      witness,
      json: this.file(`${base}.json`, `${JSON.stringify(witness, null, 2)}\n`),
      html: this.file(`${base}.html`, witnessToHtml(witness)),
      svg: this.file(`${base}.svg`, witnessToLanes(witness)),
      dot: this.file(`${base}.dot`, witnessToDot(witness)),
    }
  }

  private explained(witness: Witness): Witness {
    const { fates } = this.known
    if (fates === undefined || !isSealable(witness.claim)) return witness
    if (fates.kind === 'unknown') return { ...witness, fatesUnknown: fates.why }
    const graph = fates.graphs.get(witness.claim.name)
    return graph === undefined ? witness : withFates(witness, this.machine, graph)
  }

  private others(wanted: number): Counterexample['others'] {
    const { runs, found, isAll } = distinctRuns(this.machine, this.claim, wanted)
    const others = runs.slice(1).map((run, i) => this.run({ ...this.claim, run }, `${this.base}.run-${i + 2}`, i + 2))
    return { runs: others, found, isAll }
  }

  private async graph(witness: Witness): Promise<DrawnGraph | undefined> {
    const { machine, claim } = this
    const { fates } = this.known
    const known = fates?.kind === 'known' ? fates.graphs.get(claim.name) : undefined
    const graph = runGraph(machine, claim, witness, {
      fates: known,
      preferred: () => distinctRuns(machine, claim, 8).runs.slice(1),
    })
    if (graph === undefined) return undefined
    const text = runGraphToDot(graph)
    const dot = this.file(`${this.base}.graph.dot`, text)
    const drawn = await renderSvg(text)
    if (drawn.kind !== 'rendered') return { dot, svgMissing: drawn.reason }
    return { dot, svg: this.file(`${this.base}.graph.svg`, drawn.svg) }
  }
}
