/** A job that several workers share, over a store that other processes use at the same time. */

export interface Row {
  readonly holder: number | null
  readonly token: number
  readonly results: number
}

/** A row of a database. Every call takes time, and others may come in between. */
export interface Store {
  read(): Promise<Row>
  write(row: Row): Promise<void>
  /** Writes the row if it still is the one that was read. */
  writeIfUnchanged(row: Row, read: Row): Promise<boolean>
}

export class MemoryStore implements Store {
  row: Row = { holder: null, token: 0, results: 0 }

  async read(): Promise<Row> {
    return this.row
  }

  async write(row: Row): Promise<void> {
    this.row = row
  }

  async writeIfUnchanged(row: Row, read: Row): Promise<boolean> {
    if (this.row !== read) return false
    this.row = row
    return true
  }
}

/**
 * - `none`: a worker that comes back late finishes the job once more.
 * - `checked`: it looks whether the lease is still its own, and then writes. Between the two the lease may run out.
 * - `fenced`: it writes only if nothing has changed since it looked.
 */
export type Fence = 'none' | 'checked' | 'fenced'

export class JobQueue {
  private readonly store: Store
  private readonly fence: Fence
  private readonly attempts: number
  private readonly tokens = new Map<number, number>()

  constructor(store: Store, { fence, attempts }: { fence: Fence; attempts: number }) {
    this.store = store
    this.fence = fence
    this.attempts = attempts
  }

  /** Takes the job. Returns the token of the lease; undefined if there is nothing to take. */
  async take(worker: number): Promise<number | undefined> {
    for (;;) {
      const row = await this.store.read()
      if (row.holder !== null || row.results > 0 || row.token >= this.attempts) return undefined
      const token = row.token + 1
      if (!(await this.store.writeIfUnchanged({ ...row, holder: worker, token }, row))) continue
      this.tokens.set(worker, token)
      return token
    }
  }

  /** Finishes the job. Returns whether this worker's result counts. */
  async finish(worker: number): Promise<boolean> {
    for (;;) {
      const row = await this.store.read()
      if (this.fence !== 'none' && this.tokens.get(worker) !== row.token) return false
      const finished = { ...row, holder: null, results: row.results + 1 }
      if (this.fence === 'fenced') {
        if (!(await this.store.writeIfUnchanged(finished, row))) continue
      } else await this.store.write(finished)
      return true
    }
  }

  /** Called by a timer. Returns whether there was a lease. */
  async expire(): Promise<boolean> {
    for (;;) {
      const row = await this.store.read()
      if (row.holder === null) return false
      if (await this.store.writeIfUnchanged({ ...row, holder: null }, row)) return true
    }
  }
}
