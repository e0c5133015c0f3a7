/** How the pages of verdicts say things: each with a sign and in words, never by colour alone. */

import { type ClaimOutcome, isFailure } from '../outcome/outcome.ts'
import { count } from '../report/text/count.ts'
import type { PlaceAnswer } from './answer.ts'
import type { Agreement, CellVerdict, TableCell } from './table-cell.ts'
import type { Prediction } from './table-description.ts'
import type { DefectState } from './verdicts.ts'

export const verdictSigns: Record<CellVerdict, string> = {
  holds: '✓',
  violated: '✗',
  unknown: '?',
  'not run': '…',
  none: '',
}

export const verdictWords: Record<CellVerdict, string> = {
  holds: 'holds',
  violated: 'violated',
  unknown: 'undecided',
  'not run': 'not run',
  none: '',
}

export const agreementSigns: Record<Agreement, string> = {
  reproduced: '=',
  disputed: '≠',
  differs: '!!',
  found: '+',
  'not run': '…',
  'not modelled': '·',
  'not applicable': '–',
  blank: '',
}

/** What each sign of an agreement means. */
export const agreementMeanings: readonly (readonly [Agreement, string])[] = [
  ['reproduced', 'the analysis says so, and every check agrees'],
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
  return verdict === 'unknown' ? '?' : '✓'
}

/** What the analysis says of a cell, in a sentence, if anything. */
export function analysisSentence({ predicted, note }: TableCell): string | undefined {
  if (predicted === undefined) return note
  if (predicted === 'notApplicable' && note === undefined) return undefined
  return `The analysis says that it ${predictionWords[predicted]}${note === undefined ? '' : `: ${note}`}.`
}

/** How many checks a cell is made of, and how much they saw. */
export function checksInWords({ answers, notRun }: TableCell): string {
  const settings = new Set(answers.map(({ setting }) => setting))
  const states = [...settings].reduce((sum, { outcome }) => sum + outcome.census.states, 0)
  const missing = notRun === 0 ? '' : `, ${notRun} not run`
  return answers.length === 0
    ? `${notRun} not run`
    : `${count(answers.length, 'check')}, ${count(states, 'state')}${missing}`
}

/** The marks of what an answer is worth: ∅ if it holds vacuously, ° if steps never ran. */
export function marksOf(answers: readonly PlaceAnswer[]): string {
  const isVacuous = answers.some(({ claim }) => claim.vacuous !== undefined)
  const neverRan = answers.some(({ setting }) => setting.outcome.neverRan.length > 0)
  return `${isVacuous ? '∅' : ''}${neverRan ? '°' : ''}`
}

/** `✗ 7`, `✓`: the verdict of an answer in short, with the length of its run. */
export function shortVerdict({ claim }: PlaceAnswer): string {
  const steps = isFailure(claim.verdict) && claim.steps !== undefined ? ` ${claim.steps}` : ''
  return `${signOf(claim)}${steps}`
}

/** The seconds that searches took, those of each setting once. */
export function secondsOf(answers: readonly PlaceAnswer[]): string {
  const settings = new Set(answers.map(({ setting }) => setting))
  return `${[...settings].reduce((sum, { outcome }) => sum + outcome.seconds, 0).toFixed(2)} s`
}
