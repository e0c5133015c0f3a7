/**
 * Two-phase commit, as in the TLA+ examples (TwoPhase.tla, after Gray and Lamport, "Consensus on transaction commit", 2006).
 * A transaction manager collects "prepared" messages from resource managers, and commits once it has them all.
 *
 * Messages are kept in a set and never removed: they can be received repeatedly and are never lost. A resource manager may
 * abort on its own until it is prepared.
 */

import { add, choose, has, model, setOf, when } from 'interleave-checker'

export type Message =
  | { readonly type: 'prepared'; readonly rm: number }
  | { readonly type: 'commit' }
  | { readonly type: 'abort' }
export type ManagerState = 'working' | 'prepared' | 'committed' | 'aborted'

const commit: Message = { type: 'commit' }
const abort: Message = { type: 'abort' }

export const twoPhaseCommit = model('two-phase commit', {
  managers: 3,
  /** Mutant: the transaction manager commits as soon as one resource manager is prepared. */
  waitsForAll: true,
})
  .shared(c => ({
    rm: Array<ManagerState>(c.managers).fill('working'),
    tm: 'init' as 'init' | 'committed' | 'aborted',
    /** The resource managers that the transaction manager knows to be prepared. */
    tmPrepared: Array<boolean>(c.managers).fill(false),
    msgs: setOf<Message>(),
  }))
  .action('manager receives prepared', (s, c) => {
    when(s.tm === 'init')
    const rm = choose(...Array(c.managers).keys())
    when(has(s.msgs, { type: 'prepared', rm }))
    s.tmPrepared[rm] = true
  })
  .action('manager commits', (s, c) => {
    when(s.tm === 'init' && (c.waitsForAll ? s.tmPrepared.every(Boolean) : s.tmPrepared.includes(true)))
    s.tm = 'committed'
    add(s.msgs, commit)
  })
  .action('manager aborts', s => {
    when(s.tm === 'init')
    s.tm = 'aborted'
    add(s.msgs, abort)
  })
  .action('prepare', (s, c) => {
    const rm = choose(...Array(c.managers).keys())
    when(s.rm[rm] === 'working')
    s.rm[rm] = 'prepared'
    add(s.msgs, { type: 'prepared', rm })
  })
  .action('abort', (s, c) => {
    const rm = choose(...Array(c.managers).keys())
    when(s.rm[rm] === 'working')
    s.rm[rm] = 'aborted'
  })
  .action('receive commit', (s, c) => {
    const rm = choose(...Array(c.managers).keys())
    when(has(s.msgs, commit))
    s.rm[rm] = 'committed'
  })
  .action('receive abort', (s, c) => {
    const rm = choose(...Array(c.managers).keys())
    when(has(s.msgs, abort))
    s.rm[rm] = 'aborted'
  })
  // Stuttering steps count as steps, so some step is always enabled; every end is a good one.
  .mayDeadlock()
  .variant('waits for one', { waitsForAll: false })
  .variant('7 managers', { managers: 7 })
  .variant('8 managers', { managers: 8 })
