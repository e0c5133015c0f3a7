/**
 * Text in Mermaid.
 *
 * Mermaid has no quoting that covers everything: `#` and `%%` begin comments, `;` ends a statement, `:` begins a label,
 * markup is interpreted, and some words (`direction TB`) are keywords everywhere. But it has a code for each character,
 * such as `#59;`, which it replaces before parsing.
 */

import { harmless } from './value.ts'

/**
 * The characters written as codes: all except letters and digits of any script and a few signs. Also underscores that
 * are not inside a word, since they could mean emphasis; doubled brackets, which mean a kind of state; and the word
 * that changes the direction of the picture.
 */
const special = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\[(?=\[)|d(?=irection)|[^\p{L}\p{M}\p{N} '→×.,_/()[\]=+!?-]/giu

/** A string of a model as part of a label, on one line. */
export function mermaidText(text: string): string {
  return harmless(text).replace(special, character => `#${character.codePointAt(0)};`)
}

/** A label of several lines. */
export function mermaidLines(lines: readonly string[]): string {
  return lines.map(mermaidText).join('<br/>')
}
