import { count } from '../report/text/count.ts'
import { cellCounts, defectCounts, type Verdicts, vacuityCounts } from './verdicts.ts'

/** `120 cells reproduced, 14 disputed, ...`: how the declared tables stand, kinds of which there are none left out. */
export function cellsInWords(verdicts: Verdicts): string {
  const cells = cellCounts(verdicts)
  const defects = defectCounts(verdicts)
  const parts = [
    `${count(cells.reproduced, 'cell')} reproduced`,
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

/** How many claims hold vacuously, so that nobody reads more into them. */
export function vacuityInWords(verdicts: Verdicts): string {
  const { claims, settings } = vacuityCounts(verdicts)
  const held = `${count(claims, 'claim')} ${claims === 1 ? 'holds' : 'hold'} vacuously`
  return `${held}; steps that never ran in ${count(settings, 'setting')}`
}

function some(number: number, what: string): string[] {
  return number === 0 ? [] : [`${number} ${what}`]
}
