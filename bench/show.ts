/** How results are written: numbers for people, and tables for Markdown. */

import type { Spread } from './spread.ts'

/** A count or an amount: whole, with separators. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

/** Three significant digits, more only where whole numbers need them. */
export function rough(value: number): string {
  return value >= 100 ? whole(value) : String(Number(value.toPrecision(3)))
}

/** `3.1 (2.9–3.4)`. */
export function spread({ median, min, max }: Spread): string {
  return min === max ? rough(median) : `${rough(median)} (${rough(min)}–${rough(max)})`
}

/** A Markdown table whose columns also line up in plain text: the first to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map(row => row[column]!)].map(c => c.length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, i) => pad(cell, widths[i]!, i)).join(' | ')} |`
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
