/** The verdicts as one self-contained page; its only script filters rows. */

import { type Html, html } from '../report/text/html.ts'
import { type AnswerGroup, groupAnswers, type PlaceAnswer, verdictInWords } from './answer.ts'
import type { ColumnComparison, ColumnFinding, Repair } from './comparison.ts'
import { answerInWords, changesIn, runInWords } from './comparison-words.ts'
import { specTableToHtml } from './spec-table-html.ts'
import type { TableCell } from './table-cell.ts'
import {
  agreementMeanings,
  agreementSigns,
  analysisSentence,
  checksInWords,
  defectWords,
  marksOf,
  secondsOf,
  shortVerdict,
  verdictSigns,
  verdictWords,
} from './verdict-words.ts'
import {
  type CellGroup,
  type CheckedMutant,
  cellCounts,
  cellNames,
  type Defect,
  disputesIn,
  leftOutIn,
  remarksIn,
  type Table,
  type TableRow,
  type Verdicts,
} from './verdicts.ts'
import { filter, filterScript, verdictsPolicy } from './verdicts-filter.ts'
import { verdictsStyle } from './verdicts-style.ts'
import { cellsInWords, memoryModel, vacuityInWords } from './verdicts-summary.ts'

/**
 * The page, for the folder of results. The same results always give the same text, except for the durations, which are
 * on lines of their own, with `class="seconds"`.
 */
export function verdictsToHtml(verdicts: Verdicts): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verdictsPolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Verdicts</title>
<style>${verdictsStyle}</style>
</head>
<body>
<header>
<h1>Verdicts</h1>
<p>What Interleave found, by visiting every reachable state of every setting, or within its bounds if its model has some. Each violation links to the picture of a
shortest run that shows it.</p>
${verdicts.tables.length > 0 && html`<p class="summary">${cellsInWords(verdicts)}.</p>\n`}<p>${vacuityInWords(verdicts)}.</p>
<p>${memoryModel}.</p>
${filter}</header>
<main>
${verdicts.tables.map(({ comparison }) => comparison !== undefined && comparisonSection(comparison))}${verdicts.tables.map(tableSection)}${specsSection(verdicts)}</main>
${filterScript}
</body>
</html>
`
  return page.source
}

/** The answer first, then what it rests on. */
function comparisonSection(comparison: ColumnComparison): Html {
  const { title, before, after, repaired, problems, repairs, repairsOnceRepaired } = comparison
  return html`<section class="comparison">
<h2>${title}</h2>
<p class="summary">${answerInWords(comparison)}</p>
${problems.map(problem => html`<p class="problem">${problem}</p>\n`)}${changesIn(comparison).map(
  ({ title: heading, findings }) => html`<h3>${heading}</h3>
<div class="scroll" tabindex="0" role="region" aria-label="${heading}">
<table class="defects">
<thead><tr><th scope="col">finding</th><th scope="col">in</th><th scope="col">severity</th><th scope="col">reached by</th><th scope="col">run</th></tr></thead>
<tbody>
${findings.map(finding => findingRow(finding, after))}</tbody>
</table>
</div>
`,
)}<h3>What it repairs of ${before}</h3>
<dl class="groups">
<dt>By itself</dt><dd>${repairItems(repairs)}</dd>
${repaired !== undefined && html`<dt>As ${repaired}</dt><dd>${repairItems(repairsOnceRepaired)}</dd>\n`}</dl>
</section>
`
}

function findingRow(finding: ColumnFinding, after: string): Html {
  const { name, what, description, shownBy } = finding
  const run = runInWords(finding, after)
  return html`<tr><th scope="row">${name}<small>${what}</small></th><td>${description.by}</td><td>${description.severity}</td><td>${description.reached}</td><td>${
    shownBy === undefined ? run : html`${pictureLink(shownBy, run)} <span class="where">${placeOf(shownBy)}</span>`
  }</td></tr>
`
}

function repairItems(repairs: readonly Repair[]): Html {
  if (repairs.length === 0) return html`nothing`
  return html`${repairs.map(({ row, meaning, specs }, i) => html`${i > 0 && html`<br>`}<b>${row}</b> ${meaning} <span class="where">${specs.join(', ')}</span>`)}`
}

function tableSection(table: Table): Html {
  return html`<section>
<h2>${table.title}</h2>
${legend(table)}<div class="scroll" tabindex="0" role="region" aria-label="${table.title}">
<table class="matrix">
<thead><tr>
<td></td>
${table.columns.map(({ name, meaning }) => html`<th scope="col">${name}<small>${meaning}</small></th>\n`)}</tr></thead>
<tbody>
${table.rows.map(matrixRow)}</tbody>
</table>
</div>
${groupSection('Disputed', 'The analysis of these cells is wrong.', disputesIn(table))}${groupSection(
  'Remarks',
  'Findings of the checks about these cells.',
  remarksIn(table),
)}${groupSection('Not modelled', 'The analysis covers these cells, but no spec does.', leftOutIn(table))}${defectsSection(table)}</section>
`
}

function legend({ rows }: Table): Html {
  const counts = cellCounts({ tables: [{ title: '', columns: [], rows, defects: [] }], specs: [] })
  return html`<ul class="legend">
${agreementMeanings.map(
  ([agreement, meaning]) =>
    html`<li class="${slugOf(agreement)}"><b>${agreementSigns[agreement]} ${agreement}</b> <span class="count">${counts[agreement]}</span> ${meaning}</li>\n`,
)}</ul>
<p class="hint">✓ holds (under sequential consistency), (✓) holds within the bounds of its model, ✗ violated, ? undecided; ∅ some of it holds vacuously; ° some of its steps never ran.</p>
`
}

function matrixRow({ name, meaning, cells }: TableRow): Html {
  return html`<tr>
<th scope="row">${name}<small>${meaning}</small></th>
${cells.map(matrixCell)}</tr>
`
}

function matrixCell(cell: TableCell): Html {
  const { verdict, agreement } = cell
  const marks = marksOf(cell.answers)
  return html`<td class="${slugOf(agreement)} is-${slugOf(verdict)}">${
    verdict !== 'none' &&
    verdict !== 'not run' &&
    html`<span class="verdict">${verdictSigns[verdict]} ${verdictWords[verdict]}</span>${shortest(cell)}${marks !== '' && html` <span class="marks">${marks}</span>`}`
  }${agreement !== 'blank' && html`<span class="agreement">${agreementSigns[agreement]} ${agreement}</span>`}${cellDetails(cell)}</td>
`
}

/** The length of the shortest violation, as a link to its picture. */
function shortest({ verdict, answers: [first] }: TableCell): Html | false {
  if (verdict !== 'violated' || first?.claim.steps === undefined) return false
  return html` <span class="steps">${pictureLink(first, `in ${first.claim.steps} steps`)}</span>`
}

function pictureLink({ picture }: PlaceAnswer, text: string): Html {
  return picture === undefined ? html`${text}` : html`<a href="${picture}">${text}</a>`
}

function cellDetails(cell: TableCell): Html | false {
  const { answers, notRun, dispute, remark, leftOut, specDifferences, disagreements } = cell
  const sentences = [analysisSentence(cell), dispute, remark, leftOut].filter(text => text !== undefined)
  const problems = [...disagreements, ...specDifferences]
  if (answers.length + notRun + sentences.length === 0) return false
  const isWhy = answers.length + notRun === 0
  return html`${problems.map(problem => html`<p class="problem">${problem}</p>`)}<details>
<summary>${isWhy ? 'why' : checksInWords(cell)}${
    answers.length > 0 &&
    html`
<span class="seconds">${secondsOf(answers)}</span>
`
  }</summary>
${sentences.map(sentence => html`<p>${sentence}</p>\n`)}${answers.length > 0 && html`<ul>\n${groupAnswers(answers).map(groupItem)}</ul>\n`}</details>`
}

function groupItem({ spec, claim, answers }: AnswerGroup): Html {
  return html`<li><span class="where">${spec}</span>: ${claim}: ${answers.map(
    (answer, i) => html`${i > 0 && ', '}‘${answer.setting.setting}’ ${answerMark(answer)}`,
  )}</li>
`
}

function answerMark(answer: PlaceAnswer): Html {
  const marks = marksOf([answer])
  return html`<span class="steps">${pictureLink(answer, shortVerdict(answer))}${marks !== '' && html` <span class="marks">${marks}</span>`}</span>`
}

function groupSection(title: string, about: string, groups: readonly CellGroup[]): Html | false {
  if (groups.length === 0) return false
  return html`<h3>${title}</h3>
<p>${about}</p>
<dl class="groups">
${groups.map(
  ({ text, cells, evidence }) => html`<dt>${cellNames(cells)}</dt><dd>${text}${shownBy(evidence)}</dd>
`,
)}</dl>
`
}

function shownBy(evidence: readonly PlaceAnswer[]): Html | false {
  if (evidence.length === 0) return false
  return html` <span class="evidence">Shown by ${evidence.map(
    (answer, i) => html`${i > 0 && '; '}${pictureLink(answer, placeOf(answer))}: ${verdictInWords(answer)}`,
  )}.</span>`
}

function placeOf({ setting }: PlaceAnswer): string {
  return `${setting.spec}, ‘${setting.setting}’`
}

function defectsSection({ title, defects }: Table): Html | false {
  if (defects.length === 0) return false
  return html`<h3>Defects</h3>
<p>Each defect alone, with everything else repaired: the claims that must catch it, and do.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Defects: ${title}">
<table class="defects">
<thead><tr><th scope="col">defect</th><th scope="col">setting</th><th scope="col">caught by</th><th scope="col">verdict</th></tr></thead>
<tbody>
${defects.map(defectRows)}</tbody>
</table>
</div>
`
}

function defectRows(defect: Defect): Html {
  const { name, meaning, mutants, leftOut, state } = defect
  const head = (span: number): Html =>
    html`<th scope="rowgroup" rowspan="${span}">${name}<small>${meaning}</small></th>`
  if (mutants.length === 0) {
    return html`<tr>${head(1)}<td colspan="2">${leftOut ?? 'No reason is given.'}</td><td class="not-modelled">${defectWords[state]}</td></tr>\n`
  }
  return html`${mutants.map((mutant, i) => html`<tr>${i === 0 && head(mutants.length)}${mutantCells(mutant)}</tr>\n`)}`
}

function mutantCells({ mutant, checked, catches, breaks, specDifferences, missed }: CheckedMutant): Html {
  const problems = [...missed, ...specDifferences]
  const state = problems.length > 0 ? 'missed' : checked === undefined ? 'not run' : 'caught'
  return html`<td class="where">${checked?.spec ?? mutant.spec.name}, ‘${mutant.setting}’</td>
<td>${catches.length > 0 ? html`<ul>${catches.map(caughtBy)}</ul>` : mutant.caughtBy.join('; ')}${
    breaks.length > 0 && html`<span class="also">breaks too: ${breaks.map(({ claim }) => claim.name).join('; ')}</span>`
  }</td>
<td class="${state === 'missed' ? 'differs' : slugOf(state)}">${defectWords[state]}${problems.map(problem => html`<p class="problem">${problem}</p>`)}</td>`
}

function caughtBy(answer: PlaceAnswer): Html {
  return html`<li>${answer.claim.name}: ${pictureLink(answer, verdictInWords(answer))}</li>`
}

function specsSection({ tables, specs }: Verdicts): Html {
  return html`<section>
<h2>${tables.length > 0 ? 'Spec by spec' : 'Specs'}</h2>
<p>The claims of each spec in each of its variants. Expected failures are not red.</p>
${specs.map(specTableToHtml)}</section>
`
}

function slugOf(words: string): string {
  return words.replaceAll(' ', '-')
}
