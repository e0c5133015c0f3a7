import { harmless } from '../report/text/value.ts'
import type { Counterexample, DrawnGraph } from './counterexamples.ts'
import { shellWords } from './shell-words.ts'

/** The files of the first counterexample, and the pages of the others. */
export function filesInWords([first, ...rest]: readonly Counterexample[]): string {
  const lines = [...(first === undefined ? [] : linesOf(first)), ...rest.map(other => `Also violated  ${other.html}`)]
  return lines.map(harmless).join('\n')
}

/** The command that prints a counterexample from its file. */
export function rendering({ json }: Counterexample): string {
  return shellWords(['npx', 'interleave', 'render', json, '--format', 'text'])
}

/** The files of a counterexample, as lines of text. */
export function filesOf({ graph, others, ...first }: Counterexample): string[] {
  const runs = [first, ...(others?.runs ?? [])]
  const drawn = graph === undefined ? [] : [graph.dot, ...(graph.svg === undefined ? [] : [graph.svg])]
  return [...runs.flatMap(({ json, html, svg, dot }) => [json, html, svg, dot]), ...drawn]
}

function linesOf(found: Counterexample): string[] {
  const { graph, others } = found
  return [
    `Open it        ${found.html}`,
    `Drawn in       ${found.svg}`,
    ...(graph === undefined ? [] : [`All shortest   ${drawing(graph)}`]),
    ...(others === undefined ? [] : [othersLine(others)]),
    ...(others?.runs ?? []).map(other => `Another run    ${other.html}`),
  ]
}

/** The number of shortest runs, counting runs that differ only in the order of independent steps once. */
function othersLine({ runs, found, isAll }: NonNullable<Counterexample['others']>): string {
  const shown = runs.length + 1
  if (found === 1 && isAll)
    return 'The only one   All shortest runs equal this one, up to the order of independent steps.'
  const number = isAll ? `${found}` : `at least ${found}`
  const rest = isAll ? '' : ' not all were compared;'
  return `Shortest runs  ${number} that differ in more than the order of independent steps;${rest} ${shown} shown.`
}

function drawing({ svg, dot, svgMissing }: DrawnGraph): string {
  return svg ?? `${dot} (no picture: ${svgMissing ?? 'not drawn'})`
}
