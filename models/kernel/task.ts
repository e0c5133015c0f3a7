/**
 * `current`: what the kernel keeps for a task, and beside it what the claims want to know of the task.
 *
 * Every process that runs kernel code has a local `task`, its place in `s.tasks`. Each task has a CPU of its own: two
 * tasks that share one have fewer interleavings, never others, since what RCU sees of a CPU is what its task does.
 *
 * Checked by `spec/kernel/atomic-depth.ts`.
 */

import type { Rule } from './rules.ts'

/**
 * What a grace period waits for: readers of RCU, or regions with preemption off, which are the readers of RCU-sched. In NP
 * and NPC, and since 4.20 everywhere, it waits for both.
 */
export type Flavour = 'rcu' | 'sched'

/** One kmap_atomic_pfn_t() under way or held, from its rcu_read_lock() to the rcu_read_unlock() that ends it. */
export interface Mapping {
  /** The address that was returned, or null until it is. */
  addr: number | null
  /** How many pages from there on the caller may use. */
  pages: number
}

export interface Task {
  mode: 'user' | 'kernel'
  /** preempt_count(): without PREEMPT_COUNT, only softirqs are counted. */
  preempt_count: number
  /** current->pagefault_disabled: counted in every configuration. */
  pagefault_disabled: number
  /** current->rcu_read_lock_nesting. Only PREEMPT_RCU has it; in the others it is a ghost that decides nothing. */
  rcu_read_lock_nesting: number
  /**
   * The number of regions with preemption disabled that the task is in, each of which is a reader of RCU-sched. In NP there
   * is no such count: it says where in the code the task is, as the nesting above does.
   */
  preemption_off: number
  /** While in synchronize_rcu(): the tasks from which its grace period still waits for a quiescent state. */
  gp_waits_for: readonly number[]
  /** For which kind of readers that grace period is. */
  gp_flavour: Flavour

  // Ghosts: written for the claims, read by no procedure to decide anything.

  /** While in synchronize_rcu(): the tasks that were in a reader at its start, and have been ever since. */
  gp_must_cover: readonly number[]
  /** Whether the task is a softirq that runs. */
  softirq: boolean
  /** How many pages the task has mapped by kmap_atomic() and not given back. */
  kmaps: number
  /** How many spinlocks the task holds. */
  spinlocks: number
  /** Innermost last. */
  maps: Mapping[]
  /** The rules that the task has broken so far, in the order of their names. */
  broke: readonly Rule[]
}

/** What procedures need of a model's shared state. */
export interface HasTasks {
  tasks: Task[]
}

/** What procedures need of a process's locals. */
export interface OnTask {
  readonly task: number
}

/** Tasks that are in user mode and hold nothing. */
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

/** Notes that the task breaks a rule. It goes on, as the kernel does after a splat. */
export function breaks(s: HasTasks, me: OnTask, rule: Rule): void {
  const task = current(s, me)
  if (!task.broke.includes(rule)) task.broke = [...task.broke, rule].sort()
}
