/** The verdicts as GitHub-flavoured Markdown: the same content as the HTML page, on two pages. */

import { count } from '../report/text/count.ts'
import { escapeMarkdown, markdownTable } from '../report/text/markdown-text.ts'
import { type AnswerGroup, groupAnswers, type PlaceAnswer, verdictInWords } from './answer.ts'
import type { CheckedSetting } from './checked-setting.ts'
import type { ColumnComparison, ColumnFinding, Repair } from './comparison.ts'
import { answerInWords, changesIn, runInWords } from './comparison-words.ts'
import type { TableCell } from './table-cell.ts'
import {
  agreementMeanings,
  agreementSigns,
  analysisSentence,
  boundsInWords,
  checksInWords,
  defectWords,
  marksOf,
  shortVerdict,
  verdictSigns,
} from './verdict-words.ts'
import {
  type CellGroup,
  type CheckedMutant,
  cellNames,
  type Defect,
  disputesIn,
  leftOutIn,
  remarksIn,
  type SpecTable,
  type Table,
  type TableRow,
  type Verdicts,
} from './verdicts.ts'
import { cellsInWords, memoryModel, vacuityInWords } from './verdicts-summary.ts'

/** The file of {@link specVerdictsToMarkdown}, beside the page that links to it. */
export const specPage = 'verdicts-by-spec.md'

/**
 * The page, for the folder of results: the tables, or, if there are none, each spec. The same results always give the
 * same text, except for lines that begin with `| seconds`.
 */
export function verdictsToMarkdown(verdicts: Verdicts): string {
  if (verdicts.tables.length === 0) return specVerdictsToMarkdown(verdicts)
  return page([
    '# Verdicts',
    '',
    ...verdicts.tables.flatMap(({ comparison }) => (comparison === undefined ? [] : comparisonLines(comparison))),
    `**${cellsInWords(verdicts)}.**`,
    '',
    `${vacuityInWords(verdicts)}. All claims of all settings, with their censuses: [spec by spec](${specPage}).`,
    '',
    `${memoryModel}.`,
    ...findingsLines(verdicts),
    ...verdicts.tables.flatMap(tableLines),
    '',
  ])
}

/** The answer first, then what it rests on. */
function comparisonLines(comparison: ColumnComparison): string[] {
  const { title, before, after, repaired, repairs, repairsOnceRepaired } = comparison
  return [
    `## ${escapeMarkdown(title)}`,
    '',
    `**${escapeMarkdown(answerInWords(comparison))}**`,
    ...comparison.problems.flatMap(problem => ['', `**!! ${escapeMarkdown(problem)}**`]),
    ...changesIn(comparison).flatMap(({ title: heading, findings }) => [
      '',
      `### ${escapeMarkdown(heading)}`,
      '',
      ...markdownTable(
        ['finding', 'in', 'severity', 'reached by', 'run'],
        findings.map(finding => findingCells(finding, after)),
      ),
    ]),
    '',
    `### What it repairs of ${escapeMarkdown(before)}`,
    '',
    `- By itself: ${repairsInWords(repairs)}.`,
    ...(repaired === undefined ? [] : [`- As ${escapeMarkdown(repaired)}: ${repairsInWords(repairsOnceRepaired)}.`]),
    '',
    '## All verdicts',
    '',
  ]
}

function findingCells(finding: ColumnFinding, after: string): string[] {
  const { name, what, description, shownBy } = finding
  const run = runInWords(finding, after)
  return [
    `**${escapeMarkdown(name)}** ${escapeMarkdown(what)}`,
    escapeMarkdown(description.by),
    description.severity,
    escapeMarkdown(description.reached),
    shownBy === undefined ? run : `${link(shownBy, run)}<br>${where(shownBy.setting.spec, shownBy.setting.setting)}`,
  ]
}

function repairsInWords(repairs: readonly Repair[]): string {
  if (repairs.length === 0) return 'nothing'
  return repairs.map(({ row, meaning, specs }) => escapeMarkdown(`${row}, ${meaning} (${specs.join(', ')})`)).join('; ')
}

/** The specs that have a page of findings. */
function findingsLines({ specs }: Verdicts): string[] {
  const links = specs.flatMap(({ spec, findings }) => {
    return findings === undefined ? [] : [`[${escapeMarkdown(spec)}](${findings})`]
  })
  return links.length === 0 ? [] : ['', `What was found, in words: ${links.join(', ')}.`]
}

/** The specs one by one, on a separate page, since GitHub does not render more than 512 kB. */
export function specVerdictsToMarkdown(verdicts: Verdicts): string {
  return page([
    '# Verdicts, spec by spec',
    '',
    `${vacuityInWords(verdicts)}.`,
    '',
    `${memoryModel}.`,
    '',
    'Variants across, claims down: ✓ holds (under sequential consistency), (✓) holds within the bounds of its model, ✗ fails, with the steps of a shortest run that shows it, ? undecided; ∅ holds vacuously; !! not as expected.',
    ...verdicts.specs.flatMap(specLines),
    '',
  ])
}

function page(lines: readonly string[]): string {
  return writeTargetsOnce(lines.join('\n'))
}

/**
 * Replaces frequent link targets by numbers with definitions at the end: targets would be a third of the page, and
 * GitHub limits its size.
 */
function writeTargetsOnce(markdown: string): string {
  const fewestUses = 5
  const uses = new Map<string, number>()
  for (const [, target] of markdown.matchAll(linkTarget)) uses.set(target!, (uses.get(target!) ?? 0) + 1)
  const often = [...uses].filter(([, count]) => count >= fewestUses).map(([target]) => target)
  const numbers = new Map(often.map((target, i) => [target, i + 1]))
  const shortened = markdown.replace(linkTarget, (link, target: string) => {
    const number = numbers.get(target)
    return number === undefined ? link : `][${number}]`
  })
  const definitions = often.map((target, i) => `[${i + 1}]: ${target}`)
  return [shortened, ...definitions, ...(often.length > 0 ? [''] : [])].join('\n')
}

/** Texts contain no brackets of their own: see `escapeMarkdown`. */
const linkTarget = /\]\(([^()\s]+)\)/g

function tableLines(table: Table): string[] {
  return [
    '',
    `## ${escapeMarkdown(table.title)}`,
    '',
    '✓ holds (under sequential consistency), (✓) holds within the bounds of its model, ✗ violated, with the steps of a shortest run that shows it, ? undecided; ∅ some of it holds vacuously; ° some of its steps never ran.',
    '',
    ...agreementMeanings.map(([agreement, meaning]) => `- \`${agreementSigns[agreement]}\` ${agreement}: ${meaning}`),
    '',
    ...markdownTable(
      ['', ...table.columns.map(({ name }) => escapeMarkdown(name))],
      table.rows.map(({ name, cells }) => [`**${escapeMarkdown(name)}**`, ...cells.map(cellText)]),
    ),
    '',
    ...table.columns.map(({ name, meaning }) => `- **${escapeMarkdown(name)}**: ${escapeMarkdown(meaning)}`),
    ...groupLines('Disputed', disputesIn(table)),
    ...groupLines('Remarks', remarksIn(table)),
    ...groupLines('Not modelled', leftOutIn(table)),
    ...defectLines(table),
    '',
    '### Row by row',
    ...table.rows.flatMap(rowLines),
  ]
}

function cellText({ verdict, agreement, answers }: TableCell): string {
  const [first] = answers
  const shown = verdict === 'violated' && first !== undefined ? link(first, shortVerdict(first)) : verdictSigns[verdict]
  // A cell that was not run has one sign for both.
  if (verdict === 'not run') return agreementSigns[agreement]
  return [shown, marksOf(answers), agreementSigns[agreement]].filter(part => part !== '').join(' ')
}

function groupLines(title: string, groups: readonly CellGroup[]): string[] {
  if (groups.length === 0) return []
  const lines = groups.map(
    group => `- **${escapeMarkdown(cellNames(group.cells))}**: ${escapeMarkdown(group.text)}${shownBy(group)}`,
  )
  return ['', `### ${title}`, '', ...lines]
}

function shownBy({ evidence }: CellGroup): string {
  if (evidence.length === 0) return ''
  const runs = evidence.map(answer => {
    return `${where(answer.setting.spec, answer.setting.setting)}: ${link(answer, verdictInWords(answer))}`
  })
  return ` Shown by ${runs.join('; ')}.`
}

function defectLines({ defects }: Table): string[] {
  if (defects.length === 0) return []
  return [
    '',
    '### Defects',
    '',
    ...markdownTable(['defect', '', 'setting', 'caught by', ''], defects.flatMap(defectRows)),
  ]
}

function defectRows({ name, meaning, state, leftOut, mutants }: Defect): string[][] {
  const head = [`**${escapeMarkdown(name)}**`, escapeMarkdown(meaning)]
  if (mutants.length === 0) return [[...head, '', escapeMarkdown(leftOut ?? 'No reason is given.'), defectWords[state]]]
  return mutants.map((mutant, i) => [...(i === 0 ? head : ['', '']), ...mutantCells(mutant)])
}

function mutantCells({ mutant, checked, catches, breaks, missed, specDifferences }: CheckedMutant): string[] {
  const problems = [...missed, ...specDifferences]
  const state = problems.length > 0 ? 'missed' : checked === undefined ? 'not run' : 'caught'
  const by = checked === undefined ? mutant.caughtBy.map(escapeMarkdown) : catches.map(answerText)
  const also =
    breaks.length === 0 ? [] : [`breaks too: ${breaks.map(({ claim }) => escapeMarkdown(claim.name)).join(', ')}`]
  return [
    where(checked?.spec ?? mutant.spec.name, mutant.setting),
    [...by, ...also].join('<br>'),
    [defectWords[state], ...problems.map(escapeMarkdown)].join('<br>'),
  ]
}

function rowLines({ name, meaning, cells }: TableRow): string[] {
  const covered = cells.filter(({ agreement }) => agreement !== 'blank')
  if (covered.length === 0) return []
  return [
    '',
    '<details>',
    `<summary><b>${escapeMarkdown(name)}</b>: ${escapeMarkdown(meaning)}</summary>`,
    '',
    ...markdownTable(['', '', 'analysis', 'checks'], joinColumns(covered)),
    '',
    '</details>',
  ]
}

/** One line for all cells with the same text, with all their columns. */
function joinColumns(cells: readonly TableCell[]): string[][] {
  const lines = new Map<string, { readonly columns: string[]; readonly details: string[] }>()
  for (const cell of cells) {
    const details = detailsOf(cell)
    const line = lines.get(details.join('|'))
    if (line === undefined) lines.set(details.join('|'), { columns: [escapeMarkdown(cell.column)], details })
    else line.columns.push(escapeMarkdown(cell.column))
  }
  return [...lines.values()].map(({ columns, details }) => [`**${columns.join(', ')}**`, ...details])
}

/** Everything about a cell except its column. */
function detailsOf(cell: TableCell): string[] {
  return [
    cell.agreement,
    escapeMarkdown(analysisSentence(cell) ?? ''),
    [
      ...[...cell.disagreements, ...cell.specDifferences].map(problem => `**!! ${escapeMarkdown(problem)}**`),
      ...(cell.answers.length + cell.notRun > 0 ? [checksInWords(cell)] : [escapeMarkdown(cell.leftOut ?? '')]),
      ...groupAnswers(cell.answers).map(groupText),
    ].join('<br>'),
  ]
}

/**
 * The verdicts of a claim, each with its settings. The link leads to the picture of the first one; the page of specs
 * has all.
 */
function groupText({ spec, claim, answers }: AnswerGroup): string {
  const byVerdict = new Map<string, PlaceAnswer[]>()
  for (const answer of answers) {
    const verdict = `${shortVerdict(answer)} ${marksOf([answer])}`
    byVerdict.set(verdict, [...(byVerdict.get(verdict) ?? []), answer])
  }
  const verdicts = [...byVerdict.values()].map(alike => {
    const [first] = alike as [PlaceAnswer]
    const settings = alike.map(({ setting }) => `‘${escapeMarkdown(setting.setting)}’`).join(', ')
    return [link(first, shortVerdict(first)), marksOf([first]), settings].filter(Boolean).join(' ')
  })
  return `${escapeMarkdown(spec)}: ${escapeMarkdown(claim)}: ${verdicts.join('; ')}`
}

function answerText(answer: PlaceAnswer): string {
  return `${escapeMarkdown(answer.claim.name)}: ${link(answer, verdictInWords(answer))}`
}

function specLines({ spec, findings, settings, claims }: SpecTable): string[] {
  const census = (name: string, of: (setting: CheckedSetting) => number | string): string[] => {
    return [name, ...settings.map(setting => String(of(setting)))]
  }
  const unexpected = settings.flatMap(({ setting, differences }) => {
    return differences.map(difference => `- **!! ${escapeMarkdown(setting)}**: ${escapeMarkdown(difference.text)}`)
  })
  const claimRows = claims.map(({ claim, answers }) => [escapeMarkdown(claim), ...answers.map(specCell)])
  const isEverywhere = ([, first, ...cells]: readonly string[]): boolean => {
    return first !== undefined && everywhere.includes(first) && cells.every(cell => cell === first)
  }
  const always = everywhere.flatMap(sign => {
    const some = claimRows.filter(row => isEverywhere(row) && row[1] === sign).map(([claim]) => claim)
    return some.length === 0 ? [] : [`${sign} in every setting: ${some.join('; ')}.`, '']
  })
  return [
    '',
    `<details${unexpected.length > 0 ? ' open' : ''}>`,
    `<summary><b>${escapeMarkdown(spec)}</b> ${count(settings.length, 'setting')}, ${unexpected.length === 0 ? 'as expected' : '!! not as expected'}</summary>`,
    '',
    ...(findings === undefined ? [] : [`[What was found, in words](${findings})`, '']),
    ...(unexpected.length > 0 ? [...unexpected, ''] : []),
    ...boundsLines(settings),
    ...always,
    ...markdownTable(
      ['', ...settings.map(({ setting }) => escapeMarkdown(setting))],
      [
        ...claimRows.filter(row => !isEverywhere(row)),
        census('states', ({ outcome }) => outcome.census.states),
        census('transitions', ({ outcome }) => outcome.census.transitions),
        census('depth', ({ outcome }) => outcome.census.depth),
        census('steps that never ran', ({ outcome }) => outcome.neverRan.length),
        census('seconds', ({ outcome }) => outcome.seconds.toFixed(2)),
      ],
    ),
    '',
    '</details>',
  ]
}

/** The cells of a claim that holds, or holds within bounds, and not vacuously. */
const everywhere: readonly string[] = [verdictSigns.holds, verdictSigns['holds within']]

/** The bounds of each setting in which something holds only within them. */
function boundsLines(settings: readonly CheckedSetting[]): string[] {
  const words = boundsInWords(settings)
  return words === undefined ? [] : [`${verdictSigns['holds within']} ${escapeMarkdown(words)}.`, '']
}

function specCell(answer: PlaceAnswer): string {
  const { claim, setting } = answer
  const differs = setting.differences.some(difference => difference.claim === claim.name)
  const parts = [differs ? '**!!**' : '', link(answer, shortVerdict(answer)), claim.vacuous === undefined ? '' : '∅']
  return parts.filter(part => part !== '').join(' ')
}

function link({ picture }: PlaceAnswer, shown: string): string {
  return picture === undefined ? shown : `[${shown}](${picture})`
}

function where(spec: string, setting: string): string {
  return `${escapeMarkdown(spec)}, ‘${escapeMarkdown(setting)}’`
}
