/** The whole run as a table, for readers without scripting and for paper. */

import { textOf } from '../report/run/plot/words.ts'
import { showRead } from '../report/run/reads.ts'
import { roundsOf, roundsSentence } from '../report/run/rounds.ts'
import { lastStepNote, stateLines } from '../report/run/story.ts'
import { count } from '../report/text/count.ts'
import { type Content, type Html, html } from '../report/text/html.ts'
import { showLabel, showStep } from '../report/text/show-step.ts'
import { harmless, showValue } from '../report/text/value.ts'
import { laneClass, lanesShown, type ShownLane } from '../ui/lanes-shown.ts'
import type { Timeline } from '../ui/timeline.ts'
import { moverName, type OtherStep } from '../witness/witness.ts'

const valueLimit = 240
/** Items of a list, those nearest to the end. */
const maxItems = 40

export function listing(timeline: Timeline): Html {
  const { states } = timeline
  const { lanes } = lanesShown(timeline)
  return html`<section id="listing" aria-labelledby="listing-title">
<h2 id="listing-title">The run</h2>
<div class="wide" role="region" aria-label="The run, step by step" tabindex="0">
<table class="run">
<thead><tr><th scope="col">Step</th>${lanes.map(lane => html`<th scope="col">${lane.name}</th>`)}<th scope="col">What it changed</th><th scope="col">What it read from others</th></tr></thead>
<tbody>
${rowsOf(timeline, lanes)}
</tbody>
</table>
</div>
${claimReads(timeline)}
${blocked(timeline)}
${others(timeline)}
<h3>The initial state</h3>
${stateTable(timeline, 0)}
<h3>The last state</h3>
${stateTable(timeline, states.length - 1)}
</section>`
}

/** All steps; of those that repeat, the first round and the last. */
function rowsOf(timeline: Timeline, lanes: readonly ShownLane[]): Html[] {
  const { witness } = timeline
  const rounds = roundsOf(witness)
  const rows = (from: number, to: number): Html[] =>
    Array.from({ length: to - from }, (_, i) => row(timeline, from + i + 1, lanes))
  if (rounds === undefined) return rows(0, witness.steps.length)
  const { from, to, length } = rounds
  return [
    ...rows(0, from + length),
    html`<tr class="rounds"><td></td><td colspan="${lanes.length + 2}">${textOf(roundsSentence(rounds))} The rounds between the first and the last are left out here.</td></tr>
`,
    ...rows(to - length, witness.steps.length),
  ]
}

function row(timeline: Timeline, position: number, lanes: readonly ShownLane[]): Html {
  const step = timeline.step(position)
  const lane = timeline.laneOf(position)
  const title = step === undefined ? '' : showLabel(step)
  const isLast = position === timeline.witness.steps.length
  const note = isLast ? html`<p class="broken">${lastStepNote(timeline.witness)}</p>` : ''
  return html`<tr id="step-${position}" class="${timeline.isCausal(position) ? 'causal' : 'idle'}${isLast ? ' last' : ''}"><th scope="row">${position}</th>${lanes.map(
    ({ index }) =>
      index === lane ? html`<td class="taken ${laneClass(timeline, index)}">${title}</td>` : html`<td></td>`,
  )}<td class="texts">${lines([...timeline.changesAt(position, valueLimit), ...news(timeline, position)])}${note}</td><td class="texts">${readsOfOthers(timeline, position)}</td></tr>
`
}

function news(timeline: Timeline, position: number): string[] {
  const news = timeline.scenes[position - 1]?.news
  return news === undefined ? [] : [news]
}

function readsOfOthers(timeline: Timeline, position: number): Content {
  if (!timeline.isCausal(position)) return 'not on the causal chain'
  return timeline.crossings
    .filter(({ reader }) => reader === position - 1)
    .flatMap(({ reads, writer }) =>
      reads.map(
        read =>
          html`<p>${showRead(read, valueLimit)} <span class="from">from <a href="#step-${writer + 1}">step ${writer + 1}</a></span></p>`,
      ),
    )
}

function lines(texts: readonly string[]): Content {
  return texts.map(text => html`<p>${text}</p>`)
}

function claimReads(timeline: Timeline): Content {
  const reads = timeline.readsAt(timeline.end)
  if (reads.length === 0) return ''
  return html`<h3>What the claim read at the end</h3>
<ul>${reads.map(read => html`<li><code>${showRead(read, valueLimit)}</code> ${writtenBy(read.writer)}</li>`)}</ul>`
}

function writtenBy(writer: number | null): Content {
  return writer === null ? 'initial value' : html`from <a href="#step-${writer + 1}">step ${writer + 1}</a>`
}

function blocked({ witness: { blocked = [] } }: Timeline): Content {
  if (blocked.length === 0) return ''
  return html`<h3>What could not move</h3>
<ul>${ofTheLast(
    blocked,
    stretch =>
      html`<li>${harmless(moverName(stretch))}${stretch.process === null ? '' : ` at ${showValue(stretch.step)}`}, ${stretchText(stretch)}: it read ${stretch.reads.map(
        (read, i) => html`${i === 0 ? '' : ', '}<code>${showRead(read, valueLimit)}</code> ${writtenBy(read.writer)}`,
      )}</li>`,
  )}</ul>`
}

function stretchText({ from, to }: { readonly from: number; readonly to: number }): string {
  const [first, last] = [from, to].map(k => (k === 0 ? 'initially' : `after step ${k}`))
  return from === to ? (first as string) : `from ${from === 0 ? 'the beginning' : first} to ${last}`
}

function others({ witness }: Timeline): Content {
  const stretches = equalStretches(witness.others.map(list => list.map(other).join('; ')))
  const items = stretches.filter(({ text }) => text !== '')
  if (items.length === 0) return ''
  return html`<h3>Other steps that were enabled</h3>
<ul>${ofTheLast(items, ({ text, ...stretch }) => html`<li>${capital(stretchText(stretch))}: ${text}</li>`)}</ul>`
}

/** A list of the last items, and how many there are before. */
function ofTheLast<T>(items: readonly T[], show: (item: T) => Html): Html[] {
  const left = items.length - maxItems
  return [
    ...(left > 0 ? [html`<li>${count(left, 'earlier one')} left out here</li>`] : []),
    ...items.slice(-maxItems).map(show),
  ]
}

/** Merges equal neighbours. */
function equalStretches(texts: readonly string[]): { readonly from: number; readonly to: number; text: string }[] {
  const found: { from: number; to: number; text: string }[] = []
  texts.forEach((text, k) => {
    const last = found.at(-1)
    if (last?.text === text) last.to = k
    else found.push({ from: k, to: k, text })
  })
  return found
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function other(step: OtherStep): string {
  return showStep(step)
}

function stateTable({ witness, states }: Timeline, k: number): Html {
  return html`<table class="state">${stateLines(witness, states[k] ?? witness.initial).map(
    ({ name, value }) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</table>`
}
