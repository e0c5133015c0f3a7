import { harmless } from './value.ts'

/** A piece of HTML, as against a text that is not HTML yet. */
export class Html {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

export type Content = string | number | Html | false | undefined | readonly Content[]

/**
 * A template whose values are texts to be shown, escaped, or other pieces of HTML, left as they are; lists are put one
 * after the other, and `false` and `undefined` are nothing. Attributes must be quoted.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Content[]): Html {
  return new Html(strings.map((text, i) => text + (i < parts.length ? sourceOf(parts[i]) : '')).join(''))
}

function sourceOf(part: Content): string {
  if (part instanceof Html) return part.source
  if (Array.isArray(part)) return part.map(sourceOf).join('')
  return part === false || part === undefined ? '' : escapeHtml(String(part))
}

/** A text as HTML that shows it, in an element or a quoted attribute; what cannot be seen is made to be. */
export function escapeHtml(text: string): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return harmless(text).replace(/[&<>"']/g, character => escapes[character] as string)
}
