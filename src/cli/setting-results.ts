import type { SettingResult } from '../report/ci/ci-report.ts'
import { settingResult } from '../report/ci/setting-result.ts'
import { outcomeToJson } from '../report/outcome/outcome-json.ts'
import { type CutShort, cutInWords, outcomeOfCut } from './cut-report.ts'
import { resultOfFailure } from './result-of-failure.ts'
import type { OutcomeSoFar, TaskFailure } from './thread-messages.ts'

/** The results of settings for reporters, in their order. */
export class SettingResults {
  readonly all: SettingResult[] = []
  private at = 0

  /** Another setting begins, or another spec. */
  begin(): void {
    this.at = this.all.length
  }

  /** The last result of a setting counts. */
  record(result: SettingResult): void {
    this.all[this.at] = result
  }

  /** Something is wrong with a spec. Earlier verdicts stand. */
  fail(spec: string, setting: string, failure: TaskFailure): void {
    const { error, ...rest } = resultOfFailure(spec, setting, failure)
    this.record({ ...(this.all[this.at] ?? rest), ...(error !== undefined && { error }) })
  }

  /** A setting was cut short: what it had found by then is its result. */
  cut(spec: string, setting: OutcomeSoFar, cut: CutShort): void {
    this.record(resultOfCut(spec, setting, cut))
  }
}

/** What a setting had found when it was cut short. */
export function resultOfCut(
  spec: string,
  setting: OutcomeSoFar,
  cut: CutShort,
  differences?: readonly { readonly text: string }[],
): SettingResult {
  const outcome = outcomeOfCut(setting, cut)
  const unfinished = cutInWords(spec, cut)
  const json = { ...outcomeToJson(outcome, { spec }), unfinished: cut.where.what ?? cut.doing }
  return settingResult({ spec, outcome, places: setting.places, unfinished, json, ...(differences && { differences }) })
}
