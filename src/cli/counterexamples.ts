import { type DistinctRuns, distinctRuns } from '../explore/distinct-runs.ts'
import type { ExploreOptions } from '../explore/options.ts'
import { type ClaimOutcome, failuresWithRun, type Outcome } from '../explore/outcome.ts'
import { exploreFates, type Fates } from '../explore/whole-graph.ts'
import { witnessToDot } from '../report/dot.ts'
import { witnessToLanes } from '../report/lanes-svg.ts'
import { witnessToHtml } from '../report/page/witness-page.ts'
import { runGraphToDot } from '../report/run-graph-dot.ts'
import { slug, slugAmong } from '../report/slug.ts'
import { renderSvg } from '../report/svg.ts'
import type { Machine } from '../system/machine.ts'
import { buildWitness } from '../witness/build-witness.ts'
import { runGraph } from '../witness/run-graph.ts'
import { withFates } from '../witness/turning-point.ts'
import type { Witness } from '../witness/witness.ts'
import type { OutputFolder } from './output-folder.ts'
import { shellWords } from './shell-words.ts'

/** A run with its files, from the working directory. */
export interface WrittenRun {
  readonly witness: Witness
  readonly json: string
  /** The page to walk through it. */
  readonly html: string
  readonly svg: string
  readonly dot: string
}

/** A graph with its files. */
export interface DrawnGraph {
  readonly dot: string
  /** Missing where Graphviz could not draw it; `svgMissing` says why. */
  readonly svg?: string
  readonly svgMissing?: string
}

/** A counterexample: the simplest run, and what was asked for besides. */
export interface Counterexample extends WrittenRun {
  /** All shortest runs as one graph. */
  readonly graph?: DrawnGraph
  /** Other shortest runs, and how many there are. */
  readonly others?: { readonly runs: readonly WrittenRun[] } & Pick<DistinctRuns, 'found' | 'isAll'>
}

/** What is looked into besides the simplest run of a violation. */
export interface Explaining {
  /** Shortest runs to be written, the simplest among them. Default 1. */
  readonly witnesses?: number | undefined
  /**
   * Whether to look at all states for where each violation was sealed, and to draw all its shortest runs as one graph.
   * Default: no, since it takes as long as an exhaustive check.
   */
  readonly isDeep?: boolean | undefined
  /** What that may take. */
  readonly limits?: Pick<ExploreOptions, 'maxSeconds' | 'maxMemory' | 'signal'> | undefined
}

/** Where a check came from: the spec file, and the options that a reproduction needs. */
export interface Source {
  readonly file: string
  readonly set: readonly string[]
  /** The names of all variants of the model. */
  readonly variants: readonly string[]
}

/**
 * Writes each violation of an outcome as a page, JSON, DOT and SVG, the shortest first, every witness replayed before.
 *
 * Each setting of each spec has a folder of its own, where files are named after the claim, so that checking again
 * replaces them and nothing else: not those of another spec of the same model, nor of a claim of much the same name.
 * Beside those of the simplest run `claim.json` lie those of others, `claim.run-2.json` and on, and `claim.graph.dot`.
 */
export async function writeCounterexamples(
  machine: Machine,
  outcome: Outcome,
  source: Source,
  folder: OutputFolder,
  explaining: Explaining = {},
): Promise<Counterexample[]> {
  const failures = failuresWithRun(outcome)
  const sealable = failures.filter(({ kind }) => kind !== 'reachable').map(({ name }) => name)
  const fates =
    explaining.isDeep === true && sealable.length > 0
      ? await exploreFates(machine, sealable, explaining.limits)
      : undefined
  const written: Counterexample[] = []
  for (const claim of failures) {
    const writer = new ClaimWriter(machine, claim, source, folder, fates)
    written.push(await writer.write(explaining))
  }
  return written
}

/** Writes what there is to see of one claim that fails. */
class ClaimWriter {
  private readonly machine: Machine
  private readonly claim: ClaimOutcome
  private readonly source: Source
  private readonly folder: OutputFolder
  private readonly fates: Fates | undefined
  private readonly base: string

  constructor(machine: Machine, claim: ClaimOutcome, source: Source, folder: OutputFolder, fates: Fates | undefined) {
    this.machine = machine
    this.claim = claim
    this.source = source
    this.folder = folder
    this.fates = fates
    const claims = machine.claims.map(({ name }) => name)
    this.base = `${folderOf(machine, source)}/${slugAmong(claim.name, claims)}`
  }

  async write({ witnesses = 1, isDeep = false }: Explaining): Promise<Counterexample> {
    const first = this.run(this.claim, this.base)
    const others = witnesses > 1 ? this.others(witnesses) : undefined
    const graph = isDeep ? await this.graph(first.witness) : undefined
    return { ...first, ...(graph !== undefined && { graph }), ...(others !== undefined && { others }) }
  }

  private run(claim: ClaimOutcome, base: string, number = 1): WrittenRun {
    const { machine, source, folder } = this
    const again = reproduction(machine, source, number === 1 ? [] : ['--witnesses', String(number)])
    const witness = this.explained(buildWitness(machine, claim, { spec: source.file, reproduce: again }))
    return {
      witness,
      json: folder.write(`${base}.json`, `${JSON.stringify(witness, null, 2)}\n`),
      html: folder.write(`${base}.html`, witnessToHtml(witness)),
      svg: folder.write(`${base}.svg`, witnessToLanes(witness)),
      dot: folder.write(`${base}.dot`, witnessToDot(witness)),
    }
  }

  private explained(witness: Witness): Witness {
    const { fates } = this
    if (fates === undefined || witness.claim.kind === 'reachable') return witness
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
    const { machine, claim, fates } = this
    const known = fates?.kind === 'known' ? fates.graphs.get(claim.name) : undefined
    const graph = runGraph(machine, claim, witness, {
      fates: known,
      preferred: () => distinctRuns(machine, claim, 8).runs.slice(1),
    })
    if (graph === undefined) return undefined
    const text = runGraphToDot(graph)
    const dot = this.folder.write(`${this.base}.graph.dot`, text)
    const drawn = await renderSvg(text)
    if (drawn.kind !== 'rendered') return { dot, svgMissing: drawn.reason }
    return { dot, svg: this.folder.write(`${this.base}.graph.svg`, drawn.svg) }
  }
}

/** The folder of a setting of a spec, inside that of all results. */
export function folderOf(machine: Machine, source: Source): string {
  return `${specFolder(source.file)}/${settingFolder(machine, source)}`
}

/** `mappers/dax-clear` for `spec/mappers/dax-clear.ts`: two specs may be of one model, but not of one file. */
function specFolder(file: string): string {
  const parts = file
    .replace(/\.m?[tj]s$/, '')
    .split(/[\\/]/)
    .map(slug)
  return (parts.length > 1 && parts[0] === 'spec' ? parts.slice(1) : parts).join('/')
}

/** Constants as they were set, apart from what no file name may hold: `limit=1` and `limit=-1` are two settings. */
function settingFolder({ variant }: Machine, { set, variants }: Source): string {
  const name = variant === null ? 'base' : slugAmong(variant, ['base', ...variants])
  return [name, ...set.map(setting => encodeURIComponent(setting).replaceAll('%3D', '='))].join('--')
}

/** The command that checks the same machine again. */
export function reproduction({ variant }: Machine, { file, set }: Source, more: readonly string[] = []): string {
  const options = [...(variant === null ? [] : ['--variant', variant]), ...set.flatMap(setting => ['--set', setting])]
  return shellWords(['npx', 'interleave', 'check', file, ...options, ...more])
}
