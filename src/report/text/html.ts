import { withoutInvisible } from './value.ts'

/** A piece of HTML, as opposed to text that is not yet escaped. */
export class Html {
  readonly source: string

  constructor(source: string) {
    this.source = source
  }
}

export type Content = string | number | Html | false | undefined | readonly Content[]

/**
 * A template whose values are texts, which are escaped, or other pieces of HTML, which are not; lists are concatenated,
 * and `false` and `undefined` give nothing. Attributes must be quoted.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Content[]): Html {
  return new Html(strings.map((text, i) => text + (i < parts.length ? sourceOf(parts[i]) : '')).join(''))
}

function sourceOf(part: Content): string {
  if (part instanceof Html) return part.source
  if (Array.isArray(part)) return part.map(sourceOf).join('')
  return part === false || part === undefined ? '' : escapeHtml(String(part))
}

/** A text as HTML, for an element or a quoted attribute; invisible characters are made visible. */
export function escapeHtml(text: string): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return withoutInvisible(text).replace(/[&<>"']/g, character => escapes[character] as string)
}

/** A script element, or data with the attributes that say so. Bundlers rewrite a template with the end of such an element. */
export function scriptElement(source: string, attributes = ''): Html {
  return new Html(`<script${attributes}>${source}</script>`)
}
