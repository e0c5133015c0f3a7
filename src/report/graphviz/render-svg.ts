/** Converts DOT to SVG, within limits of time and size. */

import { messageOf } from '../../base/errors.ts'
import { describe } from '../../base/plain.ts'
import { Graphviz } from './graphviz.ts'

/**
 * The result of drawing a graph: its SVG, or the reason why there is none.
 *
 * @since 0.2.0
 */
export type SvgResult =
  | { readonly kind: 'rendered'; readonly svg: string }
  | { readonly kind: 'too large' | 'timed out' | 'failed'; readonly reason: string }

/**
 * The limits of {@link renderSvg}.
 *
 * @since 0.2.0
 */
export interface SvgOptions {
  /** The time limit of the layout in milliseconds. Default: 20,000 ms. */
  readonly limitMs?: number | undefined
  /** The most characters of the DOT. Default: 2,000,000 characters. */
  readonly maxDotLength?: number | undefined
  /** The most characters of the SVG. Default: 20,000,000 characters. */
  readonly maxSvgLength?: number | undefined
}

const graphviz = new Graphviz()

/**
 * Draws a graph in DOT as SVG, with Graphviz in a child process. Never rejects: a failure is a result. The time for a
 * layout grows faster than the graph; it is bounded by `limitMs`.
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
 * Preserves leading spaces, which align the tables and which viewers drop, and adds fallbacks for each font: Graphviz
 * can measure only a few fonts, and Courier is thin on some systems.
 */
function forViewers(svg: string): string {
  return svg
    .replace(/(<text [^>]*>) /g, '$1&#160;')
    .replaceAll('font-family="Helvetica,sans-Serif"', 'font-family="Helvetica,Arial,Liberation Sans,sans-serif"')
    .replaceAll('font-family="Courier,monospace"', 'font-family="Menlo,Consolas,Liberation Mono,Courier New,monospace"')
}
