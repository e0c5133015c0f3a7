/**
 * `current`: what the kernel keeps for a task, and additional fields for the claims.
 *
 * Every process that runs kernel code has a local `task`, its index in `s.tasks`. Each task has its own CPU: tasks that
 * share one have fewer interleavings, never different ones, since RCU sees of a CPU only what its task does.
 *
 * Checked by `spec/kernel/atomic-depth.ts`.
 */

import type { Rule } from './rules.ts'

/**
 * What a grace period waits for: readers of RCU, or regions with preemption off, the readers of RCU-sched. In NP and NPC,
 * and since 4.20 everywhere, it waits for both.
 */
export type Flavour = 'rcu' | 'sched'

/** One kmap_atomic_pfn_t(), from its rcu_read_lock() to the matching rcu_read_unlock(). */
export interface Mapping {
  /** The address that was returned, or null until it is. */
  addr: number | null
  /** How many pages from that address the caller may use. */
  pages: number
}

export interface Task {
  mode: 'user' | 'kernel'
  /** preempt_count(): without PREEMPT_COUNT, only softirqs are counted. */
  preempt_count: number
  /** current->pagefault_disabled: counted in every configuration. */
  pagefault_disabled: number
  /** current->rcu_read_lock_nesting. Only PREEMPT_RCU has it; in the other configurations it is a ghost without effect. */
  rcu_read_lock_nesting: number
  /**
   * The number of regions with preemption disabled that the task is in, each of which is a reader of RCU-sched. NP has no
   * such count: like the nesting above, it then only records where in the code the task is.
   */
  preemption_off: number
  /** While in synchronize_rcu(): the tasks whose quiescent state its grace period still awaits. */
  gp_waits_for: readonly number[]
  /** The kind of readers that this grace period covers. */
  gp_flavour: Flavour

  // Ghosts: written for the claims; no procedure depends on them.

  /** While in synchronize_rcu(): the tasks that have been in the same reader since its start. */
  gp_must_cover: readonly number[]
  /** Whether the task is a running softirq. */
  softirq: boolean
  /** How many pages the task has mapped by kmap_atomic() and not unmapped. */
  kmaps: number
  /** How many spinlocks the task holds. */
  spinlocks: number
  /** Innermost last. */
  maps: Mapping[]
  /** The rules that the task has broken so far, sorted by name. */
  broke: readonly Rule[]
}

/** What procedures need from a model's shared state. */
export interface HasTasks {
  tasks: Task[]
}

/** What procedures need from a process's locals. */
export interface OnTask {
  readonly task: number
}

/** Tasks in user mode that hold nothing. */
export function newTasks(count: number): Task[] {
  return Array.from({ length: count }, () => ({
    mode: 'user',
    preempt_count: 0,
    pagefault_disabled: 0,
    rcu_read_lock_nesting: 0,
    preemption_off: 0,
    gp_waits_for: [],
    gp_flavour: 'rcu',
    gp_must_cover: [],
    softirq: false,
    kmaps: 0,
    spinlocks: 0,
    maps: [],
    broke: [],
  }))
}

/** current, arch/x86/include/asm/current.h. */
export function current(s: HasTasks, me: OnTask): Task {
  const task = s.tasks[me.task]
  if (task === undefined) throw new Error(`there is no task ${me.task}`)
  return task
}

/** Records that the task breaks a rule. It continues, as the kernel does after a splat. */
export function breaks(s: HasTasks, me: OnTask, rule: Rule): void {
  const task = current(s, me)
  if (!task.broke.includes(rule)) task.broke = [...task.broke, rule].sort()
}
