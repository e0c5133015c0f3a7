/** The top of the page: what was checked, the result, and the explanation. */

import { constantsOf, lengthOf, titleOf } from '../report/run/story.ts'
import { causalOf, type Part, type Sentence } from '../report/run/why.ts'
import { count } from '../report/text/count.ts'
import { type Content, type Html, html } from '../report/text/html.ts'
import { showName } from '../report/text/value.ts'
import { explanationOf } from '../ui/explanation.ts'
import type { Timeline } from '../ui/timeline.ts'

export function heading(timeline: Timeline): Html {
  const { claim } = timeline.witness
  const [sign, word] = claim.verdict === 'violated' ? [html`✗`, 'Violated'] : [html`✓`, 'Reached']
  return html`<header class="heading">
<p class="verdict ${claim.verdict}"><span aria-hidden="true">${sign}</span> ${word}</p>
<h1>${showName(claim.name)}</h1>
<p class="subject">${titleOf(timeline.witness)}</p>
<p class="length">${[lengthOf(timeline.witness), causalOf(timeline.witness)].filter(Boolean).join('; ')}</p>
${origin(timeline)}
${reasons(timeline)}
</header>`
}

function origin({ witness }: Timeline): Content {
  const constants = constantsOf(witness)
  const rows = [
    ...(constants === '' ? [] : [html`<dt>Constants</dt><dd>${constants}</dd>`]),
    ...(witness.reproduce === undefined ? [] : [html`<dt>Reproduce</dt><dd><code>${witness.reproduce}</code></dd>`]),
  ]
  return rows.length === 0 ? '' : html`<dl class="origin">${rows}</dl>`
}

function reasons(timeline: Timeline): Html {
  const { ending, race, because, besides } = explanationOf(timeline)
  const isViolated = timeline.witness.claim.verdict === 'violated'
  return html`<section class="why" aria-labelledby="why">
<h2 id="why">Why</h2>
${ending.map(line => html`<p class="ending">${line}</p>`)}
<div class="reasons">
${race.length === 0 ? '' : html`<div class="race"><h3>${isViolated ? 'What raced' : 'Where the processes met'}</h3><ol>${race.map(item)}</ol></div>`}
${because.length === 0 ? '' : html`<ul>${because.map(item)}</ul>`}
</div>
${
  besides.length === 0
    ? ''
    : html`<details><summary>Where else the processes met: ${count(besides.length, 'place')}</summary><ul>${besides.map(item)}</ul></details>`
}
</section>`
}

function item(sentence: Sentence): Html {
  return html`<li>${sentence.map(part)}</li>`
}

function part(part: Part): Content {
  if (typeof part === 'string') return part
  if ('code' in part) return html`<code>${part.code}</code>`
  return html`<a href="#step-${part.step + 1}">${part.name}</a>`
}
