/**
 * The canonical order of the keys of records.
 *
 * The order in which keys were added to a record is not part of a state, so authors must not see it. In every state
 * that they see, the keys of records come in the order in which the initial states first name them; keys that no
 * initial state has follow in alphabetical order. A record with such keys has the order of the first literal with the same keys in
 * the text of a step, if there is one: then the record looks as it was written. (JavaScript itself puts keys that are whole numbers
 * first.)
 */

import { literalKeysIn } from './literal-keys.ts'

/** The keys of a literal, in the order written. */
interface RecordLiteral {
  readonly keys: readonly string[]
  readonly names: ReadonlySet<string>
}

export class KeyOrder {
  private readonly ranks = new Map<string, number>()
  /** Keys of literals in steps, by their number. */
  private readonly literals = new Map<number, RecordLiteral[]>()

  /** `steps` are the texts of all steps. */
  constructor(steps: readonly string[] = []) {
    for (const keys of steps.flatMap(literalKeysIn)) {
      const known = this.literals.get(keys.length) ?? []
      const literal = { keys, names: new Set(keys) }
      if (literal.names.size === keys.length) this.literals.set(keys.length, [...known, literal])
    }
  }

  /** The keys in the canonical order: the same array if they are already in it. */
  sorted(keys: string[]): string[] {
    const literal = this.literalLike(keys)
    if (literal !== undefined) return keys.every((key, i) => key === literal.keys[i]) ? keys : [...literal.keys]
    for (let i = 1; i < keys.length; i++) {
      if (this.compare(keys[i - 1] as string, keys[i] as string) > 0) return keys.toSorted((a, b) => this.compare(a, b))
    }
    return keys
  }

  private literalLike(keys: readonly string[]): RecordLiteral | undefined {
    const literals = this.literals.get(keys.length)
    if (literals === undefined || this.hasAll(keys)) return undefined
    return literals.find(({ names }) => keys.every(key => names.has(key)))
  }

  /** Whether the initial states name all of these keys, which determines their order. */
  hasAll(keys: readonly string[]): boolean {
    return keys.every(key => this.ranks.has(key))
  }

  private compare(a: string, b: string): number {
    const [first, second] = [this.ranks.get(a), this.ranks.get(b)]
    if (first !== undefined && second !== undefined) return first - second
    if (first !== undefined) return -1
    if (second !== undefined) return 1
    return a < b ? -1 : a > b ? 1 : 0
  }

  /** Records the keys of an initial state, as its author wrote it; returns whether there are new ones. */
  rank(state: unknown): boolean {
    const { size } = this.ranks
    this.rankWithin(state)
    return this.ranks.size > size
  }

  private rankWithin(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) {
      for (const item of value) this.rankWithin(item)
      return
    }
    for (const key of Object.keys(value)) {
      if (!this.ranks.has(key)) this.ranks.set(key, this.ranks.size)
      this.rankWithin((value as Record<string, unknown>)[key])
    }
  }
}
