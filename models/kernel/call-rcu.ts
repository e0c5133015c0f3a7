/**
 * call_rcu(): callbacks that a process of its own runs after a grace period (kernel/rcu/tree.c).
 *
 * A callback is the label at which its steps begin; they end by going to 'rcu_do_batch' for the next one, and know by
 * `me.head` what they were queued for. The process takes what is queued as a batch, waits for one grace period, and
 * runs the batch, oldest first, while everyone else goes on.
 */

import { type Frozen, joined, when } from 'interleave-checker'
import { synchronize_rcu } from './rcu.ts'
import { might_sleep } from './sleep.ts'
import type { HasTasks, OnTask } from './task.ts'

export interface Callback<F extends string> {
  readonly func: F
  /** What the callback is for, as the caller knows it: the place of an object, say. */
  readonly head: number
}

/** `rcu_barrier_callback` is what rcu_barrier() queues, and no label. */
type Queued<F extends string> = Callback<F | 'rcu_barrier_callback'>

export interface RcuData<F extends string> {
  queued: readonly Queued<F>[]
  /** What waits for the present grace period, or has waited for it. */
  batch: readonly Queued<F>[]
  /** Whether a callback is being run; it is in neither list any longer. */
  running: boolean
}

export interface HasCallbacks<F extends string> {
  rcu_data: RcuData<F>
}

/** Locals of the process that runs the callbacks. */
export interface RcuKthread extends OnTask {
  head: number
}

/** A CPU on which nobody has called call_rcu(). */
export function newRcuData<F extends string>(): RcuData<F> {
  return { queued: [], batch: [], running: false }
}

/** Whether each callback that was queued has run. */
export function callbacksHaveRun({ rcu_data }: Frozen<HasCallbacks<string>>): boolean {
  return rcu_data.queued.length + rcu_data.batch.length === 0 && !rcu_data.running
}

/** call_rcu(), kernel/rcu/tree.c: from any context, and at once. */
export function call_rcu<F extends string>(s: HasCallbacks<F>, func: NoInfer<F>, head: number): void {
  s.rcu_data.queued = [...s.rcu_data.queued, { func, head }]
}

/**
 * rcu_barrier(), kernel/rcu/tree.c: until all callbacks queued before have run. It queues one behind them and waits for
 * that. Where there are none it returns at once: it waits for callbacks, and promises no grace period.
 */
export function rcu_barrier<F extends string>() {
  return {
    rcu_barrier: (s: HasTasks & HasCallbacks<F>, me: OnTask) => {
      might_sleep(s, me)
      if (callbacksHaveRun(s)) return
      s.rcu_data.queued = [...s.rcu_data.queued, { func: 'rcu_barrier_callback', head: me.task }]
    },
    // wait_for_completion(&rcu_state.barrier_completion)
    wait_for_barrier: (s: HasCallbacks<F>, me: OnTask) => {
      const pending = [...s.rcu_data.queued, ...s.rcu_data.batch]
      when(!pending.some(({ func, head }) => func === 'rcu_barrier_callback' && head === me.task))
    },
  }
}

/** rcu_core(), kernel/rcu/tree.c: the steps of the process that runs the callbacks, which `mayRest` at the first. */
export function rcu_core<F extends string>() {
  return joined(
    {
      rcu_core: (s: HasCallbacks<F>) => {
        when(s.rcu_data.queued.length > 0)
        s.rcu_data.batch = s.rcu_data.queued
        s.rcu_data.queued = []
      },
    },
    synchronize_rcu(),
    {
      rcu_do_batch: (s: HasCallbacks<F>, me: RcuKthread): F | 'rcu_core' | 'rcu_do_batch' => {
        const [next, ...rest] = s.rcu_data.batch
        s.rcu_data.batch = rest
        s.rcu_data.running = next !== undefined && next.func !== 'rcu_barrier_callback'
        me.head = s.rcu_data.running && next !== undefined ? next.head : 0
        if (next === undefined) return 'rcu_core'
        return next.func === 'rcu_barrier_callback' ? 'rcu_do_batch' : next.func
      },
    },
  )
}
