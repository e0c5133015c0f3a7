/**
 * SRCU's algorithm (kernel/rcu/srcutree.c, since 4.12): two slots of counters for each CPU, one for locks and one for
 * unlocks, since a reader may unlock on another CPU. A slot is empty when its unlocks, summed first, equal its locks. A
 * grace period waits for the inactive slot, flips the index to it, and waits for the other: two waits for one flip.
 *
 * The counters grow, so each reader has a bounded number of sections. Memory is sequentially consistent.
 */

import { choose, model, prefixed, when } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'
import {
  gracePeriodBegins,
  gracePeriodEnds,
  type HasRcuSpec,
  isInReader,
  newRcuSpec,
  readerEnters,
  readerLeaves,
} from './rcu-spec.ts'

interface Srcu extends HasRcuSpec {
  srcu_idx: number
  /** By slot and CPU. */
  lock_count: number[][]
  unlock_count: number[][]
}

interface Updater {
  cpu: number
  sum: number
}

interface SrcuConstants {
  readonly cpus: number
  /** Mutant: sums the locks first. */
  readonly locksFirst: boolean
}

function count(s: Srcu, which: 'lock_count' | 'unlock_count', cpu: number): number {
  return s[which][1 - s.srcu_idx]![cpu]!
}

/** try_check_zero() of the inactive slot, repeated until it is empty. */
function try_check_zero<const E extends string>(goto: { readonly empty: E }) {
  return {
    srcu_readers_unlock_idx: (s: Srcu, me: Updater, c: SrcuConstants) => {
      me.sum += count(s, c.locksFirst ? 'lock_count' : 'unlock_count', me.cpu)
      me.cpu++
      if (me.cpu < c.cpus) return 'srcu_readers_unlock_idx'
      me.cpu = 0
    },
    srcu_readers_lock_idx: (
      s: Srcu,
      me: Updater,
      c: SrcuConstants,
    ): E | 'srcu_readers_unlock_idx' | 'srcu_readers_lock_idx' => {
      me.sum -= count(s, c.locksFirst ? 'unlock_count' : 'lock_count', me.cpu)
      me.cpu++
      if (me.cpu < c.cpus) return 'srcu_readers_lock_idx'
      const isEmpty = me.sum === 0
      me.cpu = 0
      me.sum = 0
      return isEmpty ? goto.empty : 'srcu_readers_unlock_idx'
    },
  } as const
}

export const srcu = model('srcu', {
  readers: 1,
  sections: 2,
  cpus: 2,
  updaters: 1,
  gracePeriods: 2,
  locksFirst: false,
  /** Mutant: no wait before the flip, as in the single flip. */
  waitsFirst: true,
  /** Mutant: no wait after the flip. */
  waitsAgain: true,
  /** Mutant: a reader unlocks the current slot instead of its own. */
  rereadsIndex: false,
})
  .extend(sequentiallyConsistent)
  .shared(c => ({
    srcu_idx: 0,
    lock_count: Array.from({ length: 2 }, () => Array<number>(c.cpus).fill(0)),
    unlock_count: Array.from({ length: 2 }, () => Array<number>(c.cpus).fill(0)),
    srcu_gp_mutex: null as number | null,
    rcu: newRcuSpec(c.updaters),
  }))
  .process('reader', {
    count: c => c.readers,
    locals: c => ({ idx: 0, left: c.sections }),
    steps: {
      // srcu_read_lock()
      'idx = srcu_idx': (s, me) => {
        me.idx = s.srcu_idx
      },
      'this_cpu_inc(lock_count[idx])': (s, me, c) => {
        s.lock_count[me.idx]![choose(...Array(c.cpus).keys())]!++
        readerEnters(s, me.id)
      },
      // srcu_read_unlock(), perhaps on another CPU
      'this_cpu_inc(unlock_count[idx])': (s, me, c) => {
        readerLeaves(s, me.id)
        const slot = c.rereadsIndex ? s.srcu_idx : me.idx
        s.unlock_count[slot]![choose(...Array(c.cpus).keys())]!++
        me.idx = 0
        me.left--
        if (me.left > 0) return 'idx = srcu_idx'
      },
    },
  })
  .process('updater', {
    count: c => c.updaters,
    locals: c => ({ cpu: 0, sum: 0, left: c.gracePeriods }),
    steps: [
      {
        synchronize_srcu: (s, me) => {
          gracePeriodBegins(s, me.id)
        },
        'mutex_lock(&srcu_gp_mutex)': (s, me, c) => {
          when(s.srcu_gp_mutex === null)
          s.srcu_gp_mutex = me.id
          if (!c.waitsFirst) return 'srcu_flip'
        },
      },
      prefixed('first: ', try_check_zero({ empty: 'srcu_flip' })),
      {
        srcu_flip: (s, _me, c) => {
          s.srcu_idx = 1 - s.srcu_idx
          if (!c.waitsAgain) return 'mutex_unlock(&srcu_gp_mutex)'
        },
      },
      prefixed('second: ', try_check_zero({ empty: 'mutex_unlock(&srcu_gp_mutex)' })),
      {
        'mutex_unlock(&srcu_gp_mutex)': (s, me) => {
          s.srcu_gp_mutex = null
          gracePeriodEnds(s, me.id)
          me.left--
          if (me.left > 0) return 'synchronize_srcu'
        },
      },
    ],
  })
  .span('reader', 'read-side section', isInReader)
  .span('updater', 'synchronize_srcu', (_s, me) => me.pc !== 'synchronize_srcu' && me.pc !== 'done')
  .span('updater', 'srcu_gp_mutex', (s, me) => s.srcu_gp_mutex === me.id)
