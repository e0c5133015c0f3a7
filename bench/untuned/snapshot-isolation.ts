/** Snapshot isolation: transactions read as of their start; of two that write the same key at a time, the first to commit wins. */

import { add, choose, has, model, type SetOf, setOf, size, when } from 'interleave-checker'

interface Transaction {
  status: 'new' | 'active' | 'committed' | 'aborted'
  snapshot: number
  /** What it read, and by which commit that was written. */
  reads: SetOf<{ readonly key: number; readonly version: number }>
  writes: SetOf<number>
}

export default model('snapshot isolation', { transactions: 3, keys: 2 })
  .shared(c => ({
    transactions: Array.from({ length: c.transactions }, (): Transaction => {
      return { status: 'new', snapshot: 0, reads: setOf(), writes: setOf() }
    }),
    commits: 0,
    /** The commits that wrote each key, oldest first. */
    versions: Array.from({ length: c.keys }, () => [0]),
  }))
  .action('begin', s => {
    const t = choose(...s.transactions)
    when(t.status === 'new')
    t.status = 'active'
    t.snapshot = s.commits
  })
  .action('read', s => {
    const t = choose(...s.transactions)
    when(t.status === 'active')
    const key = choose(...s.versions.keys())
    when(!has(t.writes, key) && ![...t.reads].some(read => read.key === key))
    const version = s.versions[key]!.findLast(v => v <= t.snapshot)!
    add(t.reads, { key, version })
  })
  .action('write', s => {
    const t = choose(...s.transactions)
    when(t.status === 'active')
    const key = choose(...s.versions.keys())
    when(!has(t.writes, key))
    add(t.writes, key)
  })
  .action('commit', s => {
    const t = choose(...s.transactions)
    when(t.status === 'active')
    if ([...t.writes].some(key => s.versions[key]!.at(-1)! > t.snapshot)) {
      t.status = 'aborted'
      return
    }
    t.status = 'committed'
    if (size(t.writes) === 0) return
    s.commits++
    for (const key of t.writes) s.versions[key]!.push(s.commits)
  })
  .action('roll back', s => {
    const t = choose(...s.transactions)
    when(t.status === 'active')
    t.status = 'aborted'
  })
  .mayDeadlock()
  .invariant('reads are of the snapshot', s =>
    s.transactions.every(t => [...t.reads].every(({ version }) => version <= t.snapshot)),
  )
  .transition('a committed write is never lost', (before, after) =>
    before.versions.every((versions, key) => versions.every((version, i) => after.versions[key]![i] === version)),
  )
  .transition('what is over stays as it is', (before, after) =>
    before.transactions.every((t, i) => {
      const isOver = t.status === 'committed' || t.status === 'aborted'
      return !isOver || after.transactions[i]!.status === t.status
    }),
  )
