import { describe, expect, test } from 'vitest'
import { ModelError, model, verdictTable } from '../../../src/index.ts'
import { isVerdictTable, tableDescriptionOf } from '../../../src/verdicts/verdict-table-builder.ts'

const lock = model('lock', { workers: 2, checks: false })
  .shared(() => ({ n: 0 }))
  .action('go', s => {
    s.n = 1 - s.n
  })
  .invariant('at most one', s => s.n < 2)
  .variant('repaired', { checks: true })

const table = verdictTable({
  title: 'locks',
  columns: { v1: 'as posted', v2: 'repaired' },
  rows: { safe: 'at most one is inside', live: 'somebody gets in' },
  defects: { D1: 'does not check' },
})
  .analysis({ safe: { violated: ['v1'], holds: ['v2'] } })
  .place(lock, { columns: { v1: ['base'] }, rows: { safe: 'at most one' } })

describe('a verdict table', () => {
  test('stores the place of each claim of each setting', () => {
    const placed = table.place(lock, {
      columns: { v1: ['base'], v2: ['base', 'repaired'] },
      rows: { live: ['no deadlock', 'no step throws'] },
    })
    expect(
      tableDescriptionOf(placed).places.map(({ row, column, setting, claim }) => [row, column, setting, claim]),
    ).toEqual([
      ['safe', 'v1', 'base', 'at most one'],
      ['live', 'v1', 'base', 'no deadlock'],
      ['live', 'v1', 'base', 'no step throws'],
      ['live', 'v2', 'base', 'no deadlock'],
      ['live', 'v2', 'base', 'no step throws'],
      ['live', 'v2', 'repaired', 'no deadlock'],
      ['live', 'v2', 'repaired', 'no step throws'],
    ])
  })

  test('never changes', () => {
    const before = JSON.stringify(tableDescriptionOf(table))
    table.dispute({ rows: ['safe'], columns: ['v1'] }, 'wrong').leaveOutDefects(['D1'], 'no time')
    expect(JSON.stringify(tableDescriptionOf(table))).toBe(before)
    expect(isVerdictTable(table)).toBe(true)
  })
})

/** Calls that are possible without TypeScript. */
const loose = table as unknown as {
  [method: string]: (...args: unknown[]) => unknown
}

describe('a verdict table rejects', () => {
  const safeV1 = { rows: ['safe'], columns: ['v1'] } as const
  test.each<[string, () => unknown, string]>([
    [
      'a place of a variant that is not there',
      () => loose.place!(lock, { columns: { v1: ['fixed'] }, rows: { safe: 'at most one' } }),
      "model 'lock' has no variant 'fixed'. It has: base; repaired",
    ],
    [
      'a place of a claim that is not there',
      () => table.place(lock, { columns: { v1: ['base'] }, rows: { safe: 'at most two' } }),
      "model 'lock' has no claim 'at most two'. Its claims are: at most one; no deadlock;",
    ],
    [
      'a claim that the model does not make',
      () => table.place(lock.mayDeadlock(), { columns: { v1: ['base'] }, rows: { live: 'no deadlock' } }),
      "has no claim 'no deadlock'",
    ],
    [
      'a place in a column that is not there',
      () => loose.place!(lock, { columns: { v3: ['base'] }, rows: {} }),
      "no column 'v3'. There are: v1, v2",
    ],
    [
      'a place in a row that is not there',
      () => loose.place!(lock, { columns: {}, rows: { saf: 'at most one' } }),
      "no row 'saf'. There are: safe, live",
    ],
    [
      'the same place twice',
      () => table.place(lock, { columns: { v1: ['base'] }, rows: { safe: 'at most one' } }),
      "claim 'at most one' of model 'lock' in setting 'base' is placed in the cell of row 'safe' and column 'v1' twice",
    ],
    ['an analysis of a row that is not there', () => loose.analysis!({ sound: {} }), "no row 'sound'"],
    ['an analysis of a column that is not there', () => loose.analysis!({ live: { holds: ['v3'] } }), "no column 'v3'"],
    [
      'an analysis that gives two answers',
      () => table.analysis({ live: { holds: ['v1'], notApplicable: ['v1'] } }),
      "the analysis of row 'live' gives two answers for column 'v1'",
    ],
    ['a note on a column that is not there', () => loose.analysis!({ live: { notes: { v3: 'x' } } }), "no column 'v3'"],
    [
      'a dispute of a cell that the analysis does not cover',
      () =>
        table
          .place(lock, { columns: { v1: ['base'] }, rows: { live: 'no deadlock' } })
          .dispute({ rows: ['live'], columns: ['v1'] }, 'wrong'),
      "the cell of row 'live' and column 'v1' is disputed, but the analysis does not cover it",
    ],
    [
      'a dispute without evidence',
      () => table.dispute({ rows: ['safe'], columns: ['v2'] }, 'wrong'),
      "the cell of row 'safe' and column 'v2' is disputed without evidence",
    ],
    [
      'leaving out what is placed',
      () => table.leaveOut(safeV1, 'no time'),
      "row 'safe' and column 'v1' is left out, but",
    ],
    [
      'placing what is left out',
      () =>
        table
          .leaveOut({ rows: ['safe'], columns: ['v2'] }, 'no time')
          .place(lock, { columns: { v2: ['repaired'] }, rows: { safe: 'at most one' } }),
      "row 'safe' and column 'v2' is left out, but",
    ],
    [
      'a comparison with a column in between that is not there',
      () => loose.compare!({ before: 'v1', after: 'v2', between: { v3: [] }, findings: [] }),
      "no column 'v3'",
    ],
    [
      'a comparison whose column in between repairs a defect that is not there',
      () => loose.compare!({ before: 'v1', after: 'v2', between: { v1: ['D2'] }, findings: [] }),
      "no defect 'D2'",
    ],
    ['a remark on a row that is not there', () => loose.remark!({ rows: ['x'], columns: ['v1'] }, 'y'), "no row 'x'"],
    [
      'a defect that is not there',
      () => loose.mutant!('D2', lock, { settings: ['base'], caughtBy: ['at most one'] }),
      "no defect 'D2'. There are: D1",
    ],
    [
      'a defect that no claim is named to catch',
      () => table.mutant('D1', lock, { settings: ['base'], caughtBy: [] }),
      "no claim is named to catch the defect 'D1'",
    ],
    [
      'a defect in a setting that is not there',
      () => loose.mutant!('D1', lock, { settings: ['x'], caughtBy: ['at most one'] }),
      "has no variant 'x'",
    ],
    [
      'a defect that is caught by a claim that is not there',
      () => table.mutant('D1', lock, { settings: ['base'], caughtBy: ['x'] }),
      "has no claim 'x'",
    ],
    [
      'leaving out a defect that is shown',
      () =>
        table.mutant('D1', lock, { settings: ['base'], caughtBy: ['at most one'] }).leaveOutDefects(['D1'], 'no time'),
      "the defect 'D1' is left out, but has a setting that shows it",
    ],
    [
      'a name that is a whole number',
      () => verdictTable({ title: 'x', columns: { 1: 'one' }, rows: {} }),
      "is named '1'",
    ],
    ['an empty name', () => verdictTable({ title: 'x', columns: {}, rows: { ' ': 'one' } }), "is named ' '"],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ModelError)
    expect(make).toThrow(message)
  })
})
