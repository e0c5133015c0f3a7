/** A picture of a state graph as a Mermaid state diagram, to be put into Markdown. It is for small graphs. */

import { endColours, endPapers } from '../graphviz/dot-look.ts'
import { mermaidLines, mermaidText } from '../text/mermaid-text.ts'
import { harmless, shorten } from '../text/value.ts'
import type { Picture, PictureEdge, PictureNode } from './picture.ts'

/** Characters of one line of a node or of a label that are shown. */
const longest = 80
/** Lines of a node that are shown. */
const maxLines = 24

/** The text of the diagram. */
export function pictureToMermaid({ title, facts, missing, nodes, edges }: Picture): string {
  const broken = nodes.filter(({ isBroken }) => isBroken)
  const notes = [title, ...(missing === undefined ? [] : [missing]), ...facts]
  return [
    // A title is YAML, of which JSON is a part, and not of the diagram: it knows no codes.
    '---',
    `title: ${JSON.stringify(harmless(notes.join('; ')))}`,
    '---',
    'stateDiagram-v2',
    `  classDef broken fill:${endPapers.violated},stroke:${endColours.violated},stroke-width:2px`,
    ...nodes.map(node => `  state "${labelOf(node)}" as ${node.id}`),
    ...nodes.filter(({ isInitial }) => isInitial).map(({ id }) => `  [*] --> ${id}`),
    ...edges.map(edgeLine),
    ...broken.map(({ id }) => `  class ${id} broken`),
    '',
  ].join('\n')
}

function labelOf({ head, lines }: PictureNode): string {
  const texts = lines.map(({ name, value }) => shorten(`${name}  ${value}`.trim(), longest))
  const left = texts.length - maxLines
  const shown = left > 0 ? [...texts.slice(0, maxLines), `and ${left} more`] : texts
  return mermaidLines(head === '' ? shown : [`(${head})`, ...shown])
}

function edgeLine({ from, to, title }: PictureEdge): string {
  return `  ${from} --> ${to}${title === '' ? '' : ` : ${mermaidText(shorten(title, longest))}`}`
}
