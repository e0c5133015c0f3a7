/** DOT to SVG, within bounds of time and size. */

import { messageOf } from '../../base/errors.ts'
import { describe } from '../../base/plain.ts'
import { Graphviz } from './graphviz.ts'

export type SvgResult =
  | { readonly kind: 'rendered'; readonly svg: string }
  | { readonly kind: 'too large' | 'timed out' | 'failed'; readonly reason: string }

export interface SvgOptions {
  /** Milliseconds that the layout may take. Default 20,000. */
  readonly limitMs?: number | undefined
  /** Characters that the DOT may have. Default 2 million. */
  readonly maxDotLength?: number | undefined
  /** Characters that the SVG may have. Default 20 million. */
  readonly maxSvgLength?: number | undefined
}

const graphviz = new Graphviz()

/** Draws a graph as SVG. Never throws: what goes wrong is a result. */
export async function renderSvg(dot: string, options: SvgOptions = {}): Promise<SvgResult> {
  const { limitMs = 20_000, maxDotLength = 2_000_000, maxSvgLength = 20_000_000 } = options
  if (typeof dot !== 'string') return { kind: 'failed', reason: `expected a graph in DOT, but got ${describe(dot)}` }
  if (dot.length > maxDotLength) return tooLarge('graph', dot, maxDotLength)
  try {
    const drawing = await graphviz.draw(dot, limitMs)
    if (drawing.kind !== 'rendered') return drawing
    if (drawing.svg.length > maxSvgLength) return tooLarge('picture', drawing.svg, maxSvgLength)
    return { kind: 'rendered', svg: forViewers(drawing.svg) }
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error) }
  }
}

function tooLarge(what: string, text: string, limit: number): SvgResult {
  return { kind: 'too large', reason: `the ${what} has ${text.length} characters, more than ${limit}` }
}

/**
 * Keeps the space that a line begins with, which lines up the tables and which viewers drop, and names for each font
 * what other systems call it: Graphviz can measure only a few, and Courier is thin on some.
 */
function forViewers(svg: string): string {
  return svg
    .replace(/(<text [^>]*>) /g, '$1&#160;')
    .replaceAll('font-family="Helvetica,sans-Serif"', 'font-family="Helvetica,Arial,Liberation Sans,sans-serif"')
    .replaceAll('font-family="Courier,monospace"', 'font-family="Menlo,Consolas,Liberation Mono,Courier New,monospace"')
}
