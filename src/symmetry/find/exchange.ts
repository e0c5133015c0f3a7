import { type Machine, moverAt, type State } from '../../machine/machine.ts'
import { settle } from '../../machine/settle.ts'
import type { NameChange } from '../name-change.ts'
import { isByNumber, numbered, pathWithin } from './number-text.ts'
import { idsAt, type NumberedPart, placesAt } from './parts.ts'

/** What is renamed: a number of instances, and the parts of states that are by their numbers. */
export interface Arrangement {
  readonly count: number
  /** By their keys. */
  readonly parts: ReadonlyMap<string, NumberedPart>
}

/** Exchanges two instances in the parts of a state that an arrangement names: those with a place for each instance, or its number. */
export class Exchange implements NameChange {
  readonly one: number
  readonly other: number
  private readonly machine: Machine
  private readonly arrangement: Arrangement

  constructor(machine: Machine, arrangement: Arrangement, one: number, other: number) {
    this.machine = machine
    this.arrangement = arrangement
    this.one = one
    this.other = other
  }

  state(state: State): State {
    return settle(this.machine, this.value('', state) as State)
  }

  mover(index: number): number {
    const { process, instance } = moverAt(this.machine, index)
    const isMoved = process !== null && this.arrangement.parts.has(placesAt(process).key)
    return isMoved ? index - instance + this.number(instance) : index
  }

  private number(number: number): number {
    if (number === this.one) return this.other
    return number === this.other ? this.one : number
  }

  private value(path: string, value: unknown): unknown {
    if (typeof value === 'number') return this.has(idsAt(path, '')) ? this.number(value) : value
    if (typeof value === 'string') return this.text(path, value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return this.items(path, value)
    const isMoved = this.has(placesAt(path)) && isByNumber(value, this.arrangement.count)
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        isMoved ? this.renamed(key) : key,
        this.value(pathWithin(path, value, key, this.arrangement.count), part),
      ]),
    )
  }

  private items(path: string, items: readonly unknown[]): unknown[] {
    const renamed = items.map(item => this.value(`${path}[*]`, item))
    return this.has(placesAt(path)) ? renamed.map((_, i) => renamed[this.number(i)]) : renamed
  }

  private text(path: string, text: string): string {
    const found = numbered(text, this.arrangement.count)
    return found !== undefined && this.has(idsAt(path, found.prefix)) ? this.renamed(text) : text
  }

  private renamed(text: string): string {
    const found = numbered(text, this.arrangement.count)
    return found === undefined ? text : `${found.prefix}${this.number(found.number)}`
  }

  private has({ key }: NumberedPart): boolean {
    return this.arrangement.parts.has(key)
  }
}
