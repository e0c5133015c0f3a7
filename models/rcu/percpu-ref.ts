/**
 * percpu_ref's algorithm, lib/percpu-refcount.c (v4.2): a count for each CPU while the reference is alive, one atomic count
 * once it is killed. A grace period of RCU-sched lies in between, after which no CPU uses its own count any more, so the sum
 * over the CPUs is exact. Until it is added, a bias keeps the atomic count away from 0.
 *
 * That grace period is the guarantee of RCU, not its algorithm: `readersHaveLeft`.
 */

import { choose, model, when } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'
import {
  gracePeriodBegins,
  gracePeriodEnds,
  isInReader,
  newRcuSpec,
  readerEnters,
  readerLeaves,
  readersHaveLeft,
} from './rcu-spec.ts'

/** PERCPU_COUNT_BIAS: greater than the number of references. */
export const bias = 8

export const percpuRef = model('percpu-ref', {
  users: 1,
  cpus: 2,
  /** Mutant: the counts are summed without a grace period. */
  waits: true,
  /** Mutant: the atomic count is unbiased from the start. */
  biased: true,
  /** Mutant: the callback has no reference of its own. */
  callbackHolds: true,
  /** Mutant: tryget_live() reads the mode before it disables preemption. */
  locksFirst: true,
  /** Mutant: a refused user puts anyway. */
  putsRefused: false,
  /** Mutant: kill does not set DEAD. */
  marksDead: true,
})
  .extend(sequentiallyConsistent)
  .shared(c => ({
    percpu_count: Array<number>(c.cpus).fill(0),
    /** The atomic count, including the base reference. */
    count: (c.biased ? bias : 0) + 1,
    dead: false,
    atomic: false,
    queued: false,
    confirmed: false,
    rcu: newRcuSpec(1),
    /** Ghosts: the true number of references, and how often release() has run. */
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
