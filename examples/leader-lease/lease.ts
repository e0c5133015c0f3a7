/** The node's own clock, in milliseconds. */
export type Clock = () => number

/** Where a node may ask for the lease: the answer says whether it has it, for `termMs` from the request. */
export interface LeaseStore {
  acquire(node: string, termMs: number): Promise<boolean>
}

/** Says whether a node leads. `driftMs` is how far clocks may differ within a term. */
export class Leader {
  private until = Number.NEGATIVE_INFINITY
  private readonly node: string
  private readonly store: LeaseStore
  private readonly clock: Clock
  private readonly termMs: number
  private readonly driftMs: number

  constructor(node: string, store: LeaseStore, clock: Clock, { termMs, driftMs }: { termMs: number; driftMs: number }) {
    if (driftMs >= termMs) throw new RangeError('a term must be longer than clocks may drift')
    this.node = node
    this.store = store
    this.clock = clock
    this.termMs = termMs
    this.driftMs = driftMs
  }

  async campaign(): Promise<void> {
    // Counted from before the request: the store's term begins no earlier.
    const asked = this.clock()
    if (await this.store.acquire(this.node, this.termMs)) this.until = asked + this.termMs - this.driftMs
  }

  get leads(): boolean {
    return this.clock() < this.until
  }
}
