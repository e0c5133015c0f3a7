import { createHash } from 'node:crypto'
import { html, scriptElement } from '../report/text/html.ts'

/**
 * Shows only the rows in which a text occurs, and the specs that have one: by their names, or by the names of their settings. Without
 * scripting, the field is not there. A spec that the text is found in is not opened: thousands of cells take time to lay out.
 */
const script = `
const field = document.getElementById('filter')
field.parentElement.hidden = false
const texts = new Map()
const textOf = element => {
  if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase())
  return texts.get(element)
}
const show = (element, isShown) => element.toggleAttribute('data-filtered', !isShown)
const rows = [...document.querySelectorAll('.matrix tbody tr, .defects tbody tr')]
const specs = [...document.querySelectorAll('details.spec')]
field.addEventListener('input', () => {
  const wanted = field.value.trim().toLowerCase()
  for (const row of rows) show(row, textOf(row).includes(wanted))
  for (const spec of specs) {
    const isNamed = textOf(spec.querySelector('summary')).includes(wanted)
    const heads = [...spec.querySelectorAll('thead th')]
    const isSetting = heads.some(head => textOf(head).includes(wanted))
    const claims = [...spec.querySelectorAll('tbody:not(.census) tr')]
    const isAll = isNamed || isSetting
    for (const claim of claims) show(claim, isAll || textOf(claim.querySelector('th')).includes(wanted))
    show(spec, isAll || claims.some(claim => !claim.hasAttribute('data-filtered')))
  }
  const shown = rows.concat(specs).filter(one => !one.hasAttribute('data-filtered')).length
  document.getElementById('filtered').textContent = wanted === '' ? '' : shown + (shown === 1 ? ' row or spec' : ' rows and specs')
})
`

const hash = createHash('sha256').update(script).digest('base64')

/** Allows the page its own script and style, and nothing else. */
export const verdictsPolicy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:`

export const filterScript = scriptElement(script)

/** Which rows are shown: by kind by the style sheet alone, by text with the script. */
export const filter = html`<fieldset class="filter">
<legend>Rows</legend>
<label hidden>with the text <input type="search" id="filter" autocomplete="off"> <output id="filtered" for="filter"></output></label>
<label><input type="radio" name="rows" id="all-rows" checked> all</label>
<label><input type="radio" name="rows" id="only-violated"> with a violation</label>
<label><input type="radio" name="rows" id="only-odd"> that differ from what is expected, or are disputed</label>
</fieldset>
`
