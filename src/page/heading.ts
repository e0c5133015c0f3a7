/** The top of the page: what was checked, how that ended, and why. */

import { wordsOfClaim } from '../report/run/plot/phrases.ts'
import type { Part, Sentence } from '../report/run/plot/words.ts'
import { lengthOf, titleOf } from '../report/run/story.ts'
import { causalOf } from '../report/run/why.ts'
import { count } from '../report/text/count.ts'
import { type Content, type Html, html } from '../report/text/html.ts'
import { showName } from '../report/text/value.ts'
import { explanationShown } from '../ui/explanation.ts'
import type { Timeline } from '../ui/timeline.ts'
import type { Witness } from '../witness/witness.ts'
import { settingOf } from './setting.ts'

export function heading(timeline: Timeline): Html {
  const { witness } = timeline
  const { claim } = witness
  const gloss = wordsOfClaim(witness, claim.name)
  return html`<header class="heading">
<p class="verdict ${claim.verdict}">${verdictOf(claim)}</p>
<h1>${showName(claim.name)}</h1>
<p class="subject"><strong>${titleOf(witness)}</strong> ${[lengthOf(witness), causalOf(witness)].filter(Boolean).join('; ')}</p>
${gloss === undefined ? '' : html`<p class="gloss">${gloss}</p>`}
${settingOf(witness)}
${reasons(timeline)}
</header>`
}

/** With its mark, which only the page itself may set: in texts of a model it is escaped. */
function verdictOf({ verdict }: Witness['claim']): Html {
  return verdict === 'violated'
    ? html`<span aria-hidden="true">✗</span> Violated`
    : html`<span aria-hidden="true">✓</span> Reached`
}

function reasons(timeline: Timeline): Html {
  const { ending, explanation, besides } = explanationShown(timeline)
  return html`<section class="why" aria-labelledby="why" tabindex="0">
<h2 id="why">${explanation?.title ?? 'Why'}</h2>
${ending.map(line => html`<p class="ending">${line}</p>`)}
<div class="story">${(explanation?.story ?? []).map(line)}</div>
<div class="ways-out">${(explanation?.waysOut ?? []).map(line)}</div>
${
  besides.length === 0
    ? ''
    : html`<details><summary>Where else the processes met: ${count(besides.length, 'place')}</summary>${besides.map(line)}</details>`
}
</section>`
}

function line(sentence: Sentence): Html {
  return html`<p>${sentence.map(part)}</p>`
}

function part(part: Part): Content {
  if (typeof part === 'string') return part
  if ('code' in part) return html`<code>${part.code}</code>`
  return html`<a href="#step-${part.step + 1}">${part.name}</a>`
}
