/** SVG as text. Every string of a model passes through {@link escaped}. */

import { harmless } from '../../text/value.ts'

export type Attributes = { readonly [name: string]: string | number | undefined }

/** An element; children are markup already. Numbers are rounded, so that the text is the same on every machine. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const parts = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`],
  )
  const inside = children.join('')
  return inside === '' ? `<${name}${parts.join('')}/>` : `<${name}${parts.join('')}>${inside}</${name}>`
}

export function text(x: number, y: number, className: string, content: string, more: Attributes = {}): string {
  return element('text', { x, y, class: className, ...more }, escaped(content))
}

/** A tooltip, which screen readers read, too. */
export function title(content: string): string {
  return element('title', {}, escaped(content))
}

/** A string as content or as an attribute. */
export function escaped(content: string): string {
  return harmless(content)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export function rounded(number: number): string {
  return String(Math.round(number * 10) / 10)
}
