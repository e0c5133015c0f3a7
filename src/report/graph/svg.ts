import { renderSvg, type SvgResult } from '../graphviz/render-svg.ts'
import { pictureToDot } from './dot.ts'
import type { Picture } from './picture.ts'

/** A larger graph is not given to Graphviz, which may take minutes on it. */
const drawable = { nodes: 250, edges: 1000 }

/** Draws a picture, or says why it has no drawing: it is too large, or Graphviz did not come to an end. */
export async function pictureToSvg(picture: Picture, dot: string = pictureToDot(picture)): Promise<SvgResult> {
  const [nodes, edges] = [picture.nodes.length, picture.edges.length]
  if (nodes <= drawable.nodes && edges <= drawable.edges) return renderSvg(dot)
  const most = `the limits for Graphviz, ${drawable.nodes} and ${drawable.edges}`
  return { kind: 'too large', reason: `${nodes} nodes and ${edges} edges exceed ${most}` }
}
