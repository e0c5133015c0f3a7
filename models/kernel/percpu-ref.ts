/**
 * percpu_ref: a reference count that is cheap while the object is alive, lib/percpu-refcount.c.
 *
 * While it is alive, nobody knows whether the count is 0, and nobody needs to. Killing it switches to counting: after a
 * grace period of RCU-sched the counts of the CPUs are summed, and from then on the last put releases the object. The
 * procedures here keep a single count; `models/rcu/percpu-ref.ts` has a count per CPU, and shows why the grace period is
 * needed.
 */

import { joined, when } from 'interleave-checker'
import type { Configured } from './config.ts'
import { enter_softirq, leave_softirq } from './preempt.ts'
import { synchronize_sched } from './rcu.ts'
import { access, type HasSlab, type Pointer } from './slab.ts'
import { breaks, type HasTasks, type OnTask } from './task.ts'

export interface PercpuRef {
  /** All references, including the creator's base reference. */
  count: number
  /** __PERCPU_REF_ATOMIC is not set: a put does not check whether it was the last one. */
  percpu: boolean
  /** __PERCPU_REF_DEAD: tryget_live() fails. */
  dead: boolean
  /** `confirm_switch`, other than NULL while a switch to atomic mode is under way. */
  switching: boolean
  /** Whether the percpu memory has been freed: percpu_ref_exit(). */
  exited: boolean
  /** The object that contains the reference count. */
  readonly within: Pointer
}

type Kernel = HasTasks & HasSlab

/** percpu_ref_init(): alive, with the base reference. */
export function percpu_ref_init(within: Pointer): PercpuRef {
  return { count: 1, percpu: true, dead: false, switching: false, exited: false, within }
}

/** percpu_ref_tryget_live(), include/linux/percpu-refcount.h. */
export function percpu_ref_tryget_live(s: Kernel, me: OnTask, ref: PercpuRef): boolean {
  if (!access(s, me, ref.within) || ref.dead) return false
  ref.count++
  return true
}

/** percpu_ref_tryget(): fails only when the last reference is gone. */
export function percpu_ref_tryget(s: Kernel, me: OnTask, ref: PercpuRef): boolean {
  if (!access(s, me, ref.within) || (!ref.percpu && ref.count === 0)) return false
  ref.count++
  return true
}

/** percpu_ref_get(): for holders of a reference. */
export function percpu_ref_get(s: Kernel, me: OnTask, ref: PercpuRef): void {
  access(s, me, ref.within)
  if (!ref.percpu && ref.count === 0) breaks(s, me, 'takes a reference to what is dead')
  ref.count++
}

/** percpu_ref_put(): true if that was the last reference; the caller then runs release(). */
export function percpu_ref_put(s: Kernel, me: OnTask, ref: PercpuRef): boolean {
  if (!access(s, me, ref.within)) return false
  if (ref.count <= 0) breaks(s, me, 'drops a reference that is not there')
  ref.count--
  return !ref.percpu && ref.count === 0
}

/**
 * percpu_ref_kill_and_confirm(), first half: sets DEAD, and takes a reference for the callback that it schedules. The
 * base reference is dropped by a percpu_ref_put() after it.
 */
export function percpu_ref_kill(s: Kernel, me: OnTask, ref: PercpuRef): void {
  if (!access(s, me, ref.within)) return
  if (ref.dead) breaks(s, me, 'drops a reference that is not there')
  ref.dead = true
  ref.switching = true
  ref.count++
}

/** percpu_ref_switch_to_atomic_rcu(), first half: sums the counts of the CPUs, so that 0 can be seen from now on. */
export function percpu_ref_sum(s: Kernel, me: OnTask, ref: PercpuRef): void {
  if (access(s, me, ref.within)) ref.percpu = false
}

/** percpu_ref_call_confirm_rcu() after confirm(): `ref->confirm_switch = NULL`. A percpu_ref_put() follows. */
export function percpu_ref_switched(s: Kernel, me: OnTask, ref: PercpuRef): void {
  if (access(s, me, ref.within)) ref.switching = false
}

/** percpu_ref_exit(): frees the percpu counts, which kfree() of the object does not. */
export function percpu_ref_exit(s: Kernel, me: OnTask, ref: PercpuRef): void {
  access(s, me, ref.within)
  ref.exited = true
}

/**
 * The callback that percpu_ref_kill_and_confirm() queues: a process that mayRest at its first step and ends at `done`. It
 * runs as a softirq.
 */
export function percpu_ref_callback<S extends Kernel & { callback: boolean }, const D extends string>(of: {
  readonly ref: (s: S) => PercpuRef
  /** What `ref->confirm_switch` points to. */
  readonly confirm: (s: S, me: OnTask) => void
  /** percpu_ref_put(), and release() where that was the last reference. */
  readonly put: (s: S, me: OnTask) => void
  readonly done: D
}) {
  return joined(
    {
      call_rcu_sched: (s: S) => {
        when(s.callback)
        s.callback = false
      },
    },
    synchronize_sched(),
    {
      percpu_ref_switch_to_atomic_rcu: (s: S, me: OnTask) => {
        enter_softirq(s, me)
        percpu_ref_sum(s, me, of.ref(s))
      },
      'ref->confirm_switch(ref)': (s: S, me: OnTask) => {
        of.confirm(s, me)
      },
      'ref->confirm_switch = NULL': (s: S, me: OnTask) => {
        percpu_ref_switched(s, me, of.ref(s))
      },
      percpu_ref_put: (s: S, me: OnTask, c: Configured): D => {
        of.put(s, me)
        leave_softirq(s, me, c)
        return of.done
      },
    },
  )
}
