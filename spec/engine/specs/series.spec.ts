/**
 * The verdict table of the series is complete: each cell of the analysis is reproduced, disputed, or left out for a
 * reason.
 *
 * The results of specs are taken from their expectations, which `verdicts.spec.ts` compares with the real results.
 */

import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { findSpecs } from '../../../src/cli/find-specs.ts'
import { judgedClaims } from '../../../src/language/claims.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import type { Expectation, Expectations } from '../../../src/language/expectations.ts'
import { type AnyModel, instantiate } from '../../../src/machine/instantiate.ts'
import type { ClaimOutcome } from '../../../src/outcome/outcome.ts'
import { fileNameAmong } from '../../../src/report/text/file-name.ts'
import type { CheckedSetting } from '../../../src/verdicts/checked-setting.ts'
import { answerInWords } from '../../../src/verdicts/comparison-words.ts'
import type { TableCell } from '../../../src/verdicts/table-cell.ts'
import { isVerdictTable, tableDescriptionOf } from '../../../src/verdicts/verdict-table-builder.ts'
import { problemsOf, verdictsOf } from '../../../src/verdicts/verdicts.ts'
import { verdictsToHtml } from '../../../src/verdicts/verdicts-html.ts'
import { specVerdictsToMarkdown, verdictsToMarkdown } from '../../../src/verdicts/verdicts-markdown.ts'
import series from '../../series.ts'

const modules = await Promise.all(
  (await findSpecs(['spec'])).map(async file => {
    const module = (await import(pathToFileURL(file).href)) as { default: AnyModel; expected?: Expectations }
    return { file, spec: module.default, expected: module.expected ?? {} }
  }),
)
const settings = modules
  .filter(({ spec }) => !isVerdictTable(spec))
  .flatMap(({ file, spec, expected }) => {
    return Object.entries(expected).map(([setting, expectation]) => asExpected(file, spec, setting, expectation))
  })

const verdicts = verdictsOf([tableDescriptionOf(series)], settings)
const cells = verdicts.tables[0]!.rows.flatMap(row => row.cells)
const name = ({ row, column }: TableCell): string => `${row} of ${column}`

describe('the verdict table of the series', () => {
  test('has a cell for each requirement in each version, and an analysis for most', () => {
    expect(cells).toHaveLength(44 * 12)
    expect(cells.filter(({ predicted }) => predicted !== undefined).length).toBeGreaterThan(250)
  })

  test('reproduces or disputes the analysis of each cell, or says why no spec decides it', () => {
    const open = cells.filter(({ predicted, agreement, leftOut }) => {
      if (predicted === undefined || predicted === 'notApplicable') return false
      return !['reproduced', 'disputed'].includes(agreement) && !(agreement === 'not modelled' && leftOut !== undefined)
    })
    expect(open.map(name)).toEqual([])
  })

  test('has nothing red, and runs every setting that it names', () => {
    expect(problemsOf(verdicts)).toEqual([])
    expect(cells.filter(({ agreement, notRun }) => agreement === 'differs' || notRun > 0).map(name)).toEqual([])
  })

  test('gives reasons only where the analysis says something', () => {
    expect(
      cells.filter(({ leftOut, predicted }) => leftOut !== undefined && predicted === undefined).map(name),
    ).toEqual([])
  })

  test('shows each defect caught, or says why it is not shown', () => {
    const open = verdicts.tables[0]!.defects.filter(({ state, leftOut }) => state !== 'caught' && leftOut === undefined)
    expect(open.map(defect => defect.name)).toEqual([])
  })

  test('is on pages of at most 512 kB, which GitHub renders', () => {
    expect(Buffer.byteLength(verdictsToMarkdown(verdicts))).toBeLessThan(400_000)
    expect(Buffer.byteLength(specVerdictsToMarkdown(verdicts))).toBeLessThan(400_000)
  })

  test.each([
    ['V5c', 'I9', 'no sleep in an RCU reader'],
    ['V5b', 'I7', 'atomic depth is balanced'],
  ])('would detect that %s breaks %s', (column, row, claim) => {
    const broken = settings.map(setting => withFailure(setting, claim))
    const found = verdictsOf([tableDescriptionOf(series)], broken).tables[0]!.rows.flatMap(r => r.cells)
    expect(found.find(cell => cell.row === row && cell.column === column)).toMatchObject({ agreement: 'differs' })
  })
})

describe('whether v5 is right', () => {
  const comparison = verdicts.tables[0]!.comparison!
  const namesOf = (change: string): string[] => {
    return comparison.findings.filter(finding => finding.change === change).map(finding => finding.name.split(':')[0]!)
  }

  test('is answered by the verdicts of its findings', () => {
    expect(answerInWords(comparison)).toMatch(/^No: of 27 findings, V5 breaks 16 things .* repairs nothing by itself\./)
    expect(namesOf('new').sort()).toEqual(['D13', 'D6', 'D7', 'X1'])
    expect(namesOf('stays').sort()).toEqual(['D8', 'D9, X4', 'L7, L1', 'X14', 'X2', 'X3', 'X5'])
    expect(comparison.repairsOnceRepaired.map(({ row }) => row)).toEqual(['I2', 'I6', 'L4'])
  })

  test('is shown by a run for each finding, or it is left out for a reason', () => {
    const onPaper = comparison.findings.filter(({ shownBy }) => shownBy === undefined).map(({ name }) => name)
    expect(onPaper).toEqual([])
    const hidden = comparison.findings.filter(({ column }) => column === 'V5a').map(({ name }) => name.split(':')[0])
    expect(hidden).toEqual(['D5', 'X6', 'X5'])
    // V5a has D4 repaired: what it violates has another cause.
    const alone = comparison.findings.filter(({ column, description }) => {
      return column === undefined && description.rows.length > 0
    })
    expect(alone.map(({ name, change, shownBy }) => [name, change, shownBy?.setting.setting])).toEqual([
      ['D4: I13, I14', 'breaks', 'all but D4, NP'],
    ])
  })

  test('comes first on both pages', () => {
    for (const page of [verdictsToMarkdown(verdicts), verdictsToHtml(verdicts)]) {
      const answer = page.indexOf('V5 breaks 16')
      expect(answer).toBeGreaterThan(page.indexOf('Is v5 right?'))
      expect(answer).toBeLessThan(page.indexOf('The series, its repairs, and what followed it'))
    }
  })

  test('would detect a row that no finding names, and a finding that no run shows', () => {
    const description = tableDescriptionOf(series)
    const { findings } = description.comparison!
    const without = (changed: typeof findings): string[] =>
      problemsOf(
        verdictsOf([{ ...description, comparison: { ...description.comparison!, findings: changed } }], settings),
      )
    expect(without(findings.filter(({ rows }) => !rows.includes('I34')))).toEqual([
      expect.stringContaining('I34 is violated in V5, and no finding says why'),
    ])
    expect(without([...findings, { ...findings[0]!, defects: ['D14'] }])).toEqual([
      expect.stringContaining('D14: I2, I4, I8, I12, I15, L4: no run shows it'),
    ])
  })
})

/** What checking a setting would give, if it is as expected. */
function asExpected(file: string, spec: AnyModel, setting: string, expectation: Expectation): CheckedSetting {
  const { fails = {}, census: [states, transitions, depth] = [0, 0, 0] } = expectation
  const machine = instantiate(spec, { variant: setting === 'base' ? null : setting })
  const claims = judgedClaims(machine.claims).map((claim): ClaimOutcome => {
    const isReachable = claim.kind === 'reachable'
    const steps = fails[claim.name]
    const verdict = steps === undefined ? (isReachable ? 'witnessed' : 'holds') : isReachable ? 'never' : 'violated'
    return { name: claim.name, kind: claim.kind, verdict, ...(typeof steps === 'number' && { steps }) }
  })
  return {
    spec: file,
    model: descriptionOf(spec),
    setting,
    outcome: {
      model: machine.model,
      variant: machine.variant,
      constants: machine.constants,
      claims,
      stop: 'exhausted',
      census: { states, transitions, depth },
      engine: 'none',
      seconds: 0,
      neverRan: [],
      warnings: [],
    },
    differences: [],
    pictures: new Map(
      Object.keys(fails).map(claim => [
        claim,
        `${file.slice(0, -3)}/${fileNameAmong(setting, [])}/${fileNameAmong(claim, [])}.svg`,
      ]),
    ),
    notDrawn: [],
  }
}

function withFailure(setting: CheckedSetting, claim: string): CheckedSetting {
  const claims = setting.outcome.claims.map((outcome): ClaimOutcome => {
    return outcome.name === claim ? { ...outcome, verdict: 'violated', steps: 1 } : outcome
  })
  return { ...setting, outcome: { ...setting.outcome, claims } }
}
