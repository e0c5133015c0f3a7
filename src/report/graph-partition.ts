/** Ways to put the states of a graph together, so that a picture of many states has few nodes. */

import type { GraphState, GraphTransition } from '../explore/state-graph.ts'
import type { InstanceState, Machine, State } from '../system/machine.ts'
import { moverName } from '../witness/witness.ts'
import type { Line } from './story.ts'
import { showName, showValue } from './value.ts'

/** A partition of states: those of which it gives the same lines belong together. */
export interface ClusterBy {
  /** `by where each process stands`: to be read after "clustered". */
  readonly name: string
  linesOf(told: GraphState): readonly Line[]
  /** What an edge between two clusters is called: transitions of the same name are one edge. */
  titleOf(transition: GraphTransition): string
}

/** By the label of every process instance. */
export function byPlaces(machine: Machine): ClusterBy {
  return {
    name: 'by where every process stands',
    linesOf: ({ state }) => machine.processes.flatMap(({ name }) => placesOf(state, name)),
    titleOf: transition =>
      transition.process === null ? transition.step : `${moverName(transition)}: ${transition.step}`,
  }
}

/** By how many instances of each process stand at each label, no matter which. */
export function byCensus(machine: Machine): ClusterBy {
  return {
    name: 'by how many instances of each process stand where',
    linesOf: ({ state }) =>
      machine.processes.map(({ name, labels }) => {
        const places = instancesOf(state, name).map(({ pc }) => pc)
        const counts = [...labels, 'done'].flatMap(label => {
          const here = places.filter(place => place === label).length
          return here === 0 ? [] : [`${here} ${placeText(label)}`]
        })
        return { name: showName(name), value: counts.join(', ') }
      }),
    titleOf: stepOfProcess,
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
    titleOf: stepOfProcess,
  }
}

/** By the length of the shortest run to a state. */
export function byDepth(): ClusterBy {
  return {
    name: 'by the number of steps from the initial state',
    linesOf: ({ depth }) => [{ name: 'depth', value: String(depth) }],
    titleOf: () => '',
  }
}

function stepOfProcess({ process, step }: GraphTransition): string {
  return process === null ? step : `${process}: ${step}`
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
