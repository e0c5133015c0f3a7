import { count } from '../report/text/count.ts'
import { cellCounts, defectCounts, type Verdicts, vacuityCounts } from './verdicts.ts'

/** A summary of the declared tables, without kinds that do not occur: `120 cells reproduced, 14 disputed, ...`. */
export function cellsInWords(verdicts: Verdicts): string {
  const cells = cellCounts(verdicts)
  const defects = defectCounts(verdicts)
  const parts = [
    `${count(cells.reproduced, 'cell')} reproduced`,
    ...some(cells.within, 'only within bounds'),
    `${cells.disputed} disputed`,
    `${cells.differs} ${cells.differs === 1 ? 'differs' : 'differ'}`,
    ...some(cells.found, 'found beyond the analysis'),
    ...some(cells['not run'], 'not run'),
    `${cells['not modelled']} not modelled`,
  ]
  if (verdicts.tables.every(table => table.defects.length === 0)) return parts.join(', ')
  const ofDefects = [
    `${count(defects.caught, 'defect')} caught`,
    ...some(defects.missed, 'missed'),
    ...some(defects['not run'], 'not run'),
    ...some(defects['not modelled'], 'not modelled'),
  ]
  return `${parts.join(', ')}; ${ofDefects.join(', ')}`
}

/** What every verdict that something holds rests on. */
export const memoryModel =
  'Every ✓ holds under sequential consistency: each step is atomic and seen by all at once. Stores that a CPU buffers, accesses out of order and missing barriers are not explored'

/** The number of claims that hold vacuously, so that their verdicts are not overrated. */
export function vacuityInWords(verdicts: Verdicts): string {
  const { claims, settings } = vacuityCounts(verdicts)
  const held = `${count(claims, 'claim')} ${claims === 1 ? 'holds' : 'hold'} vacuously`
  return `${held}; steps that never ran in ${count(settings, 'setting')}`
}

function some(number: number, what: string): string[] {
  return number === 0 ? [] : [`${number} ${what}`]
}
