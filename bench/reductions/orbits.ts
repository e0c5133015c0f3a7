/** Orbits beside rumur, which knows that things are alike from Murphi's scalar sets. */

import { factorial } from '../../src/symmetry/permutation.ts'
import type { Machine } from '../machines.ts'
import { log } from '../progress.ts'
import { rough, table, whole } from '../show.ts'
import { germanInMurphi, readersWritersInMurphi } from './murphi.ts'
import { checkReduced, type ReducedCheck } from './reduced-check.ts'
import { compileMurphi, hasRumur, type RumurRun, runRumur } from './rumur.ts'

interface OrbitMachine {
  readonly machine: Machine
  readonly murphi: string | undefined
  /** How many states there are without reduction, and in how many ways their ids can be permuted. */
  readonly all: number
  readonly permutations: number
}

export interface Orbits extends OrbitMachine {
  readonly ours: ReducedCheck
  readonly rumur: RumurRun | undefined
}

function german(nodes: number, all: number): OrbitMachine {
  const model = { name: 'german', file: 'spec/engine/symmetry/german.ts', exportName: 'german' }
  return {
    machine: { model, title: `German, ${nodes} nodes`, constants: { nodes } },
    murphi: germanInMurphi({ nodes }),
    all,
    permutations: factorial(nodes),
  }
}

function readersWriters(readers: number, writers: number, all: number): OrbitMachine {
  const model = { name: 'alike-readers', file: 'bench/reductions/readers-writers.ts', exportName: 'readersWriters' }
  const constants = { readers, writers }
  return {
    machine: { model, title: `readers-writers ${readers}+${writers}`, constants },
    murphi: readersWritersInMurphi(constants),
    all,
    permutations: factorial(readers) * factorial(writers),
  }
}

function alikeQrcu(readers: number, updaters: number, all: number): OrbitMachine {
  const model = { name: 'alike-qrcu', file: 'bench/reductions/qrcu.ts', exportName: 'qrcu' }
  const machine = { model, title: `qrcu ${readers}x${updaters}`, constants: { readers, updaters } }
  return { machine, murphi: undefined, all, permutations: factorial(readers) * factorial(updaters) }
}

/** Numbers of states as `--reduce none` counts them; NaN where they are too many to be counted. */
const machines = (isQuick: boolean): readonly OrbitMachine[] =>
  isQuick
    ? [german(3, 27_513), readersWriters(3, 2, 3_736), alikeQrcu(2, 1, 5_157)]
    : [
        german(4, Number.NaN),
        german(5, Number.NaN),
        readersWriters(6, 4, Number.NaN),
        alikeQrcu(2, 2, 1_370_933),
        alikeQrcu(3, 2, 55_371_946),
      ]

export async function measureOrbits(isQuick: boolean): Promise<Orbits[]> {
  const measured: Orbits[] = []
  const isThere = hasRumur()
  for (const one of machines(isQuick)) {
    const { machine, murphi } = one
    const ours = await checkReduced(machine, 'symmetry')
    const name = machine.title.replaceAll(/\W+/g, '-')
    const rumur = isThere && murphi !== undefined ? await runRumur(compileMurphi(name, murphi)) : undefined
    log(`${machine.title}: ${whole(ours.states)} orbits in ${rough(ours.processorSeconds)} s`)
    measured.push({ ...one, ours, rumur })
  }
  return measured
}

export function orbitsTable(measured: readonly Orbits[]): string {
  const head = ['machine', 'orbits', 'stand for', 's', "rumur's", 's', "orbits by rumur's", 'speed by rumur', 'least']
  return table(
    head,
    measured.map(({ machine, ours, rumur, all, permutations }) => [
      machine.title,
      whole(ours.states),
      ours.standFor === undefined ? '?' : whole(ours.standFor),
      rough(ours.processorSeconds),
      rumur === undefined ? '' : whole(rumur.states),
      rumur === undefined ? '' : rough(rumur.processorSeconds),
      rumur === undefined ? '' : rough(ours.states / rumur.states),
      rumur === undefined ? '' : rough(ours.states / ours.processorSeconds / (rumur.states / rumur.processorSeconds)),
      whole((ours.standFor ?? all) / permutations),
    ]),
  )
}
