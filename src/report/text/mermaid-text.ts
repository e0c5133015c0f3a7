/**
 * Text as Mermaid holds it.
 *
 * Mermaid has no quoting that holds everything: `#` and `%%` begin comments, `;` ends a statement, `:` begins a label,
 * markup is markup, and some words (`direction TB`) are read wherever they stand. What it does have is a code for each
 * character, `#59;`, which is set aside before anything is read.
 */

import { harmless } from './value.ts'

/**
 * What is written as a code: all but letters and digits of any script and a few signs. Besides, an underscore unless it
 * is inside a word, since it could be emphasis; doubled brackets, which are a kind of state; and the word that turns the
 * picture.
 */
const special = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\[(?=\[)|d(?=irection)|[^\p{L}\p{M}\p{N} '→×.,_/()[\]=+!?-]/giu

/** A string of a model as part of a label, in one line. */
export function mermaidText(text: string): string {
  return harmless(text).replace(special, character => `#${character.codePointAt(0)};`)
}

/** A label of several lines. */
export function mermaidLines(lines: readonly string[]): string {
  return lines.map(mermaidText).join('<br/>')
}
