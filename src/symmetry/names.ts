import { idText } from '../language/ids.ts'
import type { SymmetricSet } from '../machine/machine.ts'
import type { SeenBy } from './signature.ts'

/** An id by the number of its set and its own. */
export interface KnownId {
  readonly set: number
  readonly number: number
}

/** The ids of a machine, by their texts. */
export class Names {
  private readonly ids = new Map<string, KnownId>()
  private readonly sets: readonly SymmetricSet[]

  constructor(sets: readonly SymmetricSet[]) {
    this.sets = sets
    for (const [set, { name, count }] of sets.entries()) {
      for (let number = 0; number < count; number++) this.ids.set(idText(name, number), { set, number })
    }
  }

  id(text: string): KnownId | undefined {
    return this.ids.get(text)
  }

  /** The text of the id that an instance of a process has; undefined for a process that is not symmetric. */
  ofInstance(process: string, instance: number): string | undefined {
    const set = this.sets.find(({ processes }) => processes.includes(process))
    return set === undefined ? undefined : idText(set.name, instance)
  }

  /** How texts appear to an id: only the set of other ids is visible. */
  seenBy({ set, number }: KnownId): SeenBy {
    return text => {
      const id = this.ids.get(text)
      if (id === undefined) return text
      return id.set === set && id.number === number ? '@' : `@${id.set}`
    }
  }

  /** All ids in a value, including those in keys. */
  within(value: unknown, found: Set<string> = new Set()): Set<string> {
    if (typeof value === 'string') {
      if (this.ids.has(value)) found.add(value)
    } else if (Array.isArray(value)) for (const item of value) this.within(item, found)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) {
        this.within(key, found)
        this.within(part, found)
      }
    }
    return found
  }
}
