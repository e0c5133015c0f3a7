/** One cell of a verdict table: the results of its specs, combined to one verdict, and compared with the analysis. */

import { isFailure, isOpen } from '../outcome/outcome.ts'
import { answerOf, type PlaceAnswer } from './answer.ts'
import type { CheckedSetting } from './checked-setting.ts'
import { placesIn } from './places-in.ts'
import { type Prediction, predictionOf, type TableDescription } from './table-description.ts'

/** `none` if no spec decides the cell; `not run` if one would, but was not checked this time. */
export type CellVerdict = 'holds' | 'holds within' | 'violated' | 'unknown' | 'not run' | 'none'

/**
 * How a cell agrees with the analysis. `differs` is an error; `found` is a verdict about which the analysis says
 * nothing; `blank` means that neither says anything.
 */
export type Agreement =
  | 'reproduced'
  | 'within'
  | 'disputed'
  | 'differs'
  | 'found'
  | 'not run'
  | 'not modelled'
  | 'not applicable'
  | 'blank'

export interface TableCell {
  readonly row: string
  readonly column: string
  readonly verdict: CellVerdict
  readonly agreement: Agreement
  /** The results that decide the cell, the shortest violation first. */
  readonly answers: readonly PlaceAnswer[]
  /** The number of claims of settings that would decide the cell, but were not checked. */
  readonly notRun: number
  readonly predicted: Prediction | undefined
  /** The remark of the analysis. */
  readonly note: string | undefined
  /** Why the analysis is wrong. */
  readonly dispute: string | undefined
  readonly remark: string | undefined
  /** Why no spec decides the cell. */
  readonly leftOut: string | undefined
  /** Why the cell is red, if it is: results that differ from the expectations of their specs, and from the analysis. */
  readonly specDifferences: readonly string[]
  readonly disagreements: readonly string[]
}

/** Finds the result of a model in a setting, if it was checked. */
export type Lookup = (spec: unknown, setting: string) => CheckedSetting | undefined

/** The cell of a table at `row` and `column`, from the settings that were checked. */
export function cellOf(table: TableDescription, row: string, column: string, lookup: Lookup): TableCell {
  const at = { row, column }
  const places = placesIn(table.places, row, column)
  const answers = inOrder(
    places.flatMap(({ spec, setting, claim }) => {
      const checked = lookup(spec, setting)
      return (checked?.outcome.claims ?? []).filter(c => c.name === claim).map(c => answerOf(checked!, c))
    }),
  )
  const notRun = places.length - answers.length
  const predicted = predictionOf(table, at)
  const verdict = merge(answers, notRun)
  const dispute = textOf(table.disputes, at)
  const stand = { verdict, predicted, isDisputed: dispute !== undefined }
  const specDifferences = [...new Set(answers.flatMap(answer => answer.differences))]
  const disagreements = disagreement(stand)
  const isRed = specDifferences.length + disagreements.length > 0
  return {
    ...at,
    verdict,
    agreement: isRed ? 'differs' : agreement(stand),
    answers,
    notRun,
    predicted,
    note: table.analysis[row]?.notes?.[column],
    dispute,
    remark: textOf(table.remarks, at),
    leftOut: textOf(table.leftOut, at),
    specDifferences,
    disagreements,
  }
}

interface Stand {
  readonly verdict: CellVerdict
  readonly predicted: Prediction | undefined
  readonly isDisputed: boolean
}

/** `violated` if any result is, since missing results could not change that; `holds` only if all results do, without bounds. */
function merge(answers: readonly PlaceAnswer[], notRun: number): CellVerdict {
  const verdicts = answers.map(({ claim }) => claim.verdict)
  if (verdicts.some(isFailure)) return 'violated'
  if (verdicts.some(isOpen)) return 'unknown'
  if (notRun > 0) return 'not run'
  if (verdicts.includes('holds within')) return 'holds within'
  return verdicts.length === 0 ? 'none' : 'holds'
}

function disagreement({ verdict, predicted, isDisputed }: Stand): string[] {
  if (!isSettled(verdict) || predicted === undefined) return []
  if (agrees(verdict, predicted)) {
    return isDisputed
      ? [`a dispute denies that it ${inWords[predicted]}, but the checks confirm it: remove the dispute`]
      : []
  }
  return isDisputed ? [] : [`the analysis says that it ${inWords[predicted]}, but it ${inWords[verdict]}`]
}

function agreement({ verdict, predicted, isDisputed }: Stand): Agreement {
  if (verdict === 'none') {
    if (predicted === undefined) return 'blank'
    return predicted === 'notApplicable' ? 'not applicable' : 'not modelled'
  }
  // Within bounds, checks can agree with an analysis, not refute it.
  if (verdict === 'holds within' && predicted === undefined) return 'found'
  if (verdict === 'holds within' && predicted !== 'violated' && !isDisputed) return 'within'
  // A setting left undecided at a limit differs from its expectation and is red for that; here it counts as not run.
  if (!isSettled(verdict)) return 'not run'
  if (predicted === undefined) return 'found'
  return isDisputed ? 'disputed' : 'reproduced'
}

function isSettled(verdict: CellVerdict): verdict is 'holds' | 'violated' {
  return verdict === 'holds' || verdict === 'violated'
}

/** 'Does not apply' only means that the requirement cannot be violated. */
function agrees(verdict: 'holds' | 'violated', predicted: Prediction): boolean {
  return (verdict === 'violated') === (predicted === 'violated')
}

const inWords: Record<Prediction, string> = { holds: 'holds', violated: 'is violated', notApplicable: 'does not apply' }

/** Violations by length, then undecided results, then those that hold; otherwise in the order of places. */
function inOrder(answers: readonly PlaceAnswer[]): PlaceAnswer[] {
  const rank = ({ claim: { verdict, steps } }: PlaceAnswer): number => {
    if (isFailure(verdict)) return steps ?? Number.MAX_SAFE_INTEGER - 2
    return isOpen(verdict) ? Number.MAX_SAFE_INTEGER - 1 : Number.MAX_SAFE_INTEGER
  }
  return [...answers].sort((a, b) => rank(a) - rank(b))
}

function textOf(
  texts: readonly { readonly row: string; readonly column: string; readonly text: string }[],
  { row, column }: { readonly row: string; readonly column: string },
): string | undefined {
  const own = texts.filter(text => text.row === row && text.column === column)
  return own.length === 0 ? undefined : own.map(({ text }) => text).join(' ')
}
