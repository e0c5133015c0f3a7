/**
 * What it means to commit a transaction, independent of any protocol (TLA+ examples, TCommit.tla, after Gray and Lamport,
 * "Consensus on transaction commit", 2006). Each resource manager sees the state of all others when it decides. Two-phase
 * commit (`two-phase-commit.ts`) implements this with messages.
 */

import { choose, model, when } from 'interleave-checker'
import type { ManagerState } from './two-phase-commit.ts'

export const transactionCommit = model('transaction commit', {
  managers: 3,
  /** Mutant: a manager aborts without checking whether another has committed. */
  looks: true,
})
  .shared(c => ({ rm: Array<ManagerState>(c.managers).fill('working') }))
  .action('Prepare', s => {
    const rm = choose(...s.rm.keys())
    when(s.rm[rm] === 'working')
    s.rm[rm] = 'prepared'
  })
  .action('Decide: commit', s => {
    const rm = choose(...s.rm.keys())
    when(s.rm[rm] === 'prepared' && s.rm.every(state => state === 'prepared' || state === 'committed'))
    s.rm[rm] = 'committed'
  })
  .action('Decide: abort', (s, c) => {
    const rm = choose(...s.rm.keys())
    when(s.rm[rm] === 'working' || s.rm[rm] === 'prepared')
    when(!c.looks || !s.rm.includes('committed'))
    s.rm[rm] = 'aborted'
  })
  // All managers have decided.
  .mayDeadlock()
  .variant('ignores the other managers', { looks: false })
