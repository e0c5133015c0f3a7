/**
 * RCU by quiescent states (perfbook, rcu_qs): readers do nothing at all, and each thread occasionally announces that it
 * holds no reference, by copying the number of the grace period. This is RCU-sched without a scheduler:
 * rcu_quiescent_state() takes the place of a context switch, and a reader that contains one is D2 and D5 of the series.
 *
 * Numbers of grace periods grow, so their number is bounded. Memory is sequentially consistent.
 */

import { choose, model, when } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'
import { gracePeriodBegins, gracePeriodEnds, isInReader, newRcuSpec, readerEnters, readerLeaves } from './rcu-spec.ts'

export const qsbr = model('qsbr', {
  readers: 2,
  updaters: 1,
  gracePeriods: 2,
  /** Mutant: a reader contains a quiescent state, such as cond_resched() in NP. */
  quiescentInside: false,
  /** Mutant: a reader starts before its thread is online again. */
  readsOffline: false,
  /** Mutant: a thread sleeps without going offline. */
  sleepsOnline: false,
  /** Whether each grace period has its own number. */
  counts: true,
})
  .extend(sequentiallyConsistent)
  .shared(c => ({
    rcu_gp_ctr: 0,
    /** Odd: the thread is online and was quiescent in that grace period. Even: it is offline. */
    rcu_reader_qs_gp: Array<number>(c.readers).fill(1),
    rcu_gp_lock: null as number | null,
    rcu: newRcuSpec(c.updaters),
  }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ gp: 0 }),
    mayRest: ['offline'],
    steps: {
      // rcu_read_lock() is empty.
      rcu_read_lock: (s, me) => {
        readerEnters(s, me.id)
      },
      inside: (s, me, c) => {
        if (c.quiescentInside && choose(true, false)) s.rcu_reader_qs_gp[me.id] = s.rcu_gp_ctr + 1
      },
      rcu_read_unlock: (s, me) => {
        readerLeaves(s, me.id)
        return choose('gp = rcu_gp_ctr', 'rcu_read_lock', 'rcu_thread_offline')
      },
      // rcu_quiescent_state()
      'gp = rcu_gp_ctr': (s, me) => {
        me.gp = s.rcu_gp_ctr
      },
      'rcu_reader_qs_gp = gp + 1': (s, me) => {
        s.rcu_reader_qs_gp[me.id] = me.gp + 1
        me.gp = 0
        return 'rcu_read_lock'
      },
      rcu_thread_offline: (s, me, c) => {
        if (!c.sleepsOnline) s.rcu_reader_qs_gp[me.id] = s.rcu_gp_ctr
      },
      // It may sleep forever.
      offline: (_s, me, c) => {
        if (c.sleepsOnline) return 'done'
        me.gp = 0
        if (c.readsOffline) return 'rcu_read_lock'
        // rcu_thread_online() is rcu_quiescent_state().
        return 'gp = rcu_gp_ctr'
      },
    },
  })
  .process('updater', {
    count: c => c.updaters,
    locals: c => ({ left: c.gracePeriods, thread: 0 }),
    steps: {
      synchronize_rcu: (s, me) => {
        gracePeriodBegins(s, me.id)
      },
      'spin_lock(&rcu_gp_lock)': (s, me) => {
        when(s.rcu_gp_lock === null)
        s.rcu_gp_lock = me.id
      },
      'rcu_gp_ctr += 2': (s, me, c) => {
        if (c.counts) s.rcu_gp_ctr += 2
        me.thread = 0
      },
      'rcu_reader_qs_gp[thread] >= rcu_gp_ctr': (s, me, c) => {
        const gp = s.rcu_reader_qs_gp[me.thread]!
        when(gp % 2 === 0 || gp >= s.rcu_gp_ctr)
        me.thread++
        if (me.thread < c.readers) return 'rcu_reader_qs_gp[thread] >= rcu_gp_ctr'
        me.thread = 0
      },
      'spin_unlock(&rcu_gp_lock)': (s, me) => {
        s.rcu_gp_lock = null
        gracePeriodEnds(s, me.id)
        me.left--
        if (me.left > 0) return 'synchronize_rcu'
      },
    },
  })
  .span('reader', 'read-side section', isInReader)
  .span('updater', 'synchronize_rcu', (_s, me) => me.pc !== 'synchronize_rcu' && me.pc !== 'done')
  .span('updater', 'rcu_gp_lock', (s, me) => s.rcu_gp_lock === me.id)
