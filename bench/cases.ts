/**
 * What the bench measures: machines written for both checkers, at one size each.
 *
 * Another machine is one more entry here, its model under `models/` or `bench/models/` and, if SPIN is to run it, its
 * Promela under `bench/promela/`, one atomic for each step, so that the counts agree exactly.
 */

import { twoPhaseCommit } from '../models/classic/two-phase-commit.ts'
import { qrcu } from '../models/rcu/qrcu.ts'
import type { AnyModel } from '../src/system/instantiate.ts'
import { filterLock } from './models/filter-lock.ts'
import { philosophers } from './models/philosophers.ts'

export interface Case {
  readonly name: string
  readonly model: AnyModel
  readonly set: { readonly [constant: string]: number }
  /** The census that both must find; SPIN counts one transition more. */
  readonly states: number
  readonly transitions: number
  /**
   * The file under `bench/promela/`, its definitions, the logarithm of the hash table that is
   * best for SPIN, and the depth that its stack needs.
   */
  readonly spin?: {
    readonly file: string
    readonly define: { readonly [name: string]: number }
    readonly hash: number
    readonly depth: number
  }
}

export const cases: readonly Case[] = [
  {
    name: 'QRCU 2x2',
    model: qrcu,
    set: { readers: 2, updaters: 2 },
    states: 1_370_933,
    transitions: 3_702_422,
    spin: { file: 'qrcu', define: { READERS: 2, UPDATERS: 2 }, hash: 22, depth: 100_000 },
  },
  {
    name: 'QRCU 3x2',
    model: qrcu,
    set: { readers: 3, updaters: 2 },
    states: 55_371_946,
    transitions: 173_159_170,
    spin: { file: 'qrcu', define: { READERS: 3, UPDATERS: 2 }, hash: 26, depth: 1_000_000 },
  },
  {
    name: 'philosophers 13',
    model: philosophers,
    set: { count: 13 },
    states: 5_564_522,
    transitions: 46_200_973,
    spin: { file: 'philosophers', define: { COUNT: 13 }, hash: 24, depth: 8_000_000 },
  },
  {
    name: 'filter lock 6',
    model: filterLock,
    set: { count: 6 },
    states: 6_049_404,
    transitions: 23_229_840,
    spin: { file: 'filter-lock', define: { COUNT: 6 }, hash: 24, depth: 4_000_000 },
  },
  {
    name: 'two-phase commit 8',
    model: twoPhaseCommit,
    set: { managers: 8 },
    states: 1_745_408,
    transitions: 18_507_777,
  },
]
