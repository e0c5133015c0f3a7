/** A picture of Graphviz as a part of the page. */

export interface GraphDrawing {
  readonly svg: SVGSVGElement
  /** Its size at scale 1, in pixels. */
  readonly width: number
  readonly height: number
  /** The nodes that can be walked to, in the order of the graph. */
  readonly nodes: readonly SVGElement[]
}

/** Elements that a picture of a graph consists of; anything else is left out. */
const known = new Set([
  'svg',
  'g',
  'title',
  'polygon',
  'path',
  'ellipse',
  'text',
  'tspan',
  'polyline',
  'rect',
  'line',
  'style',
])
/** Pixels for a point. */
const pixels = 96 / 72

/** The picture, whose nodes with these ids are links. Texts of the model in it are text. */
export function adopted(source: string, ids: readonly string[]): GraphDrawing {
  const parsed = new DOMParser().parseFromString(source, 'image/svg+xml')
  for (const element of parsed.querySelectorAll('*')) if (!known.has(element.localName)) element.remove()
  const svg = document.adoptNode(parsed.documentElement) as unknown as SVGSVGElement
  const { width, height } = svg.viewBox.baseVal
  svg.removeAttribute('width')
  svg.removeAttribute('height')
  const size = { width: width * pixels, height: height * pixels }
  svg.style.width = `${size.width}px`
  svg.style.height = `${size.height}px`
  svg.setAttribute('role', 'presentation')
  const nodes = ids.flatMap(id => svg.querySelector<SVGElement>(`g.node[id="${CSS.escape(id)}"]`) ?? [])
  for (const node of nodes) {
    node.setAttribute('tabindex', '0')
    node.setAttribute('role', 'link')
  }
  return { svg, ...size, nodes }
}

/** The middle of a node, from the edge of the pane as it is scrolled. */
export function boxIn(pane: HTMLElement, node: Element): { readonly x: number; readonly y: number } {
  const [outer, inner] = [pane.getBoundingClientRect(), node.getBoundingClientRect()]
  return { x: inner.left - outer.left + inner.width / 2, y: inner.top - outer.top + inner.height / 2 }
}
