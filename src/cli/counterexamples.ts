import { type ClaimOutcome, failuresWithRun, type Outcome } from '../explore/outcome.ts'
import { witnessToDot } from '../report/dot.ts'
import { witnessToLanes } from '../report/lanes-svg.ts'
import { slug, slugAmong } from '../report/slug.ts'
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
  readonly svg: string
}

/** Where a check came from: the spec file, and the options that a reproduction needs. */
export interface Source {
  readonly file: string
  readonly set: readonly string[]
  /** The names of all variants of the model. */
  readonly variants: readonly string[]
}

/**
 * Writes each violation of an outcome as JSON, DOT and SVG, the shortest first, every witness replayed before.
 *
 * Each setting of each spec has a folder of its own, where files are named after the claim, so that checking again
 * replaces them and nothing else: not those of another spec of the same model, nor of a claim of much the same name.
 */
export function writeCounterexamples(
  machine: Machine,
  outcome: Outcome,
  source: Source,
  folder: OutputFolder,
): Counterexample[] {
  return failuresWithRun(outcome).map(claim => writeCounterexample(machine, claim, source, folder))
}

function writeCounterexample(
  machine: Machine,
  claim: ClaimOutcome,
  source: Source,
  folder: OutputFolder,
): Counterexample {
  const witness = buildWitness(machine, claim, { spec: source.file, reproduce: reproduction(machine, source) })
  const claims = machine.claims.map(({ name }) => name)
  const base = `${specFolder(source.file)}/${settingFolder(machine, source)}/${slugAmong(claim.name, claims)}`
  return {
    witness,
    json: folder.write(`${base}.json`, `${JSON.stringify(witness, null, 2)}\n`),
    dot: folder.write(`${base}.dot`, witnessToDot(witness)),
    svg: folder.write(`${base}.svg`, witnessToLanes(witness)),
  }
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
export function reproduction({ variant }: Machine, { file, set }: Source): string {
  const options = [...(variant === null ? [] : ['--variant', variant]), ...set.flatMap(setting => ['--set', setting])]
  return shellWords(['npx', 'interleave', 'check', file, ...options])
}
