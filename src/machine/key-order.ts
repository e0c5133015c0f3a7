/**
 * The canonical order of the keys of records.
 *
 * The order in which keys were added to a record is not part of a state, so authors must not see it. In every state
 * that they see, the keys of records come in the order in which the initial states first name them; keys that no
 * initial state has follow in alphabetical order. (JavaScript itself puts keys that are whole numbers first.)
 */

export class KeyOrder {
  private readonly ranks = new Map<string, number>()

  /** The keys in the canonical order: the same array if they are already in it. */
  sorted(keys: string[]): string[] {
    for (let i = 1; i < keys.length; i++) {
      if (this.compare(keys[i - 1] as string, keys[i] as string) > 0) return keys.toSorted((a, b) => this.compare(a, b))
    }
    return keys
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
