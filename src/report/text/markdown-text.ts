import { harmless } from './value.ts'

/** The lines of a table in Markdown. Cells are Markdown on one line. */
export function markdownTable(head: readonly string[], body: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...body.map(line)]
}

/** A text escaped for Markdown: nothing in it is interpreted, or ends a cell or a line. */
export function escapeMarkdown(plain: string): string {
  const isMarkup = /[\\`*[\]|~&<$@]|:(?=\/\/)|(?<![a-z0-9])_|_(?![a-z0-9])/gi
  return harmless(plain.replace(/\s+/g, ' ')).replace(isMarkup, mark => `&#${mark.charCodeAt(0)};`)
}
