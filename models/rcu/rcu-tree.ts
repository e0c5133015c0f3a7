/**
 * RCU as the scheduler sees it, in both variants of v4.2 (kernel/rcu/tree.c and tree_plugin.h, with one rcu_node): a grace
 * period waits until every CPU has reported a quiescent state.
 *
 * - NP (RCU-sched): a context switch is one, whatever the task was doing.
 * - PRE (PREEMPT_RCU): a context switch is one as well, but a task that is switched out inside a reader is queued on
 *   `blkd_tasks`, and the grace period also waits for the tasks from `gp_tasks` on. A task that blocks while its CPU still
 *   owes a report is queued from `gp_tasks` on, other tasks before it.
 *
 * A quiescent state that a CPU saw before it noticed the grace period does not count. Tasks may migrate between CPUs. The
 * waiting process is not one of the tasks, and is the only user of the grace-period kthread.
 */

import { choose, model, when } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'
import {
  gracePeriodBegins,
  gracePeriodEnds,
  type HasRcuSpec,
  newRcuSpec,
  readerEnters,
  readerLeaves,
} from './rcu-spec.ts'

export interface Cpu {
  /** rq->curr, or null for the idle task. */
  curr: number | null
  /** Whether rdp->gpnum is the number of this grace period, not of an older one. */
  noted: boolean
  /** rdp->passed_quiesce. */
  passed_quiesce: boolean
}

export interface RcuNode extends HasRcuSpec {
  cpus: Cpu[]
  /** rnp->qsmask: which CPUs have still to report. */
  qsmask: boolean[]
  /** rnp->blkd_tasks: the tasks that were switched out inside a reader, the last one first. */
  blkd_tasks: readonly number[]
  /** rnp->gp_tasks: the first task on that list for which the grace period waits. */
  gp_tasks: number | null
  rcu_read_lock_nesting: number[]
}

interface TreeConstants {
  readonly config: 'NP' | 'PRE'
  readonly queuesBlocked: boolean
  readonly takesBlocked: boolean
  readonly joins: boolean
}

export const rcuTree = model('rcu-tree', {
  config: 'PRE' as 'NP' | 'PRE',
  tasks: 2,
  cpus: 2,
  /** How deep readers nest. */
  depth: 1,
  /** Whether a task may be switched out inside a reader: preempted, or since it sleeps or calls cond_resched(). */
  switchesInside: true,
  /** Mutant: a task that is switched out inside a reader is not queued. */
  queuesBlocked: true,
  /** Mutant: a new grace period does not wait for tasks that are queued already. */
  takesBlocked: true,
  /** Mutant: a task is queued before `gp_tasks` though its CPU owes the grace period a report. */
  joins: true,
  /** Mutant: a quiescent state from before the grace period counts. */
  forgets: true,
  /** Mutant: an inner rcu_read_unlock() ends the reader. */
  nests: true,
})
  .extend(sequentiallyConsistent)
  .shared((c): RcuNode => {
    if (c.config !== 'NP' && c.config !== 'PRE') throw new Error(`config is '${c.config}'; it is NP or PRE`)
    return {
      cpus: Array.from({ length: c.cpus }, () => ({ curr: null, noted: true, passed_quiesce: false })),
      qsmask: Array<boolean>(c.cpus).fill(false),
      blkd_tasks: [],
      gp_tasks: null,
      rcu_read_lock_nesting: Array<number>(c.tasks).fill(0),
      rcu: newRcuSpec(1),
    }
  })
  .process('task', {
    count: c => c.tasks,
    mayRest: ['rcu_read_lock', 'rcu_read_unlock'],
    steps: {
      rcu_read_lock: (s, me, c) => {
        when(isRunning(s, me.id))
        s.rcu_read_lock_nesting[me.id]!++
        if (s.rcu_read_lock_nesting[me.id] === 1) readerEnters(s, me.id)
        if (s.rcu_read_lock_nesting[me.id]! < c.depth) return choose('rcu_read_lock', 'rcu_read_unlock')
      },
      rcu_read_unlock: (s, me, c) => {
        when(isRunning(s, me.id))
        const isOutermost = s.rcu_read_lock_nesting[me.id] === 1
        if (isOutermost) readerLeaves(s, me.id)
        if (isOutermost || !c.nests) rcu_read_unlock_special(s, me.id)
        s.rcu_read_lock_nesting[me.id]!--
        return isOutermost ? 'rcu_read_lock' : 'rcu_read_unlock'
      },
    },
  })
  .process('synchronize_rcu', {
    mayRest: ['rcu_gp_fqs'],
    steps: {
      synchronize_rcu: s => {
        gracePeriodBegins(s, 0)
      },
      rcu_gp_init: (s, _me, c) => {
        s.qsmask = s.qsmask.map(() => true)
        for (const cpu of s.cpus) cpu.noted = false
        // rcu_preempt_check_blocked_tasks()
        if (c.takesBlocked) s.gp_tasks = s.blkd_tasks[0] ?? null
      },
      rcu_gp_fqs: s => {
        when(s.qsmask.every(owes => !owes) && s.gp_tasks === null)
      },
      rcu_gp_cleanup: s => {
        gracePeriodEnds(s, 0)
        return 'synchronize_rcu'
      },
    },
  })
  .action('context_switch', (s, c) => {
    const cpu = choose(...s.cpus.keys())
    const { curr } = s.cpus[cpu]!
    const isInside = curr !== null && s.rcu_read_lock_nesting[curr]! > 0
    when(!isInside || c.switchesInside)
    const waiting = s.rcu_read_lock_nesting.flatMap((_, task) => (isRunning(s, task) ? [] : [task]))
    const next = choose(...waiting, ...(curr === null ? [] : [null]))
    if (curr !== null && c.config === 'PRE') rcu_preempt_note_context_switch(s, cpu, curr, c)
    s.cpus[cpu]!.passed_quiesce = true
    s.cpus[cpu]!.curr = next
  })
  // The tick: idle or in user mode, which a task outside readers may be.
  .action('rcu_check_callbacks', s => {
    const cpu = s.cpus[choose(...s.cpus.keys())]!
    when(cpu.curr === null || s.rcu_read_lock_nesting[cpu.curr] === 0)
    when(!cpu.passed_quiesce)
    cpu.passed_quiesce = true
  })
  .action('note_gp_changes', (s, c) => {
    const cpu = s.cpus[choose(...s.cpus.keys())]!
    when(!cpu.noted)
    cpu.noted = true
    if (c.forgets) cpu.passed_quiesce = false
  })
  .action('rcu_report_qs_rdp', s => {
    const cpu = choose(...s.cpus.keys())
    const { noted, passed_quiesce } = s.cpus[cpu]!
    when(s.qsmask[cpu]! && noted && passed_quiesce)
    s.qsmask[cpu] = false
  })

function isRunning(s: RcuNode, task: number): boolean {
  return s.cpus.some(({ curr }) => curr === task)
}

/** Queues a task that is switched out inside a reader, and was not yet. */
function rcu_preempt_note_context_switch(s: RcuNode, cpu: number, task: number, c: TreeConstants): void {
  if (s.rcu_read_lock_nesting[task] === 0 || !c.queuesBlocked || s.blkd_tasks.includes(task)) return
  const belongs = s.qsmask[cpu]! && c.joins
  const before = belongs && s.gp_tasks !== null ? s.blkd_tasks.indexOf(s.gp_tasks) : 0
  s.blkd_tasks = [...s.blkd_tasks.slice(0, before), task, ...s.blkd_tasks.slice(before)]
  if (belongs) s.gp_tasks = task
}

/** Takes the task from the list, if it was queued. */
function rcu_read_unlock_special(s: RcuNode, task: number): void {
  const at = s.blkd_tasks.indexOf(task)
  if (at < 0) return
  if (s.gp_tasks === task) s.gp_tasks = s.blkd_tasks[at + 1] ?? null
  s.blkd_tasks = s.blkd_tasks.filter(blocked => blocked !== task)
}
