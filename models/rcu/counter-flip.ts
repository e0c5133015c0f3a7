/**
 * RCU by a pair of counters (perfbook, rcu_rcpg): readers count themselves in the slot that `rcu_idx` names, and an updater
 * turns readers to the other slot and waits until the old one is empty.
 *
 * One flip is not enough. A reader that has loaded the index but not yet counted itself may later enter a slot that the next
 * grace period takes for that of later readers.
 *
 * Memory is sequentially consistent here, so the purpose of the original's barriers is not modelled.
 */

import { model, when } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'
import { gracePeriodBegins, gracePeriodEnds, isInReader, newRcuSpec, readerEnters, readerLeaves } from './rcu-spec.ts'

export const counterFlip = model('counter-flip', {
  readers: 1,
  updaters: 1,
  /** How often a grace period flips the index and waits for the old slot to empty. */
  flips: 2,
  /** Whether grace periods exclude each other. */
  locks: true,
  /** Whether a grace period waits at all. */
  waits: true,
  /** Mutant: a grace period leaves readers where they are, and waits until that slot is empty. */
  turns: true,
  /** Mutant: a reader leaves the current slot instead of its own. */
  rereadsIndex: false,
})
  .extend(sequentiallyConsistent)
  .shared(c => ({
    rcu_idx: 0,
    rcu_refcnt: [0, 0],
    rcu_gp_lock: null as number | null,
    rcu: newRcuSpec(c.updaters),
  }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ idx: 0 }),
    steps: {
      // rcu_read_lock()
      'idx = rcu_idx': (s, me) => {
        me.idx = s.rcu_idx
      },
      'atomic_inc(&rcu_refcnt[idx])': (s, me) => {
        s.rcu_refcnt[me.idx]!++
        readerEnters(s, me.id)
      },
      // rcu_read_unlock()
      'atomic_dec(&rcu_refcnt[idx])': (s, me, c) => {
        readerLeaves(s, me.id)
        s.rcu_refcnt[c.rereadsIndex ? s.rcu_idx : me.idx]!--
        me.idx = 0
        return 'idx = rcu_idx'
      },
    },
  })
  .process('updater', {
    count: c => c.updaters,
    locals: () => ({ old: 0, flips: 0 }),
    steps: {
      synchronize_rcu: (s, me) => {
        gracePeriodBegins(s, me.id)
      },
      'spin_lock(&rcu_gp_lock)': (s, me, c) => {
        if (!c.locks) return
        when(s.rcu_gp_lock === null)
        s.rcu_gp_lock = me.id
      },
      'old = rcu_idx': (s, me) => {
        me.old = s.rcu_idx
      },
      'rcu_idx = !old': (s, me, c) => {
        if (c.turns) s.rcu_idx = 1 - me.old
      },
      'rcu_refcnt[old] == 0': (s, me, c) => {
        when(s.rcu_refcnt[me.old] === 0 || !c.waits)
        me.flips++
        if (me.flips < c.flips) return 'old = rcu_idx'
        me.flips = 0
        me.old = 0
      },
      'spin_unlock(&rcu_gp_lock)': (s, me, c) => {
        if (c.locks) s.rcu_gp_lock = null
        gracePeriodEnds(s, me.id)
        return 'synchronize_rcu'
      },
    },
  })
  .span('reader', 'read-side section', isInReader)
  .span('updater', 'synchronize_rcu', (_s, me) => me.pc !== 'synchronize_rcu')
  .span('updater', 'rcu_gp_lock', (s, me) => s.rcu_gp_lock === me.id)
