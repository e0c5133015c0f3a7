/** Verdicts put together, and when a cell is red: each way of it is planted once. */

import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Expectations, model, type VerdictTable, verdictTable } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { explore } from '../../../src/search/explore.ts'
import type { CheckedSetting } from '../../../src/verdicts/checked-setting.ts'
import { compareWithExpectation } from '../../../src/verdicts/compare-with-expectation.ts'
import type { TableCell } from '../../../src/verdicts/table-cell.ts'
import { tableDescriptionOf } from '../../../src/verdicts/verdict-table-builder.ts'
import {
  cellCounts,
  cellNames,
  defectCounts,
  disputesIn,
  leftOutIn,
  problemsOf,
  remarksIn,
  verdictsOf,
} from '../../../src/verdicts/verdicts.ts'
import { verdictsToHtml } from '../../../src/verdicts/verdicts-html.ts'
import { specVerdictsToMarkdown, verdictsToMarkdown } from '../../../src/verdicts/verdicts-markdown.ts'
import { cellsInWords, vacuityInWords } from '../../../src/verdicts/verdicts-summary.ts'

const ring = model('ring', { size: 5 })
  .shared(() => ({ at: 0 }))
  .action('go', (s, c) => {
    s.at = (s.at + 1) % c.size
  })
  .invariant('below 3', s => s.at < 3)
  .invariant('<b>below</b> 4 | "x"', s => s.at < 4)
  .invariant('vacuous', { given: () => false, then: () => true })
  .variant('small', { size: 3 })
const [below3, below4] = ['below 3', '<b>below</b> 4 | "x"'] as const

const asFound: Expectations = { base: { fails: { [below3]: 3, [below4]: 4 } }, small: {} }

async function checked(expected: Expectations = asFound, options = {}): Promise<CheckedSetting[]> {
  const settings = [null, 'small'].map(async (variant): Promise<CheckedSetting> => {
    const outcome = await explore(instantiate(ring, { variant }), { allClaims: true, ...options })
    return {
      spec: 'spec/<ring>.ts',
      model: descriptionOf(ring),
      setting: variant ?? 'base',
      outcome: { ...outcome, seconds: 0 },
      differences: compareWithExpectation(outcome, expected[variant ?? 'base'] ?? {}),
      pictures: variant === null ? new Map([[below3, 'ring/base/below-3.svg']]) : new Map(),
      notDrawn: [],
    }
  })
  return await Promise.all(settings)
}

const empty = verdictTable({
  title: 'rings & "things"',
  columns: { large: 'of <5>', little: 'of 3', none: 'of none' },
  rows: { I1: 'below', I2: 'nothing' },
  defects: { D1: 'a <defect>', D2: 'another' },
})
const rows = { I1: [below3, below4] } as const
const placed = empty.place(ring, { columns: { large: ['base'], little: ['small'] }, rows })

let settings: CheckedSetting[]
beforeAll(async () => {
  settings = await checked()
})

function cell(table: VerdictTable, row: string, column: string, from = settings): TableCell {
  const { tables } = verdictsOf([tableDescriptionOf(table)], from)
  return tables[0]!.rows.flatMap(({ cells }) => cells).find(c => c.row === row && c.column === column)!
}

describe('a cell', () => {
  test('is violated if any of its claims is, and begins with the shortest run', () => {
    const { verdict, agreement, answers } = cell(placed, 'I1', 'large')
    expect({ verdict, agreement }).toEqual({ verdict: 'violated', agreement: 'found' })
    expect(answers.map(({ claim, picture }) => [claim.name, claim.steps, picture])).toEqual([
      [below3, 3, 'ring/base/below-3.svg'],
      [below4, 4, undefined],
    ])
  })

  test('holds if all of its claims do', () => {
    expect(cell(placed, 'I1', 'little')).toMatchObject({ verdict: 'holds', agreement: 'found' })
  })

  test('is violated although one of its settings holds', () => {
    const both = empty.place(ring, { columns: { large: ['small', 'base'] }, rows })
    expect(cell(both, 'I1', 'large')).toMatchObject({ verdict: 'violated' })
    expect(cell(both, 'I1', 'large').answers.map(({ setting }) => setting.setting)).toEqual([
      'base',
      'base',
      'small',
      'small',
    ])
  })

  test('is reproduced if the analysis says the same', () => {
    const table = placed.analysis({ I1: { violated: ['large'], holds: ['little'] } })
    expect(cell(table, 'I1', 'large').agreement).toBe('reproduced')
    expect(cell(table, 'I1', 'little').agreement).toBe('reproduced')
  })

  test('is disputed if the analysis says something else, and a dispute says why', () => {
    const table = placed
      .analysis({ I1: { holds: ['large'], violated: ['little'] } })
      .dispute({ rows: ['I1'], columns: ['large', 'little'] }, 'because')
    expect(cell(table, 'I1', 'large')).toMatchObject({ agreement: 'disputed', dispute: 'because' })
    expect(cell(table, 'I1', 'little')).toMatchObject({ agreement: 'disputed', disagreements: [] })
  })

  test('that holds reproduces that it does not apply; one that is violated does not', () => {
    const table = placed.analysis({ I1: { notApplicable: ['large', 'little', 'none'] } })
    expect(cell(table, 'I1', 'little').agreement).toBe('reproduced')
    expect(cell(table, 'I1', 'large').agreement).toBe('differs')
    expect(cell(table, 'I1', 'none').agreement).toBe('not applicable')
  })

  test('without a place is not modelled if the analysis covers it, and otherwise blank', () => {
    const table = placed.analysis({ I1: { holds: ['none'] } }).leaveOut({ rows: ['I1'], columns: ['none'] }, 'no time')
    expect(cell(table, 'I1', 'none')).toMatchObject({ verdict: 'none', agreement: 'not modelled', leftOut: 'no time' })
    expect(cell(table, 'I2', 'none')).toMatchObject({ verdict: 'none', agreement: 'blank' })
  })

  test('is not run if a setting that could change it was not checked', () => {
    const [base, small] = settings as [CheckedSetting, CheckedSetting]
    const both = empty
      .place(ring, { columns: { large: ['base', 'small'] }, rows })
      .analysis({ I1: { violated: ['large'] } })
    expect(cell(both, 'I1', 'large', [small])).toMatchObject({ verdict: 'not run', agreement: 'not run', notRun: 2 })
    expect(cell(both, 'I1', 'large', [base])).toMatchObject({ verdict: 'violated', agreement: 'reproduced', notRun: 2 })
    expect(cell(both, 'I1', 'large', [])).toMatchObject({ verdict: 'not run', agreement: 'not run', notRun: 4 })
  })
})

describe('a cell is red if', () => {
  test('the analysis says that it holds, and it does not', () => {
    const table = placed.analysis({ I1: { holds: ['large'] } })
    expect(cell(table, 'I1', 'large')).toMatchObject({
      agreement: 'differs',
      disagreements: ['the analysis says that it holds, but it is violated'],
    })
    expect(problemsOf(verdictsOf([tableDescriptionOf(table)], settings))).toEqual([
      'rings & "things", I1 of large: the analysis says that it holds, but it is violated',
    ])
  })

  test('the analysis says that it is violated, but it holds', () => {
    const table = placed.analysis({ I1: { violated: ['little'] } })
    expect(cell(table, 'I1', 'little')).toMatchObject({
      agreement: 'differs',
      disagreements: ['the analysis says that it is violated, but it holds'],
    })
  })

  test('a dispute says that they differ, and they do not', () => {
    const table = placed
      .analysis({ I1: { violated: ['large'] } })
      .dispute({ rows: ['I1'], columns: ['large'] }, 'because')
    expect(cell(table, 'I1', 'large')).toMatchObject({
      agreement: 'differs',
      disagreements: ['a dispute denies that it is violated, but the checks confirm it: remove the dispute'],
    })
  })

  test.each<[string, Expectations, string]>([
    ['length', { ...asFound, base: { fails: { [below3]: 2, [below4]: 4 } } }, 'fails in 3 steps, expected fails in 2'],
    ['census', { ...asFound, base: { ...asFound.base, census: [5, 5, 3] } }, 'the census is 5/5/4, expected 5/5/3'],
  ])('a spec expects another %s, and the analysis agrees', async (_, expected, says) => {
    const table = placed.analysis({ I1: { violated: ['large'], holds: ['little'] } })
    const from = await checked(expected)
    expect(cell(table, 'I1', 'large', from).agreement).toBe('differs')
    expect(cell(table, 'I1', 'large', from).specDifferences.join()).toContain(says)
    expect(cell(table, 'I1', 'little', from).agreement).toBe('reproduced')
  })

  test('it is undecided, since that is not what its spec expects', async () => {
    const from = await checked(asFound, { maxDepth: 1 })
    const table = placed.analysis({ I1: { holds: ['little'] } })
    expect(cell(table, 'I1', 'little', from)).toMatchObject({ verdict: 'unknown', agreement: 'differs' })
  })
})

describe('a defect', () => {
  const state = (table: typeof empty, from = settings) =>
    verdictsOf([tableDescriptionOf(table)], from).tables[0]!.defects[0]!

  test('is caught if every claim that must catch it is violated', () => {
    const table = empty.mutant('D1', ring, { settings: ['base'], caughtBy: [below4] })
    expect(state(table).state).toBe('caught')
    expect(state(table).mutants[0]!.breaks.map(({ claim }) => claim.name)).toEqual([below3])
    expect(problemsOf(verdictsOf([tableDescriptionOf(table)], settings))).toEqual([])
  })

  test('is missed if one of them is not', () => {
    const table = empty.mutant('D1', ring, { settings: ['base'], caughtBy: [below3, 'vacuous'] })
    expect(state(table).state).toBe('missed')
    expect(problemsOf(verdictsOf([tableDescriptionOf(table)], settings))).toEqual([
      `rings & "things", defect D1: spec/<ring>.ts, 'base': 'vacuous' does not catch it`,
    ])
  })

  test('is missed if its spec expects something else of these claims', async () => {
    const table = empty.mutant('D1', ring, { settings: ['base'], caughtBy: [below3] })
    expect(state(table, await checked({ ...asFound, base: { fails: { [below3]: 2, [below4]: 4 } } })).state).toBe(
      'missed',
    )
  })

  test('is not run, or not modelled', () => {
    const table = empty
      .mutant('D1', ring, { settings: ['base'], caughtBy: [below3] })
      .leaveOutDefects(['D2'], 'no time')
    const verdicts = verdictsOf([tableDescriptionOf(table)], [])
    expect(verdicts.tables[0]!.defects.map(defect => defect.state)).toEqual(['not run', 'not modelled'])
    expect(defectCounts(verdicts)).toEqual({ caught: 0, missed: 0, 'not run': 1, 'not modelled': 1 })
  })
})

describe('the pages', () => {
  const full = placed
    .analysis({ I1: { holds: ['large', 'none'], notes: { large: 'only <here>' } }, I2: { holds: ['large'] } })
    .dispute({ rows: ['I1'], columns: ['large'] }, 'a <script>alert(1)</script> | `x`')
    .remark({ rows: ['I1'], columns: ['little'] }, 'a & b')
    .leaveOut({ rows: ['I2'], columns: ['large'] }, 'no <i>time</i>')
    .mutant('D1', ring, { settings: ['base'], caughtBy: [below4] })
  const verdicts = (from = settings) => verdictsOf([tableDescriptionOf(full)], from)

  test('count cells and defects, and vacuous results', () => {
    expect(cellCounts(verdicts())).toMatchObject({ reproduced: 0, disputed: 1, found: 1, 'not modelled': 2, blank: 2 })
    expect(cellsInWords(verdicts())).toBe(
      '0 cells reproduced, 1 disputed, 0 differ, 1 found beyond the analysis, 2 not modelled; 1 defect caught, 1 not modelled',
    )
    expect(vacuityInWords(verdicts())).toBe('2 claims hold vacuously; steps that never ran in 0 settings')
  })

  test('show a text about several cells once, with the runs that show it', () => {
    const table = placed
      .analysis({ I1: { holds: ['large', 'none'] }, I2: { holds: ['large', 'none'] } })
      .place(ring, { columns: { large: ['base'] }, rows: { I2: below4 } })
      .dispute({ rows: ['I1', 'I2'], columns: ['large'] }, 'because')
      .remark({ rows: ['I1'], columns: ['little'] }, 'look')
      .leaveOut({ rows: ['I2', 'I1'], columns: ['none'] }, 'no time')
    const [shown] = verdictsOf([tableDescriptionOf(table)], settings).tables
    const listed = [disputesIn(shown!), remarksIn(shown!), leftOutIn(shown!)].map(groups => {
      return groups.map(({ text, cells, evidence }) => [
        text,
        cellNames(cells),
        evidence.map(({ claim }) => claim.name),
      ])
    })
    expect(listed).toEqual([
      [['because', 'I1, I2 of large', [below3, below4]]],
      [['look', 'I1 of little', []]],
      [['no time', 'I1, I2 of none', []]],
    ])
  })

  test('take one element for a cell of a spec, or two with its picture, whose name says the verdict in words', () => {
    const page = verdictsToHtml(verdicts())
    const [, body = ''] = /<table class="spec">[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(page) ?? []
    const cells = body.match(/<td[\s\S]*?<\/td>/g) ?? []
    expect(cells).not.toHaveLength(0)
    for (const one of cells) {
      expect(one.match(/<[a-z]/g)?.length).toBe(one.includes('<a ') ? 2 : 1)
      expect(one).toMatch(/aria-label="[^"]*: (?:violated|holds)/)
    }
  })

  test('filter their rows by kind without the script, by what is checked at the top', () => {
    const page = verdictsToHtml(verdicts())
    const offered = [...page.matchAll(/<input type="radio" name="rows" id="([\w-]+)"/g)].map(([, id]) => id)
    expect(offered).toEqual(['all-rows', 'only-violated', 'only-odd'])
    for (const id of offered.slice(1)) expect(page).toContain(`body:has(#${id}:checked)`)
  })

  test('escape every text', () => {
    const page = verdictsToHtml(verdicts())
    for (const text of ['<b>', '<script', '<i>time', '<5>', '<here>', '<ring>', '<defect>', '& b', '& "things"'])
      expect(withoutOwnTags(page)).not.toContain(text)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).toContain('aria-label="rings &amp; &quot;things&quot;"')
    const markdown = verdictsToMarkdown(verdicts())
    expect(markdown).not.toMatch(/<script|<i>|<here|<ring/)
    expect(markdown).toContain('&#60;script>alert(1)&#60;/script> &#124; &#96;x&#96;')
  })

  test('have tables with a cell for each column, which no text breaks', () => {
    const lines = [verdictsToMarkdown(verdicts()), specVerdictsToMarkdown(verdicts())].join('\n').split('\n')
    for (const [i, line] of lines.entries()) {
      if (line.startsWith('| ---')) expect(lines[i - 1]!.split('|')).toHaveLength(line.split('|').length)
      const [next, here] = [lines[i + 1] ?? '', line]
      if (here.startsWith('|') && next.startsWith('|')) expect(next.split('|')).toHaveLength(here.split('|').length)
    }
    expect(lines.filter(line => line.startsWith('| seconds'))).toHaveLength(1)
  })

  test('as Markdown state once what several columns or settings share', () => {
    const table = empty.place(ring, { columns: { large: ['base'], little: ['base'] }, rows })
    const lines = verdictsToMarkdown(verdictsOf([tableDescriptionOf(table)], settings)).split('\n')
    const [line] = lines.filter(l => l.startsWith('| **large, little**'))
    expect(line).toContain('below 3: [✗ 3](ring/base/below-3.svg) ‘base’')
    const both = empty.place(ring, { columns: { large: ['base', 'small'] }, rows: { I1: ['vacuous', below3] } })
    const markdown = verdictsToMarkdown(verdictsOf([tableDescriptionOf(both)], settings))
    expect(markdown).toContain('vacuous: ✓ ∅ ‘base’, ‘small’')
    expect(markdown).toContain('below 3: [✗ 3](ring/base/below-3.svg) ‘base’; ✓ ‘small’')
  })

  test('as Markdown write a frequent link target once', () => {
    const columns = { large: ['base'], little: ['base', 'small'] } as const
    const table = empty.place(ring, { columns, rows: { I1: below3, I2: below3 } })
    const markdown = verdictsToMarkdown(verdictsOf([tableDescriptionOf(table)], settings))
    expect(markdown).toContain('[✗ 3][1]')
    expect(markdown).not.toContain('](ring/base/below-3.svg)')
    expect(markdown).toMatch(/\n\n\[1\]: ring\/base\/below-3\.svg\n$/)
  })

  test('are self-contained: one script, which their policy names, and nothing external', () => {
    const page = verdictsToHtml(verdicts())
    expect(page).not.toMatch(/<link|<img|@import|https?:|url\(/)
    const scripts = [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script = '']) => script)
    const hashes = scripts.map(script => createHash('sha256').update(script).digest('base64'))
    expect(hashes).toHaveLength(1)
    expect(page.replaceAll('&#39;', "'")).toContain(`script-src 'sha256-${hashes[0]}'`)
    expect(page).toContain('<a href="ring/base/below-3.svg">')
    expect(verdictsToMarkdown(verdicts())).toContain('[✗ 3](ring/base/below-3.svg)')
  })

  test('explain in words what is red', async () => {
    const from = await checked({ ...asFound, base: { fails: { [below3]: 2, [below4]: 4 } } })
    const page = verdictsToHtml(verdicts(from))
    expect(page).toContain('<td class="differs is-violated">')
    expect(page).toContain('!! differs')
    expect(page).toContain('!! 1 not as expected')
    expect(specVerdictsToMarkdown(verdicts(from))).toContain('**!!** [✗ 3](ring/base/below-3.svg)')
  })

  test('are identical for the same results, apart from lines of seconds', async () => {
    const slow = (await checked()).map(setting => ({ ...setting, outcome: { ...setting.outcome, seconds: 12.3 } }))
    const html = (from: CheckedSetting[]) => without(/class="seconds"/, verdictsToHtml(verdicts(from)))
    const markdown = (from: CheckedSetting[]) => {
      return without(/^\| seconds/, verdictsToMarkdown(verdicts(from)) + specVerdictsToMarkdown(verdicts(from)))
    }
    expect(html(slow)).toBe(html(settings))
    expect(markdown(slow)).toBe(markdown(settings))
    expect(verdictsToHtml(verdicts(slow))).toContain('12.30')
  })

  test('without a declared table show the specs alone', () => {
    const alone = verdictsOf([], settings)
    expect(verdictsToHtml(alone)).toContain('<h2>Specs</h2>')
    expect(verdictsToMarkdown(alone)).toBe(specVerdictsToMarkdown(alone))
    expect(verdictsToMarkdown(alone)).toContain('| below 3 | [✗ 3](ring/base/below-3.svg) | ✓ |')
  })
})

function without(line: RegExp, text: string): string {
  return text
    .split('\n')
    .filter(each => !line.test(each))
    .join('\n')
}

/** The page without the only `<b>` that is its own. */
function withoutOwnTags(page: string): string {
  return page
    .replaceAll(/<b>(?=(?:[=≠!+·–…]|\(=\)) |!! |spec\/)/g, '')
    .replace(/<script>[\s\S]*<\/script>\n<\/body>/, '')
}
