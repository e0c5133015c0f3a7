import type { Machine } from '../../machine/machine.ts'
import { stepPlace } from '../../witness/step-place.ts'
import { stepTitle, type Witness } from '../../witness/witness.ts'
import { witnessToText } from '../run/witness-text.ts'
import type { RunResult } from './ci-report.ts'
import { placeOf } from './place.ts'

/** The runs of witnesses, by the claims that they violate. */
export function runResults(machine: Machine, witnesses: readonly Witness[]): Map<string, RunResult> {
  return new Map(witnesses.map(witness => [witness.claim.name, runResult(machine, witness)]))
}

/** The columns of a run in a report. */
const width = 100

function runResult(machine: Machine, witness: Witness): RunResult {
  const places = new Map<string, ReturnType<typeof placeOf>>()
  const steps = witness.steps.map(step => {
    const key = `${step.process} ${step.instance} ${step.step}`
    if (!places.has(key)) places.set(key, placeOf(stepPlace(machine, step)))
    return { title: stepTitle(step), place: places.get(key) }
  })
  const stuck = witness.waiting?.find(({ rests }) => !rests)
  return { text: witnessToText(witness, { width }), steps, stuckAt: placeOf(stuck && stepPlace(machine, stuck)) }
}
