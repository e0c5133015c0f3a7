/** Ways to put the states of a graph together, so that a picture of many states has few nodes. */

import type { GraphState, GraphTransition } from '../../analyse/state-graph.ts'
import type { InstanceState, Machine, State } from '../../machine/machine.ts'
import { moverName } from '../../witness/witness.ts'
import type { Line } from '../run/story.ts'
import { showName, showValue } from '../text/value.ts'

/** A partition of states: those of which it gives the same lines belong together. */
export interface ClusterBy {
  /** `by where each process stands`: to be read after "clustered". */
  readonly name: string
  linesOf(graphState: GraphState): readonly Line[]
  /** Which transitions between two clusters are one edge: those of the same step of an instance, of a process, or all. */
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

/** By how many instances of some processes stand at each label, no matter which. */
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

/** By the values of shared cells and by where the instances of processes stand. */
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

/** By the length of the shortest run to a state. */
export function byDepth(): ClusterBy {
  return {
    name: 'by the number of steps from the initial state',
    linesOf: ({ depth }) => [{ name: 'depth', value: String(depth) }],
    edges: 'all',
  }
}

/** What the edge is called that a transition is part of. */
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
