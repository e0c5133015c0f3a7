/** A comparison in words: its findings by kind, the answer to its question, and what shows each finding. */

import type { ChangeKind, ColumnComparison, ColumnFinding } from './comparison.ts'

/** The findings of each kind, the gravest first, and without kinds that do not occur. */
export function changesIn({
  findings,
  before,
}: ColumnComparison): { readonly title: string; readonly findings: ColumnFinding[] }[] {
  const titles: Record<ChangeKind, string> = {
    breaks: `What it breaks: right in ${before}`,
    new: 'What only its new mechanism can break',
    stays: `What was broken in ${before}, and stays`,
    open: 'What is not known, since not every setting was run, or only within bounds',
  }
  return (['breaks', 'new', 'stays', 'open'] as const).flatMap(change => {
    const some = findings.filter(finding => finding.change === change)
    const sorted = some.sort((a, b) => rankOf(a) - rankOf(b))
    return some.length === 0 ? [] : [{ title: `${titles[change]} (${some.length})`, findings: sorted }]
  })
}

/** The severities, the gravest first. */
export const severities = ['crash', 'corruption', 'hang', 'leak', 'warning', 'pedantic'] as const

function rankOf({ description }: ColumnFinding): number {
  return severities.indexOf(description.severity)
}

/** The answer to the title in one sentence. */
export function answerInWords({ after, repaired, findings, repairs, repairsOnceRepaired }: ColumnComparison): string {
  const number = (change: ChangeKind): number => findings.filter(finding => finding.change === change).length
  const open = number('open')
  const broken = number('breaks') + number('new')
  const parts = [
    `${after} breaks ${number('breaks')} things that were right before`,
    `brings ${number('new')} that only its own mechanism can have`,
    `leaves ${number('stays')} as they were`,
    ...(open === 0 ? [] : [`has ${open} that not enough settings were run to judge`]),
    `and repairs ${repairs.map(({ row }) => row).join(', ') || 'nothing by itself'}`,
  ]
  const later = repairsOnceRepaired.map(({ row }) => row).join(', ')
  const once =
    later === '' ? '' : ` ${repaired}, once what it breaks is mended, repairs ${later} in some of their specs.`
  const verdict = broken > 0 ? 'No' : open > 0 ? 'Not decided' : 'It is no worse'
  return `${verdict}: of ${findings.length} findings, ${parts.join(', ')}.${once}`
}

/** `7 steps`, with where it shows if not in `after`; or why there is no run. */
export function runInWords({ shownBy, column, isHidden, isOpen }: ColumnFinding, after: string): string {
  if (shownBy === undefined) return isOpen ? 'not run' : 'not modelled'
  const { steps } = shownBy.claim
  const length = steps === undefined ? 'a run without end' : steps === 1 ? '1 step' : `${steps} steps`
  if (!isHidden) return length
  const where = column === undefined ? 'shown where it is the only defect' : `seen from ${column} on`
  return `${length}; hidden in ${after}, ${where}`
}
