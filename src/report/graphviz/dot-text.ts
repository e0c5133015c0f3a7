/**
 * Text as DOT holds it.
 *
 * Labels are plain strings, neither HTML-like ones nor records: the Graphviz that comes with the package is built
 * without the XML parser that the first need, and draws nothing of them; from records it draws no edge to a node beside
 * them. In a plain label a backslash begins an escape and an ampersand an entity; nothing else is special.
 */

import { harmless } from '../text/value.ts'

/** A string of a model as part of a plain label. */
export function labelText(text: string): string {
  return harmless(text).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}

/** Lines of a label that begin at its left; the lines are escaped already. */
export function leftLines(lines: readonly string[]): string {
  return lines.map(line => `${line}\\l`).join('')
}

/** Attributes in brackets. Values are escaped already, but for the quotes around them. */
export function attributes(values: { readonly [name: string]: string | number }): string {
  const parts = Object.entries(values).map(([name, value]) => `${name}="${value}"`)
  return `[${parts.join(', ')}]`
}
