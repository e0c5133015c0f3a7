import type { ClaimOutcome, Outcome } from '../explore/outcome.ts'
import { isFailure } from '../explore/outcome.ts'
import { witnessToDot } from '../report/dot.ts'
import { slug } from '../report/slug.ts'
import { renderSvg } from '../report/svg.ts'
import type { Machine } from '../system/machine.ts'
import { buildWitness } from '../witness/build-witness.ts'
import type { Witness } from '../witness/witness.ts'
import type { OutputFolder } from './output-folder.ts'
import { shellWords } from './shell-words.ts'

/** A counterexample and the files it was written to, from the working directory. */
export interface Counterexample {
  readonly witness: Witness
  readonly json: string
  readonly dot: string
  /** Missing where Graphviz could not draw it; `svgMissing` says why. */
  readonly svg?: string
  readonly svgMissing?: string
}

/** Where a check came from: the spec file, and the options that a reproduction needs. */
export interface Source {
  readonly file: string
  readonly set: readonly string[]
}

/**
 * Writes each violation of an outcome as JSON, DOT and SVG, the shortest first, every witness replayed before.
 *
 * The files of a setting of a model have a folder of their own and are named after the claim, so that checking again
 * replaces them and nothing else.
 */
export async function writeCounterexamples(
  machine: Machine,
  outcome: Outcome,
  source: Source,
  folder: OutputFolder,
): Promise<Counterexample[]> {
  const failures = outcome.claims.filter(claim => isFailure(claim.verdict) && claim.run !== undefined)
  failures.sort((a, b) => (a.steps ?? 0) - (b.steps ?? 0))
  const written: Counterexample[] = []
  for (const claim of failures) written.push(await writeCounterexample(machine, claim, source, folder))
  return written
}

async function writeCounterexample(
  machine: Machine,
  claim: ClaimOutcome,
  source: Source,
  folder: OutputFolder,
): Promise<Counterexample> {
  const witness = buildWitness(machine, claim, { spec: source.file, reproduce: reproduction(machine, source) })
  const base = `${slug(machine.model)}/${settingSlug(machine, source)}/${slug(claim.name)}`
  const dot = witnessToDot(witness)
  const files = {
    witness,
    json: folder.write(`${base}.json`, `${JSON.stringify(witness, null, 2)}\n`),
    dot: folder.write(`${base}.dot`, dot),
  }
  const drawn = await renderSvg(dot)
  if (drawn.kind !== 'rendered') return { ...files, svgMissing: drawn.reason }
  return { ...files, svg: folder.write(`${base}.svg`, drawn.svg) }
}

function settingSlug({ variant }: Machine, { set }: Source): string {
  return [variant === null ? 'base' : slug(variant), ...set.map(slug)].join('--')
}

/** The command that checks the same machine again. */
export function reproduction({ variant }: Machine, { file, set }: Source): string {
  const options = [...(variant === null ? [] : ['--variant', variant]), ...set.flatMap(setting => ['--set', setting])]
  return shellWords(['npx', 'interleave', 'check', file, ...options])
}
