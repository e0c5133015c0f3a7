/**
 * percpu_ref's algorithm, lib/percpu-refcount.c (v4.2): a count for each CPU while the reference is alive, one atomic count
 * once it is killed. In between is a grace period of RCU-sched, after which no count is made on a single CPU any longer, so
 * that the sum over the CPUs is exact. Until it is added, a bias keeps the atomic count from looking like 0.
 *
 * That grace period is RCU as promised, not as done: `readersHaveLeft`.
 */

import { choose, model, when } from 'interleave-checker'
import {
  gracePeriodBegins,
  gracePeriodEnds,
  isInReader,
  newRcuSpec,
  readerEnters,
  readerLeaves,
  readersHaveLeft,
} from './rcu-spec.ts'

/** PERCPU_COUNT_BIAS: more than there are references. */
export const bias = 8

export const percpuRef = model('percpu-ref', {
  users: 1,
  cpus: 2,
  /** Mutant: the CPUs are summed up without a grace period. */
  waits: true,
  /** Mutant: the atomic count is unbiased from the start. */
  biased: true,
  /** Mutant: the callback has no reference of its own. */
  callbackHolds: true,
  /** Mutant: tryget_live() looks at the mode before it disables preemption. */
  locksFirst: true,
  /** Mutant: who is refused puts all the same. */
  putsRefused: false,
  /** Mutant: kill does not set DEAD. */
  marksDead: true,
})
  .shared(c => ({
    percpu_count: Array<number>(c.cpus).fill(0),
    /** The atomic count, with the base reference. */
    count: (c.biased ? bias : 0) + 1,
    dead: false,
    atomic: false,
    queued: false,
    confirmed: false,
    rcu: newRcuSpec(1),
    /** Ghosts: how many references are held in truth, and how often release() has run. */
    held: 1,
    released: 0,
  }))
  .process('user', {
    count: c => c.users,
    locals: () => ({ percpu: false, dead: false, gotLate: false, late: false }),
    steps: {
      // percpu_ref_tryget_live()
      'tryget: rcu_read_lock_sched': (s, me, c) => {
        me.late = s.confirmed
        if (c.locksFirst) readerEnters(s, me.id)
      },
      'tryget: __ref_is_percpu': (s, me, c) => {
        me.percpu = !s.atomic
        me.dead = s.dead
        if (c.locksFirst) return 'tryget: inc'
      },
      'tryget: late rcu_read_lock_sched': (s, me, c) => {
        if (!c.locksFirst) readerEnters(s, me.id)
      },
      'tryget: inc': (s, me, c) => {
        const isRefused = !me.percpu && (me.dead || s.count === 0)
        if (isRefused) return c.putsRefused ? 'put: rcu_read_lock_sched' : 'tryget: refused'
        if (me.percpu) s.percpu_count[choose(...Array(c.cpus).keys())]!++
        else s.count++
        s.held++
        me.gotLate = me.late
      },
      'tryget: rcu_read_unlock_sched': (s, me) => {
        readerLeaves(s, me.id)
        return 'use'
      },
      'tryget: refused': (s, me) => {
        readerLeaves(s, me.id)
        return 'done'
      },
      use: () => undefined,
      // percpu_ref_put()
      'put: rcu_read_lock_sched': (s, me) => {
        readerLeaves(s, me.id)
        readerEnters(s, me.id)
      },
      'put: __ref_is_percpu': (s, me) => {
        me.percpu = !s.atomic
      },
      'put: dec': (s, me, c) => {
        s.held--
        if (me.percpu) s.percpu_count[choose(...Array(c.cpus).keys())]!--
        else if (--s.count === 0) s.released++
      },
      'put: rcu_read_unlock_sched': (s, me) => {
        readerLeaves(s, me.id)
      },
    },
  })
  .process('owner', {
    steps: {
      // percpu_ref_kill_and_confirm()
      'percpu_count_ptr |= DEAD': (s, _me, c) => {
        s.dead = c.marksDead
      },
      'percpu_count_ptr |= ATOMIC': s => {
        s.atomic = true
      },
      percpu_ref_get: (s, _me, c) => {
        if (!c.callbackHolds) return
        s.count++
        s.held++
      },
      call_rcu_sched: s => {
        s.queued = true
        gracePeriodBegins(s, 0)
      },
      percpu_ref_put: s => {
        s.held--
        s.count--
        if (s.count === 0) s.released++
      },
    },
  })
  .process('callback', {
    locals: () => ({ cpu: 0, sum: 0 }),
    steps: {
      // percpu_ref_switch_to_atomic_rcu()
      'grace period': (s, _me, c) => {
        when(s.queued && (!c.waits || readersHaveLeft(s, 0)))
        gracePeriodEnds(s, 0)
      },
      'count += *per_cpu_ptr(percpu_count, cpu)': (s, me, c) => {
        me.sum += s.percpu_count[me.cpu]!
        me.cpu++
        if (me.cpu < c.cpus) return 'count += *per_cpu_ptr(percpu_count, cpu)'
      },
      'atomic_long_add(count - PERCPU_COUNT_BIAS)': (s, me, c) => {
        s.count += me.sum - (c.biased ? bias : 0)
        me.cpu = 0
        me.sum = 0
      },
      confirm_switch: s => {
        s.confirmed = true
      },
      percpu_ref_put: (s, _me, c) => {
        if (!c.callbackHolds) return
        s.held--
        s.count--
        if (s.count === 0) s.released++
      },
    },
  })
  .span('user', 'RCU-sched reader', isInReader)
  .span('callback', 'grace period', (s, me) => s.queued && me.pc === 'grace period')
