/** A cache in front of an asynchronous source. What was loaded before a deletion never fills it. */
export class Cache<V> {
  private readonly values = new Map<string, V>()
  private readonly tickets = new Map<string, number>()
  private readonly load: (key: string) => Promise<V>

  constructor(load: (key: string) => Promise<V>) {
    this.load = load
  }

  async get(key: string): Promise<V> {
    const known = this.values.get(key)
    if (known !== undefined) return known
    const ticket = this.ticketOf(key)
    const loaded = await this.load(key)
    if (ticket === this.ticketOf(key)) this.values.set(key, loaded)
    return loaded
  }

  /** Call it after each write to the source. */
  delete(key: string): void {
    this.values.delete(key)
    this.tickets.set(key, this.ticketOf(key) + 1)
  }

  private ticketOf(key: string): number {
    return this.tickets.get(key) ?? 0
  }
}
