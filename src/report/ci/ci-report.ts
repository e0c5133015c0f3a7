/**
 * The data of reports for continuous integration: plain data, made in the thread that checks, and written by each
 * reporter in its own format.
 */

import type { ClaimKind } from '../../language/claims.ts'
import type { Verdict } from '../../outcome/outcome.ts'
import type { ReportPlace } from './place.ts'

/** All of a run of `check` or `verify`. */
export interface CiReport {
  readonly command: 'check' | 'verify'
  readonly exitCode: number
  readonly settings: readonly SettingResult[]
  /** What is wrong with verdict tables, a sentence each. */
  readonly problems: readonly string[]
  /** The path from the root of the repository to the working directory, with a slash at its end; empty if they are one. */
  readonly folder: string
  /** The version of this package. */
  readonly version: string
}

/** The result of a spec in one setting, or why there is none. */
export interface SettingResult {
  readonly spec: string
  /** The variant, `base` for the model itself. */
  readonly setting: string
  readonly seconds: number
  readonly claims: readonly ClaimResult[]
  /** Differences from what the spec expects of the setting as a whole. */
  readonly differences: readonly string[]
  readonly warnings: readonly string[]
  /** States, transitions, depth, and why the search ended. */
  readonly census?: string
  /** What every ✓ of the setting rests on. */
  readonly caveat?: string
  /** Where some of its claims hold only within bounds: `within 'small'`. */
  readonly within?: string
  /** Why there are no verdicts, or only some: the spec is wrong, or something did not return. */
  readonly error?: { readonly message: string; readonly isWrong: boolean; readonly place?: ReportPlace | undefined }
  /** The object that `--json` prints for the setting. */
  readonly json: object
}

/** Whether a claim fails its check: where a spec expects a violation, the violation passes. */
export type ClaimStatus = 'passed' | 'failed' | 'open'

export interface ClaimResult {
  readonly name: string
  readonly kind: ClaimKind
  readonly verdict: Verdict
  readonly status: ClaimStatus
  /** What is the matter, to be read after the name of the claim: `is violated in 3 steps`. */
  readonly says: string
  /** Whether it is open because the search stopped at a violation of another claim. */
  readonly wasLeft?: boolean
  readonly place?: ReportPlace | undefined
  readonly run?: RunResult | undefined
}

/** A run that shows a violation. */
export interface RunResult {
  /** As text lanes. */
  readonly text: string
  readonly steps: readonly { readonly title: string; readonly place?: ReportPlace | undefined }[]
  /** At the end of a run into a deadlock, the step that somebody waits for. */
  readonly stuckAt?: ReportPlace | undefined
}

/** The claims of all settings that did not pass, with their settings. */
export function notPassed({ settings }: CiReport): { setting: SettingResult; claim: ClaimResult }[] {
  return settings.flatMap(setting =>
    setting.claims.filter(({ status }) => status !== 'passed').map(claim => ({ setting, claim })),
  )
}

/** The claims of a setting that passed although they hold only within bounds. */
export function passedWithin({ claims }: SettingResult): ClaimResult[] {
  return claims.filter(({ status, verdict }) => status === 'passed' && verdict === 'holds within')
}

/** `lock.ts`, or `lock.ts, variant 'broken'`. */
export function settingTitle({ spec, setting }: Pick<SettingResult, 'spec' | 'setting'>): string {
  return setting === 'base' ? spec : `${spec}, variant '${setting}'`
}

/** The place of a claim that failed: its own line, else that of the step that is stuck or came last, else the spec. */
export function blamed({ place, run }: ClaimResult, { spec }: SettingResult): ReportPlace {
  return place ?? run?.stuckAt ?? run?.steps.at(-1)?.place ?? { file: spec, line: 1 }
}
