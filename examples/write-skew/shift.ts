/** A table under snapshot isolation: a commit fails if a row that it writes was written since its snapshot. */
export class Table {
  private readonly rows = new Map<string, { value: boolean | number; at: number }>()
  private clock = 0

  begin(): Transaction {
    return new Transaction(new Map(this.rows), this.clock, writes => this.commit(writes))
  }

  private commit({ since, writes }: Commit): boolean {
    if ([...writes.keys()].some(key => (this.rows.get(key)?.at ?? 0) > since)) return false
    this.clock++
    for (const [key, value] of writes) this.rows.set(key, { value, at: this.clock })
    return true
  }
}

interface Commit {
  readonly since: number
  readonly writes: ReadonlyMap<string, boolean | number>
}

export class Transaction {
  private readonly writes = new Map<string, boolean | number>()
  private readonly snapshot: ReadonlyMap<string, { value: boolean | number }>
  private readonly since: number
  private readonly send: (commit: Commit) => boolean

  constructor(
    snapshot: ReadonlyMap<string, { value: boolean | number }>,
    since: number,
    send: (commit: Commit) => boolean,
  ) {
    this.snapshot = snapshot
    this.since = since
    this.send = send
  }

  read(key: string): boolean | number | undefined {
    return this.writes.get(key) ?? this.snapshot.get(key)?.value
  }

  write(key: string, value: boolean | number): void {
    this.writes.set(key, value)
  }

  /** Whether nobody else wrote the same rows. */
  commit(): boolean {
    return this.send({ since: this.since, writes: this.writes })
  }
}

/** Prepares a transaction in which a doctor goes off call if another one stays; `commit` may have to be tried again. */
export function goOff(table: Table, doctor: string, all: readonly string[]): { commit(): boolean } {
  const transaction = table.begin()
  const stays = all.some(other => other !== doctor && transaction.read(other) === true)
  if (stays) {
    transaction.write(doctor, false)
    transaction.write('shift', Number(transaction.read('shift') ?? 0) + 1)
  }
  return transaction
}
