/** A comparison of two columns: of which kind each finding is, and which run shows it. */

import { describe, expect, test } from 'vitest'
import { model, verdictTable } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import type { CheckedSetting } from '../../../src/verdicts/checked-setting.ts'
import type { ColumnComparison } from '../../../src/verdicts/comparison.ts'
import { answerInWords, runInWords } from '../../../src/verdicts/comparison-words.ts'
import { tableDescriptionOf } from '../../../src/verdicts/verdict-table-builder.ts'
import { verdictsOf } from '../../../src/verdicts/verdicts.ts'

/** A walk that ends early (D1) hides that it goes too far (D2). Odd numbers are met in every version. */
const walk = model('walk', { endsEarly: false, last: 2 })
  .shared(() => ({ at: 0 }))
  .action('go', (s, c) => {
    s.at = Math.min(s.at + 1, c.endsEarly ? 1 : c.last)
  })
  .invariant('at most 2', s => s.at <= 2)
  .invariant('at most 6', s => s.at <= 6)
  .invariant('even', s => s.at % 2 === 0)
  .reachable('reaches 2', s => s.at === 2)
  .variant('posted', { endsEarly: true, last: 4 })
  .variant('only D1 repaired', { last: 4 })
  .variant('only D2 repaired', { endsEarly: true })
  .variant('too far by more', { last: 8 })

const table = verdictTable({
  title: 'walks',
  columns: { old: 'before', posted: 'D1 and D2', part: 'D2 repaired' },
  rows: { bound: 'ends in time', end: 'gets there', even: 'no odd number' },
  defects: { D1: 'ends early', D2: 'goes too far', D3: 'is odd' },
})
  .place(walk, {
    columns: { old: ['base'], posted: ['posted'], part: ['too far by more'] },
    rows: { bound: ['at most 2', 'at most 6'], end: 'reaches 2', even: 'even' },
  })
  .mutant('D1', walk, { settings: ['only D2 repaired'], caughtBy: ['reaches 2'] })
  .mutant('D2', walk, { settings: ['only D1 repaired'], caughtBy: ['at most 2'] })
  .mutant('D3', walk, { settings: ['base'], caughtBy: ['even'] })

const change = {
  title: 'Is it right?',
  before: 'old',
  after: 'posted',
  findings: [
    { defects: ['D1'], rows: ['end'], by: '1/2', severity: 'hang', reached: 'all' },
    { defects: ['D2'], rows: ['bound'], by: '2/2', severity: 'crash', reached: 'all' },
    { defects: ['D3'], rows: ['even'], by: '2/2', severity: 'warning', reached: 'all' },
  ],
} as const

const all = [null, 'posted', 'only D1 repaired', 'only D2 repaired', 'too far by more'] as const

async function compared(
  between?: { readonly part: readonly ('D1' | 'D2' | 'D3')[] },
  ran: readonly (string | null)[] = all,
): Promise<ColumnComparison> {
  const settings = ran.map(
    async (variant): Promise<CheckedSetting> => ({
      spec: 'walk',
      model: descriptionOf(walk),
      setting: variant ?? 'base',
      outcome: await explore(instantiate(walk, { variant }), { allClaims: true }),
      differences: [],
      pictures: new Map(),
      notDrawn: [],
    }),
  )
  const described = tableDescriptionOf(table.compare({ ...change, ...(between && { between }) }))
  return verdictsOf([described], await Promise.all(settings)).tables[0]!.comparison!
}

const summary = ({ findings, after }: ColumnComparison): [string, string, string][] => {
  return findings.map(finding => [finding.name, finding.change, runInWords(finding, after)])
}

describe('a finding', () => {
  test('is of the kind that the verdicts of the column before give it', async () => {
    const comparison = await compared()
    expect(summary(comparison)).toEqual([
      ['D1: end', 'breaks', 'a run without end'],
      ['D2: bound', 'breaks', '3 steps; hidden in posted, shown where it is the only defect'],
      ['D3: even', 'stays', '1 step'],
    ])
    expect(comparison.problems).toEqual([])
    expect(answerInWords(comparison)).toMatch(/^No: of 3 findings, posted breaks 2 things/)
  })

  test('that another hides is seen in a column in between that still has it', async () => {
    expect(summary(await compared({ part: ['D1'] }))[1]).toEqual([
      'D2: bound',
      'breaks',
      '3 steps; hidden in posted, seen from part on',
    ])
  })

  test('is not seen in a column in which it is repaired, whatever is violated there', async () => {
    expect(summary(await compared({ part: ['D1', 'D2'] }))[1]?.[2]).toContain('where it is the only defect')
  })

  test('is open where a setting on which it depends was not run', async () => {
    const alone = await compared(undefined, ['posted', 'only D1 repaired'])
    expect(summary(alone)).toEqual([
      ['D1: end', 'open', 'a run without end'],
      ['D2: bound', 'open', '3 steps; hidden in posted, shown where it is the only defect'],
      ['D3: even', 'open', '1 step'],
    ])
    const none = await compared(undefined, [null])
    expect(summary(none).map(([, change, run]) => [change, run])).toEqual([
      ['open', 'not run'],
      ['open', 'not run'],
      ['stays', '1 step'],
    ])
    expect(none.problems).toEqual([])
    expect(answerInWords(none)).toMatch(/^Not decided: .* has 2 that not enough settings were run to judge/)
  })
})
