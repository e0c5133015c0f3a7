/** States and changes as tables of text, for the nodes of a diagram. */

import { limits } from '../graphviz/dot-look.ts'
import { labelText, leftLines } from '../graphviz/dot-text.ts'
import { widest } from '../text/grid.ts'
import { shorten } from '../text/value.ts'
import { flow, pad } from '../text/wrap.ts'
import { changeTexts, type ShownChange } from './scene.ts'
import type { Line } from './story.ts'

const arrow = ' → '

/**
 * A table of three columns: the number of the state, if it has one, names, values. They line up only in a monospaced
 * font.
 */
export function table(number: string, lines: readonly Line[]): string {
  const shown = lines.slice(0, limits.rows)
  const left = lines.length - shown.length
  const rows = shown.flatMap(rowLines)
  if (left > 0) rows.push({ name: `and ${left} more`, value: '' })
  const width = widest(
    rows.map(({ name }) => name),
    1,
    limits.name,
  )
  const texts = rows.map(({ name, value }, i) => {
    const front = number === '' ? '' : `${pad(i === 0 ? number : '', number.length)}  `
    return `${front}${pad(name, width)}  ${value}`.trimEnd()
  })
  return leftLines(texts.map(labelText))
}

/** A row with a long value takes several lines, the first with the name. It is split between before and after first. */
function rowLines({ name, value }: Line): Line[] {
  const parts = value.split(arrow).map(part => shorten(part, 4 * limits.value))
  return flow([parts.map((part, i) => (i === 0 ? part : arrow.trimStart() + part))], limits.value).map((line, i) => {
    return { name: i === 0 ? shorten(name, limits.name) : '', value: line }
  })
}

/** The row of a cell that changed. */
export function arrowRow(change: ShownChange): Line {
  return { name: change.cell, value: changeTexts(change, arrow.trim()).join(' ') }
}
