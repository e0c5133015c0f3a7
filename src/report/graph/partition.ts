/** Partitions of the states of a graph, so that a picture of many states has few nodes. */

import type { GraphState, GraphTransition } from '../../analyse/state-graph.ts'
import type { InstanceState, Machine, State } from '../../machine/machine.ts'
import { moverName } from '../../witness/witness.ts'
import type { Line } from '../run/story.ts'
import { showName, showValue } from '../text/value.ts'

/** A partition of states: states with the same lines are in the same block. */
export interface ClusterBy {
  /** The name of the partition, to be read after "clustered". */
  readonly name: string
  linesOf(graphState: GraphState): readonly Line[]
  /**
   * The transitions between two clusters that are merged into one edge: those of the same step of an instance, of a
   * process, or all.
   */
  readonly edges: 'instance' | 'process' | 'all'
}

/** By the label of every process instance. */
export function byPlaces(machine: Machine): ClusterBy {
  return {
    name: 'by the label of every process',
    linesOf: ({ state }) => machine.processes.flatMap(({ name }) => placesOf(state, name)),
    edges: 'instance',
  }
}

/** By the number of instances of some processes at each label (a counter abstraction: Pnueli, Xu and Zuck 2002). */
export function byCounts({ processes }: Machine, names: readonly string[]): ClusterBy {
  const counted = processes.filter(({ name }) => names.includes(name))
  return {
    name: `by how many instances of ${names.map(name => `'${showName(name)}'`).join(', ')} stand where`,
    linesOf: ({ state }) =>
      counted.map(({ name, labels }) => {
        const places = instancesOf(state, name).map(({ pc }) => pc)
        const counts = [...labels, 'done'].flatMap(label => {
          const here = places.filter(place => place === label).length
          return here === 0 ? [] : [`${here} ${placeText(label)}`]
        })
        return { name: showName(name), value: counts.join(', ') }
      }),
    edges: 'process',
  }
}

/** By the values of shared cells and the labels of the instances of processes. */
export function byCells(machine: Machine, cells: readonly string[]): ClusterBy {
  const processes = new Set(machine.processes.map(({ name }) => name))
  return {
    name: `by ${cells.map(cell => `'${showName(cell)}'`).join(', ')}`,
    linesOf: ({ state }) =>
      cells.flatMap(cell =>
        processes.has(cell) ? placesOf(state, cell) : [{ name: showName(cell), value: showValue(state[cell]) }],
      ),
    edges: 'process',
  }
}

/** By the distance from the initial states. */
export function byDepth(): ClusterBy {
  return {
    name: 'by the number of steps from the initial state',
    linesOf: ({ depth }) => [{ name: 'depth', value: String(depth) }],
    edges: 'all',
  }
}

/** The name of the edge to which a transition belongs. */
export function edgeTitle({ edges }: ClusterBy, transition: GraphTransition): string {
  const { process, step } = transition
  if (edges === 'all') return ''
  if (process === null) return step
  return edges === 'process' ? `${process}: ${step}` : `${moverName(transition)}: ${step}`
}

function placesOf(state: State, process: string): Line[] {
  return instancesOf(state, process).map(({ pc }, i) => ({ name: `${showName(process)} ${i}`, value: placeText(pc) }))
}

function placeText(pc: string): string {
  return pc === 'done' ? 'done' : `at ${showValue(pc)}`
}

function instancesOf(state: State, process: string): readonly InstanceState[] {
  return state[process] as readonly InstanceState[]
}
