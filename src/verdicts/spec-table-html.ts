import { grouped } from '../base/grouped.ts'
import { isFailure } from '../outcome/outcome.ts'
import { count } from '../report/text/count.ts'
import { type Html, html } from '../report/text/html.ts'
import { type PlaceAnswer, verdictInWords } from './answer.ts'
import type { CheckedSetting } from './checked-setting.ts'
import { boundsInWords, shortVerdict, verdictSigns } from './verdict-words.ts'
import type { ClaimRow, SpecTable } from './verdicts.ts'

/** The verdicts of one spec, folded unless something is not as expected. */
export function specTableToHtml(table: SpecTable): Html {
  const { spec, settings, findings } = table
  const unexpected = settings.filter(({ differences }) => differences.length > 0).length
  const isRed = unexpected > 0
  const bounds = boundsInWords(settings)
  return html`<details class="spec"${isRed && html` open`}>
<summary><b>${spec}</b> ${count(settings.length, 'setting')}, ${isRed ? html`<strong class="problem">!! ${unexpected} not as expected</strong>` : '✓ as expected'}</summary>
${findings !== undefined && html`<p><a href="${findings}">What was found, in words</a></p>\n`}${bounds !== undefined && html`<p>${verdictSigns['holds within']} ${bounds}.</p>\n`}${settings.flatMap(({ differences, setting }) => differences.map(({ text }) => html`<p class="problem">‘${setting}’: ${text}</p>\n`))}<div class="scroll" tabindex="0" role="region" aria-label="${spec}">
<table class="spec">
<thead><tr>
<td></td>
${settings.map(({ setting, differences }) => html`<th scope="col"${differences.length > 0 && html` class="differs"`}><span>${differences.length > 0 && '!! '}${setting}</span></th>\n`)}</tr></thead>
<tbody>
${table.claims.map(claimRow)}</tbody>
<tbody class="census">
${censusRows(settings)}</tbody>
</table>
</div>
</details>
`
}

function claimRow({ claim, kind, answers }: ClaimRow): Html {
  return html`<tr><th scope="row">${claim}${kind === 'reachable' && html`<small>reachable</small>`}</th>
${answers.map(answerCell)}</tr>
`
}

function answerCell(answer: PlaceAnswer): Html {
  const { claim, picture, setting } = answer
  const differs = setting.differences.some(difference => difference.claim === claim.name)
  const shown = html`${differs && '!! '}${shortVerdict(answer)}${claim.vacuous !== undefined && ' ∅'}`
  const look = differs ? 'differs' : isFailure(claim.verdict) ? 'is-violated' : `is-${claim.verdict.replace(' ', '-')}`
  const words = titleOf(answer)
  // One element or two: there are thousands of cells.
  return picture === undefined
    ? html`<td class="${look}" title="${words}" aria-label="${words}">${shown}</td>
`
    : html`<td class="${look}"><a href="${picture}" title="${words}" aria-label="${words}">${shown}</a></td>
`
}

function titleOf(answer: PlaceAnswer): string {
  const { claim, setting } = answer
  const words = `${setting.setting}: ${verdictInWords(answer)}`
  return claim.vacuous === undefined ? words : `${words}, but ${claim.vacuous}`
}

function censusRows(settings: readonly CheckedSetting[]): Html {
  const number = (value: number): Html => html`<td>${grouped(value)}</td>`
  const row = (name: string, cells: readonly Html[]): Html =>
    html`<tr><th scope="row">${name}</th>${cells}</tr>
`
  const of = (pick: (setting: CheckedSetting) => number): Html[] => settings.map(setting => number(pick(setting)))
  return html`${row(
    'states',
    of(({ outcome }) => outcome.census.states),
  )}${row(
    'transitions',
    of(({ outcome }) => outcome.census.transitions),
  )}${row(
    'depth',
    of(({ outcome }) => outcome.census.depth),
  )}${row(
    'steps that never ran',
    settings.map(({ outcome: { neverRan } }) =>
      neverRan.length === 0
        ? html`<td>0</td>`
        : html`<td title="${neverRan.join(', ')}"><span class="marks">° ${neverRan.length}</span></td>`,
    ),
  )}<tr><th scope="row">seconds</th>
${settings.map(({ outcome }) => html`<td class="seconds">${outcome.seconds.toFixed(2)}</td>\n`)}</tr>
`
}
