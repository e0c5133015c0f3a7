import type { Machine } from '../../machine/machine.ts'
import { type ClaimOutcome, isFailure, isHeld, isOpen, type Outcome } from '../../outcome/outcome.ts'
import { withinWhat } from '../../outcome/within-what.ts'
import { restsOn } from '../outcome/caveats.ts'
import { claimInWords } from '../outcome/claim-words.ts'
import { censusLine } from '../outcome/outcome-text.ts'
import type { ClaimResult, ClaimStatus, RunResult, SettingResult } from './ci-report.ts'
import { placeOf } from './place.ts'

/** What a setting is judged by. */
export interface JudgedSetting {
  readonly spec: string
  readonly outcome: Outcome
  /** The lines of claims, by name, as far as known. */
  readonly places: ClaimPlaces
  /** The run of each violation. */
  readonly runs?: ReadonlyMap<string, RunResult>
  /** How the outcome differs from what the spec expects; without it, every violation fails. */
  readonly differences?: readonly { readonly claim?: string; readonly text: string }[]
  /** Whether a claim that holds within bounds passes. */
  readonly acceptsBounds?: boolean | undefined
  /** What had not returned, as a sentence. */
  readonly unfinished?: string
  /** The object that `--json` prints. */
  readonly json: object
}

/** The author's line of each claim, `lock.ts:12`, by its name. */
export type ClaimPlaces = { readonly [claim: string]: string }

export function claimPlaces({ claims }: Machine): ClaimPlaces {
  return Object.fromEntries(claims.flatMap(({ name, where }) => (where === undefined ? [] : [[name, where]])))
}

export function settingResult(judged: JudgedSetting): SettingResult {
  const { spec, outcome, differences, unfinished, json } = judged
  const rests = restsOn(outcome)
  return {
    spec,
    setting: outcome.variant ?? 'base',
    seconds: outcome.seconds,
    claims: outcome.claims.map(claim => claimResult(claim, judged)),
    differences: (differences ?? []).filter(({ claim }) => claim === undefined).map(({ text }) => text),
    warnings: outcome.warnings,
    census: censusLine(outcome).trim(),
    ...(rests !== undefined && { caveat: rests }),
    ...(outcome.claims.some(({ verdict }) => verdict === 'holds within') && { within: withinWhat(outcome) }),
    ...(unfinished !== undefined && { error: { message: unfinished, isWrong: false } }),
    json,
  }
}

function claimResult(
  claim: ClaimOutcome,
  { outcome, places, runs, differences, acceptsBounds }: JudgedSetting,
): ClaimResult {
  const { name, kind, verdict } = claim
  const difference = differences?.find(one => one.claim === name)?.text
  const status = difference !== undefined ? 'failed' : statusOf(claim, differences !== undefined, acceptsBounds)
  const wasLeft = difference === undefined && isOpen(verdict) && outcome.stop === 'violation'
  return {
    name,
    kind,
    verdict,
    status,
    says: difference?.replace(`'${name}' `, () => '') ?? inWords(claim, outcome, status),
    ...(wasLeft && { wasLeft }),
    place: placeOf(Object.hasOwn(places, name) ? places[name] : undefined),
    run: isFailure(verdict) ? runs?.get(name) : undefined,
  }
}

function inWords(claim: ClaimOutcome, outcome: Outcome, status: ClaimStatus): string {
  // What was accepted needs no advice.
  if (claim.verdict === 'holds within' && status === 'passed') return `holds only ${withinWhat(outcome)}`
  return `${claimInWords(claim, outcome)}${isOpen(claim.verdict) ? ` (the search ended: ${outcome.stop})` : ''}`
}

function statusOf({ verdict }: ClaimOutcome, isExpected: boolean, acceptsBounds = false): ClaimStatus {
  if (isFailure(verdict)) return isExpected ? 'passed' : 'failed'
  if (verdict === 'witnessed' || verdict === 'holds') return 'passed'
  return isHeld(verdict) && (acceptsBounds || isExpected) ? 'passed' : 'open'
}
