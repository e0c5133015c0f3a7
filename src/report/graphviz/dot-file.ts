/** A complete DOT file: default attributes, and titles above the contents. */

import { shorten } from '../text/value.ts'
import { wrap } from '../text/wrap.ts'
import { colours, limits } from './dot-look.ts'
import { attributes, labelText, leftLines } from './dot-text.ts'

/** Lines above a picture, in one size and colour; long lines are wrapped. */
export interface Title {
  readonly lines: readonly string[]
  readonly size: number
  readonly color: string
}

/** The titles of a drawing about a claim; `verdict` determines the colour. */
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

/** The text of a directed graph with its titles, without empty ones. */
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

/** Each title is the label of a cluster around the rest, since a label has only one font. */
function titled(titles: readonly Title[], story: readonly string[]): string[] {
  const heads = titles.map(({ lines, size, color }, i) => {
    // An empty line separates the contents from the last label.
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
