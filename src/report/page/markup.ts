/** HTML as text, in which whatever comes from a model is escaped. */

import { harmless } from '../value.ts'

/** Text that is markup already. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Content = Markup | string | number | readonly Content[]

/** A template whose values are escaped, unless they are markup themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(strings.map((text, i) => text + (i < values.length ? markupOf(values[i] as Content) : '')).join(''))
}

function markupOf(content: Content): string {
  if (content instanceof Markup) return content.text
  if (typeof content === 'object') return content.map(markupOf).join('')
  return harmless(String(content)).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}

/** JSON for the inside of a script element: no character in it can end that, or begin a comment there. */
export function jsonForScript(value: unknown): Markup {
  const text = JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return new Markup(text)
}
