/** A whole DOT file around what is drawn: how things look by default, and titles above them. */

import { shorten } from '../text/value.ts'
import { wrap } from '../text/wrap.ts'
import { colours, limits } from './dot-look.ts'
import { attributes, labelText, leftLines } from './dot-text.ts'

/** Lines above a picture, in one size and colour; too long ones are wrapped. */
export interface Title {
  readonly lines: readonly string[]
  readonly size: number
  readonly color: string
}

/** The titles of what is drawn of a claim; `verdict` is the colour of how that ended. */
export function titlesOf(
  title: string,
  claim: string,
  verdict: string,
  facts: readonly string[],
  legend: readonly string[],
): Title[] {
  return [
    { lines: [title], size: 20, color: colours.ink },
    { lines: [claim], size: 14, color: verdict },
    { lines: facts.filter(line => line !== ''), size: 12, color: colours.ink },
    { lines: legend, size: 11, color: colours.grey },
  ]
}

/** The text of a directed graph with its titles, those without lines left out. */
export function dotFile(name: string, titles: readonly Title[], story: readonly string[]): string {
  return [
    `digraph ${name} {`,
    ...indented([
      'charset="UTF-8"',
      `graph ${attributes({ rankdir: 'TB', bgcolor: 'white', pad: 0.3, nodesep: 0.4, ranksep: 0.28 })}`,
      `node ${attributes({ shape: 'box', style: 'filled', fontname: 'Courier', fontsize: 11, fontcolor: colours.ink, color: colours.frame, fillcolor: colours.paper, height: 0.3, margin: '0.1,0.05' })}`,
      `edge ${attributes({ fontname: 'Helvetica', fontsize: 12, penwidth: 2, arrowsize: 0.8 })}`,
      ...titled(
        titles.filter(({ lines }) => lines.length > 0),
        story,
      ),
    ]),
    '}',
    '',
  ].join('\n')
}

/** Each title is the label of a cluster around the rest, since a label has one font. */
function titled(titles: readonly Title[], story: readonly string[]): string[] {
  const heads = titles.map(({ lines, size, color }, i) => {
    // An empty line keeps what is drawn off the last label.
    const isLast = i === titles.length - 1
    const texts = lines.flatMap(line => wrap(shorten(line, 600), limits.title)).map(labelText)
    const label = leftLines(isLast ? [...texts, ''] : texts)
    const place = { labelloc: 't', labeljust: 'l', pencolor: 'none', margin: 0 }
    return `graph ${attributes({ label, fontname: 'Helvetica', fontsize: size, fontcolor: color, ...place })}`
  })
  return heads.reduceRight<string[]>(
    (inside, head, i) => [`subgraph cluster_${i} {`].concat(indented([head].concat(inside)), '}'),
    [...story],
  )
}

function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`)
}
