import { idText } from '../language/ids.ts'
import { type Machine, moverAt, type State } from '../machine/machine.ts'
import { settle } from '../machine/settle.ts'
import type { NameChange } from './name-change.ts'
import type { Permutation } from './permutation.ts'

/**
 * A permutation of ids, applied to everything that names them: texts in values, keys of records, the places of instances,
 * movers.
 */
export class Renaming implements NameChange {
  readonly permutation: Permutation
  private readonly machine: Machine
  /** By the text of an id, the text of its image. */
  private readonly texts = new Map<string, string>()
  /** By the name of a process, where each of its instances goes. */
  private readonly places = new Map<string, readonly number[]>()

  constructor(machine: Machine, permutation: Permutation) {
    this.machine = machine
    this.permutation = permutation
    for (const [set, { name, processes }] of machine.symmetries.entries()) {
      const numbers = permutation[set] as readonly number[]
      for (const [from, to] of numbers.entries()) {
        if (from !== to) this.texts.set(idText(name, from), idText(name, to))
      }
      for (const process of processes) this.places.set(process, numbers)
    }
  }

  get isIdentity(): boolean {
    return this.texts.size === 0
  }

  state(state: State): State {
    if (this.isIdentity) return state
    const renamed = this.value(state) as Record<string, unknown>
    for (const [process, numbers] of this.places) {
      const instances = [...(renamed[process] as unknown[])]
      for (const [from, to] of numbers.entries()) instances[to] = (renamed[process] as unknown[])[from]
      renamed[process] = instances
    }
    return settle(this.machine, renamed as State)
  }

  /** The value with other names, not settled. */
  value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(item => this.value(item))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [this.text(key), this.value(part)]))
  }

  text(text: string): string {
    return this.texts.get(text) ?? text
  }

  /** Where an instance of a process goes. */
  place(process: string, instance: number): number {
    return this.places.get(process)?.[instance] ?? instance
  }

  /** The number of the image of a mover. */
  mover(index: number): number {
    const { process, instance } = moverAt(this.machine, index)
    return process === null ? index : index - instance + this.place(process, instance)
  }
}
