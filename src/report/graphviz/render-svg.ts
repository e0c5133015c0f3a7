/** DOT to SVG, within bounds of time and size. */

import { messageOf } from '../../base/errors.ts'
import { describe } from '../../base/plain.ts'
import { Graphviz } from './graphviz.ts'

/**
 * What came of drawing a graph: its SVG, or why there is none.
 *
 * @since 0.2.0
 */
export type SvgResult =
  | { readonly kind: 'rendered'; readonly svg: string }
  | { readonly kind: 'too large' | 'timed out' | 'failed'; readonly reason: string }

/**
 * The bounds within which {@link renderSvg} draws.
 *
 * @since 0.2.0
 */
export interface SvgOptions {
  /** Milliseconds that the layout may take. Default: 20,000 ms. */
  readonly limitMs?: number | undefined
  /** Characters that the DOT may have. Default: 2,000,000 characters. */
  readonly maxDotLength?: number | undefined
  /** Characters that the SVG may have. Default: 20,000,000 characters. */
  readonly maxSvgLength?: number | undefined
}

const graphviz = new Graphviz()

/**
 * Draws a graph in DOT as SVG, by Graphviz in a process beside this one. Never rejects: what goes wrong is a result. The
 * time that a layout takes grows faster than the graph; it is bounded by `limitMs`.
 *
 * @since 0.1.0
 */
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
