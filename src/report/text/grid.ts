/** Rows of cells that wrap within their columns. */

import { columnsOf, pad } from './wrap.ts'

/** A cell of a row: its lines are already wrapped to the width of its column. */
export interface GridCell {
  readonly lines: readonly string[]
  /** Colours a line; it must not change the width of the line. */
  readonly paint?: ((line: string) => string) | undefined
}

export const emptyCell: GridCell = { lines: [] }

/** The lines of a row of cells, each in a column of its width, `gap` columns apart, without trailing spaces. */
export function layRow(cells: readonly GridCell[], widths: readonly number[], gap: number): string[] {
  const height = Math.max(...cells.map(({ lines }) => lines.length))
  return Array.from({ length: height }, (_, i) => {
    const parts = cells.map((cell, column) => {
      const line = cell.lines[i] ?? ''
      const space = column === cells.length - 1 ? '' : pad(line, widths[column] as number).slice(line.length)
      return (line === '' || cell.paint === undefined ? line : cell.paint(line)) + space
    })
    return parts.join(' '.repeat(gap)).trimEnd()
  })
}

/** The width of the widest text, at least `least`, at most `most`. */
export function widest(texts: readonly string[], least: number, most: number): number {
  return Math.min(most, Math.max(least, ...texts.map(columnsOf)))
}
