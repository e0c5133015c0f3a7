import type { Machine } from '../machine/machine.ts'
import type { Outcome } from '../outcome/outcome.ts'
import type { SettingResult } from '../report/ci/ci-report.ts'
import { runResults } from '../report/ci/run-results.ts'
import { claimPlaces, type JudgedSetting, settingResult } from '../report/ci/setting-result.ts'
import { type Attached, outcomeToJson } from '../report/outcome/outcome-json.ts'
import type { Witness } from '../witness/witness.ts'

interface OfMachine extends Pick<JudgedSetting, 'spec' | 'differences' | 'acceptsBounds'> {
  readonly witnesses: readonly Witness[]
  readonly attached?: Attached
}

/** The result of a machine that was checked, made in the thread that has it. */
export function resultOf(
  machine: Machine,
  outcome: Outcome,
  { witnesses, attached, ...judged }: OfMachine,
): SettingResult {
  return settingResult({
    ...judged,
    outcome,
    places: claimPlaces(machine),
    runs: runResults(machine, witnesses),
    json: outcomeToJson(outcome, attached),
  })
}
