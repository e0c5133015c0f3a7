/** The top of the page: what was checked, how that ended, and why. */

import type { TemporalForm } from '../language/claims.ts'
import { wordsOfClaim } from '../report/run/plot/phrases.ts'
import { nothingToTry } from '../report/run/plot/tried.ts'
import type { Part, Sentence } from '../report/run/plot/words.ts'
import { lengthOf, titleOf } from '../report/run/story.ts'
import { causalOf, rolesOf } from '../report/run/why.ts'
import { count } from '../report/text/count.ts'
import { type Content, type Html, html } from '../report/text/html.ts'
import { showName } from '../report/text/value.ts'
import { type ExplanationShown, explanationShown } from '../ui/explanation.ts'
import { laneOfMover } from '../ui/lanes-shown.ts'
import { type ShownSource, shownSource } from '../ui/source-lines.ts'
import type { Timeline } from '../ui/timeline.ts'
import type { Witness } from '../witness/witness.ts'
import { settingOf } from './setting.ts'

/** A story of this many sentences or more is shown in two columns, where there is room. */
const longStory = 7

export function heading(timeline: Timeline): Html {
  const { witness } = timeline
  const { claim } = witness
  const explained = explanationShown(timeline)
  const aside = [...claimed(witness), ...helping(timeline, explained)]
  return html`<header class="${claim.verdict === 'witnessed' ? 'heading reached' : 'heading'}">
<div class="title">
<p class="verdict ${claim.verdict}">${verdictOf(claim)}</p>
<h1>${showName(claim.name)}</h1>
<p class="subject"><strong>${titleOf(witness)}</strong> ${[lengthOf(witness), someCausal(witness)].filter(Boolean).join('; ')}</p>
${settingOf(witness)}
</div>
<div class="account">
${reasons(timeline, explained)}
${aside.length === 0 ? '' : html`<section class="aside" aria-label="The claim, and what would keep it" tabindex="0">${aside}</section>`}
</div>
</header>`
}

/** How many steps are on the causal chain, where not all are. */
function someCausal(witness: Witness): string | undefined {
  return rolesOf(witness).includes('none') ? causalOf(witness) : undefined
}

/** With its mark, which only the page itself may set: in texts of a model it is escaped. */
function verdictOf({ verdict }: Witness['claim']): Html {
  return verdict === 'violated'
    ? html`<span aria-hidden="true">✗</span> Violated`
    : html`<span aria-hidden="true">✓</span> Reached`
}

/** The claim in the words for it, and as its author wrote it. */
function claimed(witness: Witness): Html[] {
  const gloss = wordsOfClaim(witness, witness.claim.name)
  const sources = claimSources(witness)
  const meaning = gloss ?? (sources.length === 0 || isFolded(sources) ? meaningOf(witness) : undefined)
  if (meaning === undefined && sources.length === 0) return []
  return [
    html`<h2>The claim</h2>`,
    ...(meaning === undefined ? [] : [html`<p class="gloss">${meaning}</p>`]),
    ...(sources.length === 0 ? [] : [claimSource(witness, sources, gloss)]),
  ]
}

/** The source of a claim in the order of its file: both predicates, if it has two; of any other the first. */
function claimSources(witness: Witness): ShownSource['lines'][] {
  const sources = (witness.source?.claim ?? []).flatMap(run => {
    const lines = shownSource(witness, run)?.lines
    return lines === undefined ? [] : [lines]
  })
  if (witness.loop?.form === 'leadsTo' && sources.length === leadingTo.length)
    return sources.toSorted(([one], [other]) => (one?.number ?? 0) - (other?.number ?? 0))
  const [first] = sources
  const then = beginsWith(first, 'given') ? sources.find(lines => beginsWith(lines, 'then')) : undefined
  return [first, then].filter(lines => lines !== undefined)
}

/** Whether a source begins with a property of that name, as in `given: s => s.n > 0`. */
function beginsWith(lines: ShownSource['lines'] | undefined, name: string): boolean {
  const [first] = lines ?? []
  const text = first?.parts.map(part => part.text).join('') ?? ''
  return new RegExp(`^\\s*${name}\\b`).test(text)
}

/** For each predicate; what is longer is folded. */
const longestSource = 3
/** What a claim has two predicates for. */
const leadingTo = ['Whenever this is true', 'this should follow']
/** What a claim about whole runs says of its predicate. */
const inTime: { readonly [form in TemporalForm]?: string } = {
  eventually: 'In every run this should become true',
  infinitelyOften: 'In every run this should be true again and again',
  eventuallyAlways: 'In every run this should be true from some moment on, forever',
}

/** What a claim about states or steps says of its predicate. */
const inStates: { readonly [kind in Witness['claim']['kind']]?: string } = {
  invariant: 'In every state this should be true',
  transition: 'Of every step this should be true',
  canAlways: 'From every state some run should lead to where this is true',
}

function isFolded(sources: readonly ShownSource['lines'][]): boolean {
  return sources.some(lines => lines.length > longestSource)
}

/** What a claim whose source is not in view asks for, by its kind; of one about whole runs that stands with its source. */
function meaningOf({ claim }: Witness): string | undefined {
  switch (claim.kind) {
    case 'deadlock':
      return 'In every state some process should be able to take a step, unless all may rest there.'
    case 'invariant':
      return `In every state this should be true: "${showName(claim.name)}".`
    case 'transition':
      return `Of every step this should be true: "${showName(claim.name)}".`
    default:
      return undefined
  }
}

function claimSource(
  { claim, loop }: Witness,
  sources: readonly ShownSource['lines'][],
  gloss: string | undefined,
): Html {
  const isPair = loop?.form === 'leadsTo' && sources.length === leadingTo.length
  const says = isPair ? leadingTo : [loop ? inTime[loop.form] : inStates[claim.kind]]
  const [[one] = [], [other] = []] = sources
  // Both in one line, which says twice what it says once.
  if (isPair && one?.number === other?.number && sources[0]?.length === sources[1]?.length)
    return html`<p>Whenever one of these is true, the other should follow:</p>${codeOf(sources[0] ?? [])}`
  const code = sources.map((lines, i) => html`${says[i] === undefined ? '' : html`<p>${says[i]}:</p>`}${codeOf(lines)}`)
  return gloss !== undefined || isFolded(sources)
    ? html`<details class="claim-source"><summary>As its author wrote it</summary>${code}</details>`
    : html`${code}`
}

/** Without what follows behind the last line: a comma, and options that begin there. */
function codeOf(lines: ShownSource['lines']): Html {
  const all = lines.map(({ parts }) => parts.map(({ text }) => text).join(''))
  const texts = all.map((text, i) => (i === all.length - 1 ? withoutRest(text) : text))
  return html`<ol class="code">${lines.map(
    ({ number, values }, i) =>
      html`<li value="${number}"><code>${texts[i]}</code>${values.length === 0 ? '' : html`<span class="read-values">${values.join(', ')}</span>`}</li>`,
  )}</ol>`
}

/** Without a comma, options that begin there, and a cast that only the compiler asks for. */
function withoutRest(text: string): string {
  const bare = text.replace(/,(?: \{)?$/, '')
  return bare.replace(/^(\s*)\((.*)\) as (?:never|any|unknown)$/, '$1$2').replace(/ as (?:never|any|unknown)$/, '')
}

function helping(timeline: Timeline, { explanation }: ExplanationShown): Html[] {
  const found = explanation?.waysOut ?? []
  const ways = found.length > 0 ? found : nothingToTry(timeline.witness)
  if (explanation === undefined || ways.length === 0) return []
  return [
    html`<h2>${explanation.waysTitle}</h2>`,
    html`<div class="ways-out">${ways.map(way => line(timeline, way))}</div>`,
  ]
}

function reasons(timeline: Timeline, { ending, sealed, explanation, besides }: ExplanationShown): Html {
  const sentences = (all: readonly Sentence[]): Html[] => all.map(sentence => line(timeline, sentence))
  const isLong = (explanation?.story.length ?? 0) >= longStory
  return html`<section class="${isLong ? 'why long' : 'why'}" aria-labelledby="why" tabindex="0">
<h2 id="why">${explanation?.title ?? 'Why'}</h2>
${ending.map(line => html`<p class="ending">${line}</p>`)}
<div class="story">${sentences(explanation?.story ?? [])}</div>
${sealed.map(line => html`<p class="sealed">${line}</p>`)}
${
  besides.length === 0
    ? ''
    : html`<details><summary>Where else the processes met: ${count(besides.length, 'place')}</summary>${sentences(besides)}</details>`
}
</section>`
}

function line(timeline: Timeline, sentence: Sentence): Html {
  return html`<p>${sentence.map(one => part(timeline, one))}</p>`
}

/** A mover has the colour of its lane. */
function part(timeline: Timeline, part: Part): Content {
  if (typeof part === 'string') return part
  if ('step' in part) return html`<a href="#step-${part.step + 1}">${part.name}</a>`
  const { code, mover } = part
  if (mover === undefined) return html`<code>${code}</code>`
  return html`<b class="who ${laneOfMover(timeline, mover)}">${code}</b>`
}
