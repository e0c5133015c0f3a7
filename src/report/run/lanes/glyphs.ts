/** Small signs that show the role of a step without colours. */

import { element, rounded } from './markup.ts'

export type Glyph = 'value' | 'decision' | 'breaks' | 'dim' | 'arrow' | 'early' | 'waits'

/** A sign around a point, in the current colour. */
export function glyph(name: Glyph, x: number, y: number): string {
  switch (name) {
    case 'value':
      return element('circle', { class: 'glyph', cx: x, cy: y, r: 3.6 })
    case 'decision':
      return element('path', { class: 'glyph', d: `M${at(x, y - 5)}l5 5l-5 5l-5 -5z` })
    case 'breaks':
      return element('path', {
        class: 'hatch',
        style: 'stroke-width: 2.4; opacity: 1',
        d: `M${at(x - 4, y - 4)}l8 8m0 -8l-8 8`,
      })
    case 'dim':
      return element('rect', {
        class: 'hatch',
        style: 'stroke-dasharray: 3 2',
        x: x - 6,
        y: y - 5,
        width: 12,
        height: 10,
        rx: 2,
      })
    case 'arrow':
      return arrow(x, y, '')
    case 'early':
      return arrow(x, y, 'stroke-dasharray: 4 2')
    case 'waits':
      return element('path', { class: 'hatch', d: `M${at(x - 6, y + 5)}l9 -10m-4 10l9 -10` })
  }
}

function arrow(x: number, y: number, style: string): string {
  return element(
    'g',
    {},
    element('path', { class: 'hatch', style: `stroke-width: 1.6; opacity: 1; ${style}`, d: `M${at(x - 8, y)}h10` }),
    element('path', { class: 'glyph', d: `M${at(x + 8, y)}l-7 -4v8z` }),
  )
}

function at(x: number, y: number): string {
  return `${rounded(x)} ${rounded(y)}`
}
