import type { SettingResult } from '../report/ci/ci-report.ts'
import { placeIn, placeOf } from '../report/ci/place.ts'
import { exitCodes } from './exit-codes.ts'
import type { TaskFailure } from './thread-messages.ts'

/** The result of a setting that has no verdicts, because of an error. */
export function resultOfFailure(spec: string, setting: string, { message, code, where }: TaskFailure): SettingResult {
  const isWrong = code !== exitCodes.inconclusive
  return {
    spec,
    setting,
    seconds: 0,
    claims: [],
    differences: [],
    warnings: [],
    error: { message, isWrong, place: placeOf(where) ?? placeIn(message) },
    json: {
      format: 'interleave/1',
      spec,
      variant: setting === 'base' ? null : setting,
      error: message,
      exitCode: code,
    },
  }
}
