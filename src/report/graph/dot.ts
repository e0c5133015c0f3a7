/** A picture of a state graph in DOT: from top to bottom, initial states first, each mover in its own colour. */

import { dotFile } from '../graphviz/dot-file.ts'
import { colours, endColours, endPapers, limits } from '../graphviz/dot-look.ts'
import { attributes, labelText, leftLines } from '../graphviz/dot-text.ts'
import { castOf, colourOf } from '../run/cast.ts'
import { table } from '../run/dot-table.ts'
import { harmless, shorten } from '../text/value.ts'
import { wrap } from '../text/wrap.ts'
import type { Picture, PictureEdge, PictureNode } from './picture.ts'

const { violated: red } = endColours

/** The text of the picture. */
export function pictureToDot(picture: Picture): string {
  const { title, facts, missing, nodes, edges } = picture
  const cast = castOf({ processes: picture.machine.processes, steps: [] })
  return dotFile(
    'states',
    [
      { lines: [title], size: 20, color: colours.ink },
      { lines: missing === undefined ? [] : [missing], size: 14, color: red },
      { lines: facts, size: 12, color: colours.ink },
    ],
    [
      ...nodes.flatMap(node => [...entry(node), nodeLine(node)]),
      ...edges.map(edge => edgeLine(edge, colourOf(cast, edge).picture)),
    ],
  )
}

/** The arrow from nowhere into an initial state. */
function entry({ id, isInitial }: PictureNode): string[] {
  if (!isInitial) return []
  const point = attributes({
    shape: 'point',
    width: 0.12,
    height: 0.12,
    label: '',
    color: colours.ink,
    fillcolor: colours.ink,
  })
  return [`to_${id} ${point}`, `to_${id} -> ${id} ${attributes({ color: colours.ink, weight: 10 })}`]
}

function nodeLine({ id, head, lines, isInitial, isBroken, isPartial }: PictureNode): string {
  return `${id} ${attributes({
    label: table(head, lines),
    id,
    ...(isInitial && { fillcolor: colours.whole }),
    ...(isBroken && { color: red, fillcolor: endPapers.violated, penwidth: 2 }),
    ...(isPartial && { style: 'filled,dashed' }),
  })}`
}

function edgeLine({ from, to, title, isBroken, isBack }: PictureEdge, colour: string): string {
  const lines = wrap(shorten(harmless(title), 3 * limits.edge), limits.edge)
  const color = isBroken ? red : colour
  return `${from} -> ${to} ${attributes({
    label: leftLines(lines.map(line => labelText(` ${line} `))),
    color,
    fontcolor: color,
    fontsize: 10,
    penwidth: isBroken ? 3 : 1.5,
    // So that rows correspond to distances from the initial states.
    ...(isBack && { constraint: 'false' }),
  })}`
}
