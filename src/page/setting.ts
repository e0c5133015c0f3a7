/** The setting of a page: which constants it changes, and folded behind them all, with the command that finds the run again. */

import type { Plain } from '../base/plain.ts'
import { wordsOfSwitch } from '../report/run/plot/phrases.ts'
import { type Content, type Html, html } from '../report/text/html.ts'
import { shorten, showName, showValue } from '../report/text/value.ts'
import type { Witness } from '../witness/witness.ts'

const longestValue = 80
/** Changed constants that are named without unfolding. */
const maxChanged = 2

/** Nothing where there is nothing to unfold. */
export function settingOf(witness: Witness): Content {
  const { constants, reproduce } = witness
  const rows = [
    ...Object.entries(constants).map(([name, value]) => row(witness, name, value)),
    ...(reproduce === undefined ? [] : [html`<dt>to reproduce</dt><dd><code>${reproduce}</code></dd>`]),
  ]
  if (rows.length === 0) return ''
  return html`<details class="setting"><summary>${summaryOf(witness)}</summary><dl>${rows}</dl></details>`
}

/** `Setting: repairD2 = true, not false (what it means)`: in what a variant differs from the model, first what would keep the claim. */
function summaryOf(witness: Witness): string {
  const { constants, usual = {} } = witness
  const keeping = new Set((witness.hinges ?? []).map(({ constant }) => constant))
  const inOrder = Object.entries(usual).toSorted(([a], [b]) => Number(keeping.has(b)) - Number(keeping.has(a)))
  const changed = inOrder.map(([name, before]) => {
    const gloss = wordsOfSwitch(witness, name, constants[name] as Plain)
    const meaning = gloss === undefined ? '' : ` (${gloss})`
    return `${showName(name)} = ${shownValue(constants[name])}, not ${shownValue(before)}${meaning}`
  })
  const more = changed.length > maxChanged ? ` and ${changed.length - maxChanged} more` : ''
  if (changed.length > 0) return `Setting: ${changed.slice(0, maxChanged).join('; ')}${more}`
  return Object.keys(constants).length === 0 ? 'To reproduce' : 'Setting'
}

function row(witness: Witness, name: string, value: unknown): Html {
  const { usual = {} } = witness
  const gloss = wordsOfSwitch(witness, name, value as Plain)
  const isChanged = Object.hasOwn(usual, name)
  const before = isChanged ? html` <span class="from">instead of ${shownValue(usual[name])}</span>` : ''
  return html`<dt>${showName(name)}</dt><dd class="${isChanged ? 'changed' : ''}"><code>${shownValue(value)}</code>${before}${gloss === undefined ? '' : html` <span class="from">${gloss}</span>`}</dd>`
}

function shownValue(value: unknown): string {
  return shorten(showValue(value), longestValue)
}
