/**
 * The parts of a state that may name instances by their numbers: what is kept in the place of a number, and values that are one.
 * Nothing says which do; that is found by trying.
 */

import type { Machine, State } from '../../machine/machine.ts'
import { isByNumber, numbered, pathWithin } from './number-text.ts'

/** A part of states; two are the same if their keys are. */
export interface NumberedPart {
  readonly key: string
  /** With the places of arrays as one: `queue[*].to`. */
  readonly path: string
  /** `places`: an array, or a record with numbers in its keys. `ids`: values that are numbers, or texts that end with one. */
  readonly kind: 'places' | 'ids'
  /** What texts begin with. */
  readonly prefix: string
}

export function placesAt(path: string): NumberedPart {
  return { key: `places ${path}`, path, kind: 'places', prefix: '' }
}

export function idsAt(path: string, prefix: string): NumberedPart {
  return { key: `ids ${path} ${prefix}`, path, kind: 'ids', prefix }
}

/** The parts of some states that may be by the number of one of `count` instances. */
export function partsOf(machine: Machine, states: readonly State[], count: number): NumberedPart[] {
  const found = new PartSearch(machine, count)
  for (const state of states) found.look('', state)
  return found.parts
}

class PartSearch {
  private readonly count: number
  private readonly labels: ReadonlySet<string>
  private readonly found = new Map<string, NumberedPart>()
  private readonly refuted = new Set<string>()

  constructor({ processes }: Machine, count: number) {
    this.count = count
    // Labels are no ids, and neither is where a process stands.
    this.labels = new Set(processes.map(({ name }) => `${name}[*].pc`))
  }

  get parts(): NumberedPart[] {
    return [...this.found.values()].filter(({ key }) => !this.refuted.has(key))
  }

  look(path: string, value: unknown): void {
    if (this.labels.has(path)) return
    if (typeof value === 'number') this.lookAtNumber(path, value)
    else if (typeof value === 'string') this.lookAtText(path, value)
    else if (typeof value === 'object' && value !== null) {
      this.lookAtPlaces(path, value)
      for (const [key, part] of Object.entries(value)) this.look(pathWithin(path, value, key, this.count), part)
    }
  }

  private lookAtNumber(path: string, value: number): void {
    const part = idsAt(path, '')
    if (Number.isInteger(value) && value >= 0 && value < this.count) this.found.set(part.key, part)
    // One more than the last number may stand for nobody; anything beyond is a number that counts something.
    else if (value > this.count) this.refuted.add(part.key)
  }

  private lookAtText(path: string, value: string): void {
    const prefix = numbered(value, this.count)?.prefix
    if (prefix === undefined) return
    const part = idsAt(path, prefix)
    this.found.set(part.key, part)
  }

  private lookAtPlaces(path: string, value: object): void {
    const part = placesAt(path)
    const isPossible = Array.isArray(value) ? value.length === this.count : isByNumber(value, this.count)
    if (isPossible) this.found.set(part.key, part)
    else if (Array.isArray(value) || Object.keys(value).length > 0) this.refuted.add(part.key)
  }
}

/** Whether what a part says of a state can depend on a cell with this path, or the reverse. */
export function concerns({ path }: NumberedPart, cell: string): boolean {
  return path === cell || isWithin(path, cell) || isWithin(cell, path)
}

function isWithin(path: string, around: string): boolean {
  return path.startsWith(`${around}.`) || path.startsWith(`${around}[`)
}
