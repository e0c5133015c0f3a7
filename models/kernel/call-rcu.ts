/**
 * call_rcu(): callbacks that run after a grace period (kernel/rcu/tree.c).
 *
 * A callback is the label of its first step. Its steps end by going to 'rcu_do_batch' for the next one, and find in
 * `me.head` what they were queued for. Each CPU has its own list, and a process that takes the queued callbacks as a batch,
 * waits for one grace period, and runs the batch, oldest first, concurrently with everything else. So the callbacks of one
 * CPU run in order, and those of two CPUs run concurrently. They run as a softirq, in atomic context, and must not sleep.
 */

import { choose, type Frozen, joined, when } from 'interleave-checker'
import type { Configured } from './config.ts'
import { enter_softirq, leave_softirq } from './preempt.ts'
import { synchronize_rcu } from './rcu.ts'
import { might_sleep, schedule, sleepUntil } from './sleep.ts'
import { current, type HasTasks, type OnTask } from './task.ts'

export interface Callback<F extends string> {
  readonly func: F
  /** The callback's argument, chosen by the caller, such as the index of an object. */
  readonly head: number
}

/** rcu_barrier() queues `rcu_barrier_callback`, which is not a label. */
type Queued<F extends string> = Callback<F | 'rcu_barrier_callback'>

/** The callbacks of a CPU. */
export interface RcuData<F extends string> {
  queued: readonly Queued<F>[]
  /** The callbacks that are waiting for the current grace period, or have waited for it. */
  batch: readonly Queued<F>[]
  /** Whether a callback is running; it is then in neither list. */
  running: boolean
}

export interface HasCallbacks<F extends string> {
  /** One for each CPU that runs callbacks. */
  rcu_data: RcuData<F>[]
}

/** Locals of a process that runs the callbacks of a CPU. */
export interface RcuSoftirq extends OnTask {
  /** The CPU, as an index into `s.rcu_data`. */
  readonly cpu: number
  head: number
}

/** CPUs on which call_rcu() has not been called. */
export function newRcuData<F extends string>(cpus = 1): RcuData<F>[] {
  return Array.from({ length: cpus }, () => ({ queued: [], batch: [], running: false }))
}

/** The locals of the process that runs the callbacks of a CPU. */
export function newRcuSoftirq(task: number, cpu = 0): RcuSoftirq {
  return { task, cpu, head: 0 }
}

/** Whether all queued callbacks have run. */
export function callbacksHaveRun({ rcu_data }: Frozen<HasCallbacks<string>>): boolean {
  return rcu_data.every(isIdle)
}

function isIdle({ queued, batch, running }: Frozen<RcuData<string>>): boolean {
  return queued.length + batch.length === 0 && !running
}

/** call_rcu(), kernel/rcu/tree.c: callable from any context, never waits. The caller may be on any CPU. */
export function call_rcu<F extends string>(s: HasCallbacks<F>, func: NoInfer<F>, head: number): void {
  const [only, ...others] = s.rcu_data
  const cpu = others.length === 0 ? only : s.rcu_data[choose(...s.rcu_data.keys())]
  if (cpu === undefined) throw new Error('there is no CPU that runs callbacks')
  cpu.queued = [...cpu.queued, { func, head }]
}

/**
 * rcu_barrier(), kernel/rcu/tree.c: waits until all callbacks queued before it have run. It queues one behind them on each
 * CPU that has any, and waits for all of these. With no callbacks queued it returns immediately: it waits for callbacks, and
 * guarantees no grace period.
 */
export function rcu_barrier<F extends string>() {
  return {
    rcu_barrier: (s: HasTasks & HasCallbacks<F>, me: OnTask, c: Configured) => {
      if (callbacksHaveRun(s)) might_sleep(s, me)
      else schedule(s, me, c)
      for (const cpu of s.rcu_data) {
        if (!isIdle(cpu)) cpu.queued = [...cpu.queued, { func: 'rcu_barrier_callback', head: me.task }]
      }
    },
    // wait_for_completion(&rcu_state.barrier_completion)
    wait_for_barrier: (s: HasTasks & HasCallbacks<F>, me: OnTask, c: Configured) => {
      return sleepUntil(s, me, c, () => {
        const pending = s.rcu_data.flatMap(({ queued, batch }) => [...queued, ...batch])
        return !pending.some(({ func, head }) => func === 'rcu_barrier_callback' && head === me.task)
      })
    },
  }
}

/** rcu_core(), kernel/rcu/tree.c: the steps of the process that runs the callbacks, which `mayRest` at the first. */
export function rcu_core<F extends string>() {
  return joined(
    {
      rcu_core: (s: HasCallbacks<F>, me: RcuSoftirq) => {
        const cpu = dataOf(s, me)
        when(cpu.queued.length > 0)
        cpu.batch = cpu.queued
        cpu.queued = []
      },
    },
    synchronize_rcu(),
    {
      rcu_do_batch: (s: HasTasks & HasCallbacks<F>, me: RcuSoftirq, c: Configured): F | 'rcu_core' | 'rcu_do_batch' => {
        const cpu = dataOf(s, me)
        const [next, ...rest] = cpu.batch
        if (!current(s, me).softirq) enter_softirq(s, me)
        cpu.batch = rest
        cpu.running = next !== undefined && next.func !== 'rcu_barrier_callback'
        me.head = cpu.running && next !== undefined ? next.head : 0
        if (next === undefined) {
          leave_softirq(s, me, c)
          return 'rcu_core'
        }
        return next.func === 'rcu_barrier_callback' ? 'rcu_do_batch' : next.func
      },
    },
  )
}

function dataOf<F extends string>(s: HasCallbacks<F>, { cpu }: RcuSoftirq): RcuData<F> {
  const data = s.rcu_data[cpu]
  if (data === undefined) throw new Error(`no CPU ${cpu} runs callbacks`)
  return data
}
