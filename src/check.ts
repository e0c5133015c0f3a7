import { type EngineName, explore } from './explore/explore.ts'
import type { ExploreOptions } from './explore/options.ts'
import { failuresWithRun, type Outcome } from './explore/outcome.ts'
import { type AnyModel, instantiate, type Setting } from './system/instantiate.ts'
import { buildWitness } from './witness/build-witness.ts'
import type { Witness } from './witness/witness.ts'

export interface CheckOptions extends Setting, ExploreOptions {
  /** How to search; all engines give the same verdicts. */
  readonly engine?: EngineName | undefined
}

/** The outcome of a check, with a witness for each claim that fails and has one, the shortest first. */
export interface Checked extends Outcome {
  readonly counterexamples: readonly Witness[]
}

/**
 * Checks a model from a program, such as a test: what the `check` command does, without files and printing.
 *
 * Rejects with {@link UsageError} for a variant, constant or limit that does not fit, and with {@link ModelError} where
 * the model is wrong. A violated claim is an outcome, not an error.
 *
 * @example
 * const { claims, counterexamples } = await check(qrcu, { set: { readers: 1, updaters: 1 } })
 * expect(counterexamples.map(witnessToText)).toEqual([])
 */
export async function check(model: AnyModel, options: CheckOptions = {}): Promise<Checked> {
  const machine = instantiate(model, options)
  const outcome = await explore(machine, options)
  return { ...outcome, counterexamples: failuresWithRun(outcome).map(claim => buildWitness(machine, claim)) }
}
