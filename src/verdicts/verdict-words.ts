/** The vocabulary of the pages of verdicts: everything has a sign and words, never colour alone. */

import { type ClaimOutcome, isFailure, isOpen } from '../outcome/outcome.ts'
import { withinWhat } from '../outcome/within-what.ts'
import { count } from '../report/text/count.ts'
import type { PlaceAnswer } from './answer.ts'
import type { CheckedSetting } from './checked-setting.ts'
import type { Agreement, CellVerdict, TableCell } from './table-cell.ts'
import type { Prediction } from './table-description.ts'
import type { DefectState } from './verdicts.ts'

export const verdictSigns: Record<CellVerdict, string> = {
  holds: '✓',
  'holds within': '(✓)',
  violated: '✗',
  unknown: '?',
  'not run': '…',
  none: '',
}

export const verdictWords: Record<CellVerdict, string> = {
  holds: 'holds',
  'holds within': 'holds within bounds',
  violated: 'violated',
  unknown: 'undecided',
  'not run': 'not run',
  none: '',
}

export const agreementSigns: Record<Agreement, string> = {
  reproduced: '=',
  within: '(=)',
  disputed: '≠',
  differs: '!!',
  found: '+',
  'not run': '…',
  'not modelled': '·',
  'not applicable': '–',
  blank: '',
}

/** The meanings of the agreements. */
export const agreementMeanings: readonly (readonly [Agreement, string])[] = [
  ['reproduced', 'the analysis says so, and every check agrees'],
  ['within', 'the analysis says so, and checks agree within the bounds of their models'],
  ['disputed', 'the analysis is wrong here; the cell says why, and its checks show it'],
  ['differs', 'neither: a result is not as expected'],
  ['found', 'the analysis does not cover it'],
  ['not run', 'a setting that decides it was not checked in this run'],
  ['not modelled', 'the analysis covers it, but no spec does'],
  ['not applicable', 'there is nothing that could be violated'],
]

export const defectWords: Record<DefectState, string> = {
  caught: '✓ caught',
  missed: '!! missed',
  'not run': '… not run',
  'not modelled': '· not modelled',
}

export const predictionWords: Record<Prediction, string> = {
  holds: 'holds',
  violated: 'is violated',
  notApplicable: 'does not apply',
}

function signOf({ verdict }: ClaimOutcome): string {
  if (isFailure(verdict)) return '✗'
  if (verdict === 'holds within') return verdictSigns[verdict]
  return isOpen(verdict) ? '?' : '✓'
}

/** A sentence about the analysis of a cell, if there is one. */
export function analysisSentence({ predicted, note }: TableCell): string | undefined {
  if (predicted === undefined) return note
  if (predicted === 'notApplicable' && note === undefined) return undefined
  return `The analysis says that it ${predictionWords[predicted]}${note === undefined ? '' : `: ${note}`}.`
}

/** The number of checks that decide a cell, and how much they visited. */
export function checksInWords({ answers, notRun }: TableCell): string {
  const settings = new Set(answers.map(({ setting }) => setting))
  const states = [...settings].reduce((sum, { outcome }) => sum + outcome.census.states, 0)
  const missing = notRun === 0 ? '' : `, ${notRun} not run`
  return answers.length === 0
    ? `${notRun} not run`
    : `${count(answers.length, 'check')}, ${count(states, 'state')}${missing}`
}

/** Marks that qualify answers: ∅ if one holds vacuously, ° if steps never ran. */
export function marksOf(answers: readonly PlaceAnswer[]): string {
  const isVacuous = answers.some(({ claim }) => claim.vacuous !== undefined)
  const neverRan = answers.some(({ setting }) => setting.outcome.neverRan.length > 0)
  return `${isVacuous ? '∅' : ''}${neverRan ? '°' : ''}`
}

/** The short verdict of an answer, with the length of its run: `✗ 7`, `✓`. */
export function shortVerdict({ claim }: PlaceAnswer): string {
  const steps = isFailure(claim.verdict) && claim.steps !== undefined ? ` ${claim.steps}` : ''
  return `${signOf(claim)}${steps}`
}

/** The bounds of each setting in which something holds only within them, if there is one. */
export function boundsInWords(settings: readonly CheckedSetting[]): string | undefined {
  const bounded = settings.filter(({ outcome }) => outcome.claims.some(({ verdict }) => verdict === 'holds within'))
  if (bounded.length === 0) return undefined
  const words = bounded.map(({ setting, outcome }) => `‘${setting}’ ${withinWhat(outcome)}`)
  return `holds only within bounds: ${words.join('; ')}`
}

/** The total seconds of the searches, each setting counted once. */
export function secondsOf(answers: readonly PlaceAnswer[]): string {
  const settings = new Set(answers.map(({ setting }) => setting))
  return `${[...settings].reduce((sum, { outcome }) => sum + outcome.seconds, 0).toFixed(2)} s`
}
