/** What the steps of a run would have done, had a cell that they read held another value. */

import type { Plain } from '../base/plain.ts'
import { moverAt, type State } from '../machine/machine.ts'
import { type Effect, type Transition, transitionsOf } from '../machine/reference.ts'
import type { Move } from '../outcome/outcome.ts'
import { decodeState, type ReadCell } from '../state/codec.ts'
import type { Cell } from '../state/layout.ts'
import { ByKind } from './by-kind.ts'
import { Foreseen } from './foreseen.ts'
import { LookingAgain } from './looking-again.ts'
import type { RunFootprints } from './run-footprints.ts'
import { SameChoices } from './same-choices.ts'

/**
 * The most other values of a cell that are tried: a counter may have thousands in a long run, of which a few suffice.
 */
const valuesTried = 64
/** Constants beyond it are hardly limits of what is counted, and a step may loop up to the value that is tried. */
const largestLimit = 64
/** Of longer lists, only the first elements are left out in turn. */
const longestList = 8

/** What a step would have done: the label that it leads to, or the way in which it fails, and the state after it. */
export interface Otherwise {
  readonly where: string
  /** Missing where it leads to no state. */
  readonly state: State | undefined
}

export class WhatIf {
  private readonly footprints: RunFootprints
  /** For each cell, the values that it and its counterparts take in the run. */
  private readonly valuesMet: readonly (readonly unknown[])[]
  /** Found only where it is needed. */
  private foreseen: Foreseen | undefined
  private lookingAgain: LookingAgain | undefined
  /** Values at which a number may come to a limit. */
  private readonly limits: readonly number[]
  /** What each step did, and would have done with another value of a cell: several questions ask for the same. */
  private readonly done: Otherwise[] = []
  private readonly choices: SameChoices[] = []
  private readonly known = new Map<string, Otherwise>()

  constructor(footprints: RunFootprints) {
    this.footprints = footprints
    this.valuesMet = valuesByCell(footprints)
    this.limits = limitsOf(footprints)
  }

  /**
   * Whether step `k` would have gone elsewhere, or would not have been enabled, if one of the cells that it read had
   * held another value. A step that reads and changes nothing but its label is there to decide, even if no value that
   * is tried shows how.
   */
  decides(k: number): boolean {
    const { where } = this.did(k)
    const cells = this.footprints.readsOf(k)
    return (
      (cells.length > 0 && this.movesOnly(k)) ||
      cells.some(cell => this.otherValues(cell, k).some(value => this.tried(k, cell, value).where !== where))
    )
  }

  /** Whether step `k` wrote nothing but its label. */
  movesOnly(k: number): boolean {
    const pc = this.footprints.pcOf((this.footprints.moves[k] as Move).mover)
    return this.footprints.writesOf(k).every(cell => cell === pc)
  }

  /** What step `k` did. */
  did(k: number): Otherwise {
    this.done[k] ??= this.taken(this.footprints.states[k] as State, k)
    return this.done[k]
  }

  /** What step `k` would have done with other values of a cell, at most `most` of each origin; each is tried when it is asked for. */
  *otherwise(k: number, cell: number, most: number): Generator<Otherwise> {
    const values = this.manyValues(cell, k, most)
    for (const value of values) yield this.tried(k, cell, value)
    for (const value of this.numbersElsewhere(cell, k, most)) {
      if (values.includes(value)) continue
      const other = this.tried(k, cell, value)
      // A number that stands for something else may make no sense in this cell.
      if (other.where !== 'error') yield other
    }
  }

  /** The same, each with the value: those only that the cell, or its counterparts, took in the run, or could be seen to take. */
  withOthers(k: number, cell: number, most: number): { readonly given: Plain; readonly after: Otherwise }[] {
    const { table } = this.footprints.layout.cells[cell] as Cell
    return this.manyValues(cell, k, most).map(value => ({
      given: table.values[value] as Plain,
      after: this.tried(k, cell, value),
    }))
  }

  /** What step `k` would have done with the value that a cell has in state `other`. */
  doneAs(k: number, cell: number, other: number): Otherwise {
    return this.tried(k, cell, this.footprints.reader(other)(cell))
  }

  /** Step `k` as it would be taken from a state, with the same choices; undefined where it can't be. */
  takenFrom(state: State, k: number): Transition | undefined {
    return this.sameChoices(k).in(state)
  }

  /** What step `k` would have done with another value in all of some cells. */
  together(k: number, cells: readonly number[]): Otherwise {
    const values = new Map(cells.map(cell => [cell, this.otherValues(cell, k)[0] ?? this.footprints.reader(k)(cell)]))
    const read: ReadCell = cell => values.get(cell) ?? this.footprints.reader(k)(cell)
    return this.taken(decodeState(this.footprints.layout, read), k)
  }

  /** State `k` with other values of a cell, at most `most` of each origin. */
  otherStates(k: number, cell: number, most: number): State[] {
    return this.manyValues(cell, k, most).map(value => this.stateWith(k, cell, value))
  }

  /** State `k` with the other numbers of that state in a cell: what a claim compares with another cell may be any of them. */
  statesWithNumbers(k: number, cell: number, most: number): State[] {
    return this.numbersElsewhere(cell, k, most).map(value => this.stateWith(k, cell, value))
  }

  /** State `k` with the value that a cell has in state `other`. */
  stateAs(k: number, cell: number, other: number): State {
    return this.stateWith(k, cell, this.footprints.reader(other)(cell))
  }

  /** State `k` with a value in a cell. */
  stateOf(k: number, cell: number, value: Plain): State {
    return this.stateWith(k, cell, (this.footprints.layout.cells[cell] as Cell).table.intern(value))
  }

  /** Whether trying this many other values shows that none makes a difference; a truth value has only one other. */
  isProof(tried: number, cell: number, k: number): boolean {
    const { table } = this.footprints.layout.cells[cell] as Cell
    return tried > 1 || (tried === 1 && typeof table.values[this.footprints.reader(k)(cell)] === 'boolean')
  }

  /** The values of a cell with one of which `mover`, which is blocked in state `k`, could move there. */
  freeing(mover: number, cell: number, k: number): Plain[] {
    const { table } = this.footprints.layout.cells[cell] as Cell
    const shorter = withoutOne(table.values[this.footprints.reader(k)(cell)]).map(value => table.intern(value))
    const tried = [...new Set([...this.otherValues(cell, k), ...shorter])]
    const found = tried.filter(value => this.frees(mover, cell, k, value)).map(value => table.values[value] as Plain)
    // That null could be a number is a guess, of no use where it is known what it can be.
    const met = found.filter(value => this.valuesMet[cell]?.includes(value) === true)
    return met.length > 0 && table.values[this.footprints.reader(k)(cell)] === null ? met : found
  }

  /** Whether `mover`, which is blocked in state `k`, could move there if a cell had this value. */
  isFreedBy(mover: number, cell: number, k: number, value: Plain): boolean {
    const { table } = this.footprints.layout.cells[cell] as Cell
    return this.frees(mover, cell, k, table.intern(value))
  }

  private frees(mover: number, cell: number, k: number, value: number): boolean {
    return this.canMove(this.stateWith(k, cell, value), mover)
  }

  private tried(k: number, cell: number, value: number): Otherwise {
    const key = `${k} ${cell} ${value}`
    let known = this.known.get(key)
    if (known === undefined) {
      known = this.taken(this.stateWith(k, cell, value), k)
      this.known.set(key, known)
    }
    return known
  }

  private stateWith(k: number, cell: number, value: number): State {
    const read: ReadCell = other => (other === cell ? value : this.footprints.reader(k)(other))
    return decodeState(this.footprints.layout, read)
  }

  /**
   * The numbers of values that are tried of a cell: those that it, or its counterpart in another instance or place of a
   * list, takes in the run, and the next ones of its type. Only the first few if there are many.
   */
  private otherValues(cell: number, k: number): number[] {
    const { table } = this.footprints.layout.cells[cell] as Cell
    const own = table.values[this.footprints.reader(k)(cell)]
    const values = new Set([...(this.valuesMet[cell] as readonly unknown[]), ...this.nextTo(own)])
    values.delete(own)
    return [...values].slice(0, valuesTried).map(value => table.intern(value))
  }

  /** With values that the cell could have had, though the run does not show it with them. */
  private manyValues(cell: number, k: number, most: number): number[] {
    const { table } = this.footprints.layout.cells[cell] as Cell
    this.foreseen ??= new Foreseen(this.footprints)
    this.lookingAgain ??= new LookingAgain(this.footprints)
    const possible = [...this.lookingAgain.of(cell), ...this.foreseen.of(cell)].map(value => table.intern(value))
    const others = possible.filter(value => value !== this.footprints.reader(k)(cell))
    return [...new Set([...this.otherValues(cell, k).slice(0, most), ...others.slice(0, most)])]
  }

  /**
   * For a number, the other numbers in the same state: it may be an address, or the number of something, and then those next
   * to it say little.
   */
  private numbersElsewhere(cell: number, k: number, most: number): number[] {
    const { table } = this.footprints.layout.cells[cell] as Cell
    const own = table.values[this.footprints.reader(k)(cell)]
    if (typeof own !== 'number') return []
    const found = numbersIn(this.footprints.states[k])
    found.delete(own)
    return [...found].slice(0, most).map(value => table.intern(value))
  }

  private nextTo(value: unknown): Plain[] {
    if (typeof value === 'boolean') return [!value]
    if (value === null) return [0]
    return typeof value === 'number' ? [0, value - 1, value + 1, ...this.limits] : []
  }

  private canMove(state: State, mover: number): boolean {
    try {
      return transitionsOf(this.footprints.machine, state, mover).length > 0
    } catch {
      // No run has come to this state, and the step may rely on that.
      return false
    }
  }

  private sameChoices(k: number): SameChoices {
    const { machine, states, moves } = this.footprints
    this.choices[k] ??= new SameChoices(machine, states[k] as State, moves[k] as Move)
    return this.choices[k]
  }

  private taken(state: State, k: number): Otherwise {
    const { machine, moves } = this.footprints
    const { mover } = moves[k] as Move
    let effect: Effect | undefined
    try {
      effect = this.takenFrom(state, k)?.effect
    } catch {
      // No run leads to this state, and the step may rely on that.
      return { where: 'error', state: undefined }
    }
    const { process, instance } = moverAt(machine, mover)
    if (effect?.kind !== 'state') return { where: effect?.kind ?? 'disabled', state: undefined }
    const label = process === null ? '' : `to ${(effect.state[process] as { pc: string }[])[instance]?.pc}`
    return { where: label, state: effect.state }
  }
}

/** The list without each of its elements: of a list of those who wait, one leaves. */
function withoutOne(value: unknown): Plain[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, longestList).map((_, i) => value.toSpliced(i, 1) as Plain)
}

/** All numbers in a value, in order. */
function numbersIn(value: unknown, found = new Set<number>()): Set<number> {
  if (typeof value === 'number') found.add(value)
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) numbersIn(part, found)
  return found
}

function limitsOf({ machine }: RunFootprints): number[] {
  const numbers = Object.values(machine.constants).filter(value => typeof value === 'number')
  return numbers.filter(value => Math.abs(value) <= largestLimit).flatMap(value => [value, value + 1])
}

function valuesByCell(footprints: RunFootprints): unknown[][] {
  const { cells } = footprints.layout
  const met = new ByKind<unknown>(cells)
  for (const { index, table } of cells)
    for (const k of footprints.states.keys()) met.add(index, table.values[footprints.reader(k)(index)])
  return cells.map(({ index }) => met.of(index))
}
