/** The machines that are written in both languages, and the sizes they are measured at. */

import { daxClearInPromela } from './promela/dax-clear.ts'
import { diningPhilosophersInPromela } from './promela/dining-philosophers.ts'
import { filterLockInPromela } from './promela/filter-lock.ts'
import { leaderRingInPromela } from './promela/leader-ring.ts'
import { qrcuInPromela } from './promela/qrcu.ts'
import { slidingWindowInPromela } from './promela/sliding-window.ts'
import type { SpinSize } from './spin.ts'

/** A model of this checkout, and how to get at it. */
export interface ModelSource {
  /** Also the name of files. */
  readonly name: string
  /** From the root of the checkout. */
  readonly file: string
  readonly exportName: string
}

export interface Constants {
  readonly [name: string]: number | boolean | string
}

/** A model of one size. */
export interface Machine {
  readonly model: ModelSource
  /** For people: `qrcu 3x2`. */
  readonly title: string
  readonly constants: Constants
}

/** A machine that SPIN can run too. */
export interface MachineInBoth extends Machine {
  readonly promela: string
  readonly spin: SpinSize
}

/** The sizes of one model: small ones that take a second, and those of the comparison. */
export interface Family {
  readonly model: ModelSource
  readonly quick: readonly MachineInBoth[]
  readonly full: readonly MachineInBoth[]
}

const qrcuModel: ModelSource = { name: 'qrcu', file: 'models/rcu/qrcu.ts', exportName: 'qrcu' }

const philosophersModel: ModelSource = {
  name: 'dining-philosophers',
  file: 'models/classic/dining-philosophers.ts',
  exportName: 'diningPhilosophers',
}

const filterLockModel: ModelSource = {
  name: 'filter-lock',
  file: 'models/classic/filter-lock.ts',
  exportName: 'filterLock',
}

const daxClearModel: ModelSource = {
  name: 'dax-clear',
  file: 'models/mappers/dax-clear.ts',
  exportName: 'daxClear',
}

/** Machines of lists, written without a look at the engine. */
const leaderRingModel: ModelSource = {
  name: 'leader-ring',
  file: 'spec/engine/fixtures/leader-ring.ts',
  exportName: 'default',
}

const slidingWindowModel: ModelSource = {
  name: 'sliding-window',
  file: 'spec/engine/fixtures/sliding-window.ts',
  exportName: 'default',
}

export const twoPhaseCommitModel: ModelSource = {
  name: 'two-phase-commit',
  file: 'models/classic/two-phase-commit.ts',
  exportName: 'twoPhaseCommit',
}

export function qrcu(readers: number, updaters: number, spin: SpinSize): MachineInBoth {
  const constants = { readers, updaters }
  return {
    model: qrcuModel,
    title: `qrcu ${readers}x${updaters}`,
    constants,
    promela: qrcuInPromela(constants),
    spin,
  }
}

export function diningPhilosophers(philosophers: number, spin: SpinSize): MachineInBoth {
  return {
    model: philosophersModel,
    title: `${philosophers} dining philosophers`,
    // Otherwise they deadlock, and the search would stop there.
    constants: { philosophers, oneReversed: true },
    promela: diningPhilosophersInPromela({ philosophers }),
    spin,
  }
}

export function filterLock(processes: number, spin: SpinSize): MachineInBoth {
  return {
    model: filterLockModel,
    title: `filter lock (processes ${processes})`,
    constants: { processes },
    promela: filterLockInPromela({ processes }),
    spin,
  }
}

export function daxClear(readers: number, pages: number, spin: SpinSize): MachineInBoth {
  return {
    model: daxClearModel,
    title: `dax-clear (readers ${readers}, pages ${pages})`,
    constants: { readers, pages, config: 'NP', repairD1: true, repairD2: true, repairX1: true },
    promela: daxClearInPromela({ readers, pages }),
    spin,
  }
}

export function leaderRing(numbers: string, spin: SpinSize): MachineInBoth {
  return {
    model: leaderRingModel,
    title: `leader ring (${numbers})`,
    constants: { numbers },
    promela: leaderRingInPromela({ numbers }),
    spin,
  }
}

export function slidingWindow(window: number, queue: number, spin: SpinSize): MachineInBoth {
  const constants = { window, data: 2, queue, acks: queue }
  return {
    model: slidingWindowModel,
    title: `sliding window (window ${window}, queues ${queue})`,
    constants,
    promela: slidingWindowInPromela(constants),
    spin,
  }
}

export const families: readonly Family[] = [
  {
    model: qrcuModel,
    quick: [qrcu(3, 1, { maxDepth: 10_000, hashBits: 17 })],
    full: [qrcu(2, 2, { maxDepth: 10_000, hashBits: 21 }), qrcu(3, 2, { maxDepth: 10_000, hashBits: 26 })],
  },
  {
    model: philosophersModel,
    quick: [diningPhilosophers(10, { maxDepth: 200_000, hashBits: 17 })],
    full: [diningPhilosophers(13, { maxDepth: 6_000_000, hashBits: 22 })],
  },
  {
    model: filterLockModel,
    quick: [filterLock(4, { maxDepth: 100_000, hashBits: 17 })],
    // Between 4 processes (115,256 states) and 5 (10,042,596) there is nothing.
    full: [filterLock(5, { maxDepth: 6_500_000, hashBits: 24 })],
  },
  {
    model: daxClearModel,
    quick: [daxClear(2, 4, { maxDepth: 10_000, hashBits: 18 })],
    full: [daxClear(3, 3, { maxDepth: 10_000, hashBits: 22 })],
  },
  {
    model: leaderRingModel,
    quick: [leaderRing('3 1 5 2 6 4', { maxDepth: 10_000, hashBits: 16 })],
    full: [leaderRing('3 1 5 2 6 4 10 7 9 8', { maxDepth: 10_000, hashBits: 21 })],
  },
  {
    model: slidingWindowModel,
    quick: [slidingWindow(2, 3, { maxDepth: 20_000, hashBits: 16 })],
    full: [slidingWindow(3, 4, { maxDepth: 1_000_000, hashBits: 21 })],
  },
]
