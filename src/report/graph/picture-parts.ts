/** The common parts of all pictures of a graph, clustered or not. */

import type { StateGraph } from '../../analyse/state-graph.ts'
import { constantsOf, titleOf } from '../run/story.ts'
import { showName } from '../text/value.ts'
import type { FailedTransition } from './failures.ts'
import { missingOfGraph } from './notes.ts'
import type { Picture, PictureNode } from './picture.ts'

/** Everything except the nodes and edges. */
export function frameOf(
  graph: StateGraph,
  facts: readonly string[],
): Pick<Picture, 'machine' | 'title' | 'facts' | 'missing'> {
  const constants = constantsOf(graph.machine)
  return {
    machine: graph.machine,
    title: titleOf(graph.machine),
    facts: [...(constants === '' ? [] : [constants]), ...facts],
    missing: missingOfGraph(graph.end),
  }
}

/** The failure of a step that leads to no state. */
export function failureNode({ number, breaks, message }: FailedTransition): PictureNode {
  return {
    id: `f${number}`,
    head: '!!',
    lines: [
      ...breaks.map(claim => ({ name: 'violated', value: showName(claim) })),
      { name: 'message', value: showName(message) },
    ],
    isInitial: false,
    isBroken: true,
    isPartial: false,
  }
}

/** A title with the claims that its subject breaks. */
export function withClaims(title: string, claims: readonly string[]): string {
  return [title, ...claims.map(claim => `!! ${showName(claim)}`)].join(' ')
}
