import { type CheckOptions, checkOptions } from './check-options.ts'
import type { Model } from './language/model.ts'
import { instantiate, type Setting } from './machine/instantiate.ts'
import { located } from './machine/located.ts'
import type { Machine } from './machine/machine.ts'
import { type Conclusion, conclusionOf } from './outcome/conclusion.ts'
import { failuresWithRun, type Outcome } from './outcome/outcome.ts'
import { witnessToText } from './report/run/witness-text.ts'
import { explore } from './search/explore.ts'
import { buildWitness } from './witness/build-witness.ts'
import type { Witness } from './witness/witness.ts'

/** The outcome of a check, what it comes to, and a witness for each claim that fails and has one, the shortest first. */
export interface Checked extends Outcome, Conclusion {
  readonly counterexamples: readonly Witness[]
}

/**
 * Checks a model from a program: what the `check` command does, without files and printing.
 *
 * A violated claim is an outcome, not an error: look at `ok`, which is true only if every claim was decided and none
 * failed, and at `reason`. `counterexamples` alone says less: there is none for a search that was cut short, and none
 * for a reachable claim that is never witnessed. In a test use {@link assertHolds}.
 *
 * Rejects with {@link UsageError} for something that is no model, and for a variant, constant or option that does not fit,
 * and with {@link ModelError} where the model is wrong.
 *
 * @example
 * const { ok, reason, counterexamples } = await check(qrcu, { variant: 'no re-summation', set: { readers: 1 } })
 * if (!ok) console.log(reason, ...counterexamples.map(witness => witnessToText(witness)))
 */
export async function check<C, S, V extends string>(
  model: Model<C, S, V>,
  options: CheckOptions<NoInfer<C>, NoInfer<V>> = {},
): Promise<Checked> {
  checkOptions(options)
  const machine = instantiate(model, options as Setting)
  const outcome = await explore(machine, options)
  return { ...outcome, ...conclusionOf(outcome), counterexamples: counterexamplesOf(machine, outcome) }
}

function counterexamplesOf(machine: Machine, outcome: Outcome): Witness[] {
  try {
    return failuresWithRun(outcome).map(claim => buildWitness(machine, claim))
  } catch (error) {
    throw located(error, machine)
  }
}

/** Not every claim of a model holds. The message gives the reason, and the first counterexample as text. */
export class NotHolding extends Error {
  override readonly name = 'NotHolding'
  readonly checked: Checked

  constructor(checked: Checked) {
    const [first] = checked.counterexamples
    super([checked.reason, ...(first === undefined ? [] : [witnessToText(first).trimEnd()])].join('\n\n'))
    this.checked = checked
  }
}

/**
 * Checks a model from a test, which fails unless every claim is found to hold: rejects with {@link NotHolding} if one is
 * violated, never witnessed or unknown. Resolves with the result of {@link check}; `warnings` names what holds vacuously.
 *
 * @example
 * test('the lock excludes', async () => {
 *   const { warnings } = await assertHolds(lock, { set: { workers: 3 } })
 *   expect(warnings).toEqual([])
 * })
 */
export async function assertHolds<C, S, V extends string>(
  model: Model<C, S, V>,
  options: CheckOptions<NoInfer<C>, NoInfer<V>> = {},
): Promise<Checked> {
  const checked = await check(model, options)
  if (!checked.ok) throw new NotHolding(checked)
  return checked
}
