/** The choice of a clustering for the picture of a graph. */

import type { StateGraph } from '../../analyse/state-graph.ts'
import { UsageError } from '../../base/errors.ts'
import type { Machine } from '../../machine/machine.ts'
import { type Clustered, clusterStates } from './clusters.ts'
import { byCells, byCounts, byDepth, byPlaces, type ClusterBy } from './partition.ts'

/** The clustering that the user names. Throws {@link UsageError} if it names something that the model does not have. */
export function wishedBy(machine: Machine, wish: string): ClusterBy {
  const named = { places: byPlaces(machine), counts: byCounts(machine, processesOf(machine)), depth: byDepth() }
  if (Object.hasOwn(named, wish)) return named[wish as keyof typeof named]
  const cells = Object.keys(machine.initialStates[0] ?? {})
  const names = wish.split(',').map(name => name.trim())
  const unknown = names.find(name => !cells.includes(name))
  if (unknown === undefined) return byCells(machine, names)
  throw new UsageError(
    'bad-option',
    `model '${machine.model}' has no process or shared cell '${unknown}' to cluster by. Use auto, none, places, counts, depth, or some of: ${cells.join(', ')}.`,
  )
}

/** The finest clustering within the limits, or that by depth if there is none. */
export function finestClusters(
  graph: StateGraph,
  limits: { readonly nodes: number; readonly edges: number },
): Clustered {
  const { machine } = graph
  const cells = Object.keys(machine.initialStates[0] ?? {})
  const processes = processesOf(machine)
  const ways = [
    byPlaces(machine),
    byCounts(machine, processes),
    ...processes.map(process => byCounts(machine, [process])),
    ...cells.map(cell => byCells(machine, [cell])),
  ]
  let best: Clustered | undefined
  for (const way of ways) {
    const found = clusterStates(graph, way, limits)
    if (found !== undefined && found.clusters.length > (best?.clusters.length ?? 1)) best = found
  }
  return best ?? clusterStates(graph, byDepth())
}

function processesOf({ processes }: Machine): string[] {
  return processes.map(({ name }) => name)
}
