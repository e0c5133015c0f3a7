import type { Model } from '../language/model.ts'
import { instantiate, type Setting } from '../machine/instantiate.ts'
import { withLocation } from '../machine/located.ts'
import type { Machine } from '../machine/machine.ts'
import { type Conclusion, conclusionOf } from '../outcome/conclusion.ts'
import { failuresWithRun, type Outcome } from '../outcome/outcome.ts'
import { witnessToText } from '../report/run/witness-text.ts'
import { simulate } from '../simulate/simulate.ts'
import { exploreRuns } from '../temporal/explore-runs.ts'
import { buildWitness } from '../witness/build-witness.ts'
import type { Witness } from '../witness/witness.ts'
import { type CheckOptions, checkOptions } from './check-options.ts'

/**
 * The outcome of a check, its conclusion, and a witness for each failing claim that has one.
 *
 * @since 0.1.0
 */
export interface Checked extends Outcome, Conclusion {
  /**
   * A witness for each claim that is violated, the shortest first. An empty list does not mean that every claim holds:
   * see `ok`.
   */
  readonly counterexamples: readonly Witness[]
}

/**
 * Checks a model from a program, like the `check` command, but without writing files or printing.
 *
 * A violated claim is an outcome, not an error. Look at `ok`, which is true only if every claim was decided and none
 * failed, and at `reason`. Do not rely on `counterexamples` alone: there is none for a search that was cut short, and
 * none for a reachable claim that is never witnessed. In tests, use {@link assertHolds}.
 *
 * Time and memory are proportional to the numbers of states and transitions, which grow exponentially with instances
 * and steps: set limits for a model that you do not know. The footprint engine visits about 3 million states of QRCU
 * per second, at 14 bytes each (bench/results.md). The program stays responsive: every 0.1 seconds, timers and signals
 * are handled.
 *
 * @example
 * const { ok, reason, counterexamples } = await check(qrcu, { variant: 'no re-summation', set: { readers: 1 } })
 * if (!ok) console.log(reason, ...counterexamples.map(witness => witnessToText(witness)))
 *
 * @throws UsageError `not-a-model`: `model` is not a model; `unknown-variant`, `unknown-constant`, `bad-constant`: it
 * does not have the variant or the constant, or the constant has another type; `bad-limit`, `bad-option`: an option is
 * wrong.
 * @throws ModelError with any of its codes except those about loading a spec: the model is wrong.
 * @throws InternalError `internal`: a bug in this package.
 * @since 0.1.0
 */
export async function check<C, S, V extends string>(
  model: Model<C, S, V>,
  options: CheckOptions<NoInfer<C>, NoInfer<V>> = {},
): Promise<Checked> {
  checkOptions(options)
  const machine = instantiate(model, options as Setting)
  const { simulate: simulated } = options
  const outcome = await (simulated === undefined
    ? exploreRuns(machine, { ...options, reduce: options.reduce ?? 'auto' })
    : simulate(machine, simulated, options))
  return {
    ...outcome,
    ...conclusionOf(outcome, options.acceptBounds),
    counterexamples: counterexamplesOf(machine, outcome),
  }
}

function counterexamplesOf(machine: Machine, outcome: Outcome): Witness[] {
  return withLocation(machine, () => failuresWithRun(outcome).map(claim => buildWitness(machine, claim)))
}

/**
 * Not every claim of a model holds: {@link assertHolds} rejects with this error. The message gives the reason, and the
 * first counterexample as text.
 *
 * @since 0.2.0
 */
export class NotHolding extends Error {
  override readonly name = 'NotHolding'
  /** The result of the check. */
  readonly checked: Checked

  constructor(checked: Checked) {
    const [first] = checked.counterexamples
    super([checked.reason, ...(first === undefined ? [] : [witnessToText(first).trimEnd()])].join('\n\n'))
    this.checked = checked
  }
}

/**
 * Checks a model from a test, which fails unless every claim is found to hold: rejects with {@link NotHolding} if a
 * claim is violated, never witnessed or unknown. Resolves with the result of {@link check}; `warnings` lists what holds
 * vacuously.
 *
 * @example
 * test('the lock excludes', async () => {
 *   const { warnings } = await assertHolds(lock, { set: { workers: 3 } })
 *   expect(warnings).toEqual([])
 * })
 *
 * @throws NotHolding if a claim is violated, never witnessed or unknown.
 * @throws UsageError, ModelError and InternalError as {@link check} does: `not-a-model`, `bad-option` and so on.
 * @since 0.2.0
 */
export async function assertHolds<C, S, V extends string>(
  model: Model<C, S, V>,
  options: CheckOptions<NoInfer<C>, NoInfer<V>> = {},
): Promise<Checked> {
  const checked = await check(model, options)
  if (!checked.ok) throw new NotHolding(checked)
  return checked
}
