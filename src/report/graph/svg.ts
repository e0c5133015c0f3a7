import { renderSvg, type SvgResult } from '../graphviz/render-svg.ts'
import { pictureToDot } from './dot.ts'
import type { Picture } from './picture.ts'

/** Larger graphs are not passed to Graphviz, which might take minutes. */
const drawable = { nodes: 250, edges: 1000 }

/** Draws a picture, or returns the reason why there is none: it is too large, or Graphviz did not finish. */
export async function pictureToSvg(picture: Picture, dot: string = pictureToDot(picture)): Promise<SvgResult> {
  const [nodes, edges] = [picture.nodes.length, picture.edges.length]
  if (nodes <= drawable.nodes && edges <= drawable.edges) return renderSvg(dot)
  const most = `the limits for Graphviz, ${drawable.nodes} and ${drawable.edges}`
  return { kind: 'too large', reason: `${nodes} nodes and ${edges} edges exceed ${most}` }
}
