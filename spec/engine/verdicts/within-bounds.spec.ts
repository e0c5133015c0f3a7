/** What holds only within bounds is nowhere taken for what holds: not by expectations, in tables, or in reports. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectations, model, verdictTable } from '../../../src/index.ts'
import { descriptionOf } from '../../../src/language/description-of.ts'
import { instantiate } from '../../../src/machine/instantiate.ts'
import { exploreRuns } from '../../../src/temporal/explore-runs.ts'
import type { CheckedSetting } from '../../../src/verdicts/checked-setting.ts'
import { compareWithExpectation, expectedInWords } from '../../../src/verdicts/compare-with-expectation.ts'
import { tableDescriptionOf } from '../../../src/verdicts/verdict-table-builder.ts'
import { verdictsOf } from '../../../src/verdicts/verdicts.ts'
import { verdictsToHtml } from '../../../src/verdicts/verdicts-html.ts'
import { specVerdictsToMarkdown, verdictsToMarkdown } from '../../../src/verdicts/verdicts-markdown.ts'
import { cellsInWords } from '../../../src/verdicts/verdicts-summary.ts'
import { folderWith, interleave } from '../cli/run-command.ts'

const bounded = model('bounded', { most: 3 })
  .shared(() => ({ n: 0 }))
  .action('up', s => {
    s.n++
  })
  .within('small', (s, c) => s.n <= c.most)
  .invariant('low', s => s.n < 9)
  .invariant('tiny', s => s.n < 2)
  .reachable('two', s => s.n === 2)

const outcome = await exploreRuns(instantiate(bounded), { allClaims: true })
const fails = { tiny: 2 }
const differences = (expected: object, ...accepts: boolean[]) =>
  compareWithExpectation(outcome, { fails, ...expected }, ...accepts).map(({ text }) => text)

describe('an expectation', () => {
  test('that a claim holds is not met by one that holds within bounds, unless that is accepted', () => {
    const [first, ...others] = differences({})
    expect(first).toBe(
      "'low' holds only within 'small', expected holds ('within: true' or --accept-bounds accepts that)",
    )
    expect(others).toHaveLength(3)
    expect(differences({}, true)).toEqual([])
  })

  test('that says `within` is met by it, and by nothing that holds without bounds', async () => {
    expect(differences({ within: true })).toEqual([])
    const turning = model('turning')
      .shared(() => ({ n: 0 }))
      .action('turn', s => {
        s.n = 1 - s.n
      })
    const [first] = compareWithExpectation(await exploreRuns(instantiate(turning)), { within: true })
    expect(first?.text).toBe("'no deadlock' holds, expected holds within bounds")
  })

  test('accepts bounds for what should hold, and not for what should fail', () => {
    expect(compareWithExpectation(outcome, { fails: { ...fails, low: 9 } }, true)[0]?.text).toBe(
      "'low' holds only within 'small', expected fails in 9 steps",
    )
  })

  test('says in words what it expects', () => {
    const claim = { name: 'low', kind: 'invariant' } as const
    const words = (...rest: [object, boolean?]) => expectedInWords(claim, ...rest)
    expect([words({}), words({ within: true }), words({}, true)]).toEqual([
      'holds',
      'holds within bounds',
      'holds, if only within bounds',
    ])
    expect(expectedInWords({ name: 'two', kind: 'reachable' }, { within: true })).toBe('holds')
  })

  test('may say so in a rule, and an exception takes it back', () => {
    const varied = bounded.variant('other', { most: 4 })
    const shared = { rules: [{ where: {}, within: true }] }
    expect(expectations(varied, shared, { other: { within: false } })).toMatchObject({
      base: { within: true },
      other: { within: false },
    })
    expect(() => expectations(bounded, { base: { within: 'yes' as never } })).toThrow("true or false as 'within'")
  })
})

describe('the verdicts', () => {
  const setting: CheckedSetting = {
    spec: 'bounded.ts',
    model: descriptionOf(bounded),
    setting: 'base',
    outcome,
    differences: [],
    pictures: new Map(),
    notDrawn: [],
  }
  const empty = verdictTable({
    title: 'bounds',
    columns: { a: 'says holds', b: 'says nothing', c: 'says violated', d: 'is disputed' },
    rows: { I: 'stays low' },
  })
  const columns = { a: ['base'], b: ['base'], c: ['base'], d: ['base'] } as const
  const table = empty
    .place(bounded, { columns, rows: { I: 'low' } })
    .analysis({ I: { holds: ['a'], violated: ['c', 'd'] } })
    .dispute({ rows: ['I'], columns: ['d'] }, 'it does not')
  const verdicts = verdictsOf([tableDescriptionOf(table)], [setting])

  test('are of their own kind: they agree with an analysis within bounds, and refute none', () => {
    const cells = verdicts.tables[0]!.rows[0]!.cells
    expect(cells.map(({ verdict, agreement }) => [verdict, agreement])).toEqual([
      ['holds within', 'within'],
      ['holds within', 'found'],
      ['holds within', 'not run'],
      ['holds within', 'not run'],
    ])
    expect(cellsInWords(verdicts)).toContain('0 cells reproduced, 1 only within bounds')
  })

  test('show it with a sign of its own, and name the bounds', () => {
    expect(verdictsToMarkdown(verdicts)).toContain('(✓) (=)')
    const specs = specVerdictsToMarkdown(verdicts)
    expect(specs).toContain("(✓) holds only within bounds: ‘base’ within 'small'.")
    expect(specs).toContain('(✓) in every setting: low; no deadlock;')
    expect(specs).not.toMatch(/^✓ in every setting: .*low/m)
    const html = verdictsToHtml(verdicts)
    expect(html).toContain('<span class="verdict">(✓) holds within bounds</span>')
    expect(html).toMatch(/title="base: holds within &#?\w+;small/)
  })
})

const source = `import { expectations, model } from 'interleave-checker'
const m = model('m').shared(() => ({ n: 0 })).action('up', s => { s.n++ })
  .within('at most 3', s => s.n <= 3).invariant('i', s => s.n >= 0)
export default m
`
const stated = `${source}export const expected = expectations(m, { base: { within: true } })\n`

describe('verify', () => {
  const cwd = folderWith({ 'm.ts': source, 'stated.ts': stated })
  const reporters = ['junit=j.xml', 'sarif=s.sarif', 'markdown=m.md', 'github=g.txt']
  const verify = (...args: string[]) =>
    interleave(['verify', '--no-types', ...args, ...reporters.flatMap(one => ['--reporter', one])], { cwd })
  const read = (file: string) => readFileSync(join(cwd, file), 'utf8')

  test('takes what holds only within bounds for unexpected', async () => {
    const { code, stdout } = await verify('m.ts')
    expect(code).toBe(1)
    expect(stdout).toMatch(/UNEXPECTED .* all hold within 'at most 3'/)
    expect(read('j.xml')).toContain('failures="4"')
  })

  test.each([
    ['where the spec says so', ['stated.ts']],
    ['with --accept-bounds', ['m.ts', '--accept-bounds']],
  ])(
    'accepts it %s, and every report says so',
    async (_how, args) => {
      const { code, stdout } = await verify(...args)
      expect(code).toBe(0)
      expect(stdout).toMatch(/as expected .* all hold within 'at most 3'/)
      expect(read('j.xml')).toMatch(/<system-out>.*holds only within .*at most 3.*<\/system-out>/)
      expect(read('m.md')).toContain("4 claims, 4 hold only within 'at most 3'")
      expect(read('g.txt')).toContain('::notice file=')
      expect(read('g.txt')).toContain("4 claims hold only within 'at most 3'")
      expect(JSON.parse(read('s.sarif')).runs[0].results).toMatchObject([
        { kind: 'informational', level: 'none' },
        {},
        {},
        {},
      ])
    },
    60_000,
  )
})
