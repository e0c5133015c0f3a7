/**
 * Text in DOT.
 *
 * Labels are plain strings, neither HTML-like labels nor records. The Graphviz that comes with the package is built
 * without the XML parser that HTML-like labels need, and does not draw edges beside records. In a plain label, a
 * backslash begins an escape and an ampersand an entity; nothing else is special.
 */

import { harmless } from '../text/value.ts'

/** A string of a model as part of a plain label. */
export function labelText(text: string): string {
  return harmless(text).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}

/** Left-aligned lines of a label; the lines are already escaped. */
export function leftLines(lines: readonly string[]): string {
  return lines.map(line => `${line}\\l`).join('')
}

/** Attributes in brackets. Values are already escaped, but not yet quoted. */
export function attributes(values: { readonly [name: string]: string | number }): string {
  const parts = Object.entries(values).map(([name, value]) => `${name}="${value}"`)
  return `[${parts.join(', ')}]`
}
