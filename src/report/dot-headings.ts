/** What stands above a diagram. */

import { colours, limits } from './dot-look.ts'
import { attributes, labelText, leftLines } from './dot-text.ts'
import { shorten } from './value.ts'
import { wrap } from './wrap.ts'

/** Lines of one look. */
export interface Heading {
  readonly lines: readonly string[]
  readonly size: number
  readonly color: string
}

/** The lines of DOT of a diagram with headings above it: labels of clusters around it, since a label has one font. */
export function withHeadings(headings: readonly Heading[], diagram: readonly string[]): string[] {
  const parts = headings.filter(({ lines }) => lines.length > 0)
  const heads = parts.map(({ lines, size, color }, i) => {
    // An empty line keeps the diagram off the last label.
    const isLast = i === parts.length - 1
    const texts = lines.flatMap(line => wrap(shorten(line, 600), limits.title)).map(labelText)
    const label = leftLines(isLast ? [...texts, ''] : texts)
    const place = { labelloc: 't', labeljust: 'l', pencolor: 'none', margin: 0 }
    return `graph ${attributes({ label, fontname: 'Helvetica', fontsize: size, fontcolor: color, ...place })}`
  })
  return heads.reduceRight<string[]>(
    (inside, head, i) => [`subgraph cluster_${i} {`].concat(indented([head].concat(inside)), '}'),
    [...diagram],
  )
}

/** The headings of what is drawn of a claim. */
export function headingsOf(
  title: string,
  claim: string,
  verdict: string,
  facts: string[],
  legend: string[],
): Heading[] {
  return [
    { lines: [title], size: 20, color: colours.ink },
    { lines: [claim], size: 14, color: verdict },
    { lines: facts.filter(line => line !== ''), size: 12, color: colours.ink },
    { lines: legend, size: 11, color: colours.grey },
  ]
}

export function indented(lines: readonly string[]): string[] {
  return lines.map(line => `  ${line}`)
}
