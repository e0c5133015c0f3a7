/**
 * What committing a transaction means, whatever the protocol (TLA+ examples, TCommit.tla, after Gray and Lamport,
 * "Consensus on transaction commit", 2006): each resource manager decides by looking at all the others. Two-phase commit
 * (`two-phase-commit.ts`) is a way to do so by messages.
 */

import { choose, model, when } from 'interleave-checker'
import type { ManagerState } from './two-phase-commit.ts'

export const transactionCommit = model('transaction commit', {
  managers: 3,
  /** Mutant: who aborts does not look whether another has committed. */
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
  // All have decided.
  .mayDeadlock()
  .variant('does not look', { looks: false })
