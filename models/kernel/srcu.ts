/**
 * SRCU: RCU with separate domains, whose readers may sleep (kernel/rcu/srcutree.c).
 *
 * This is what it guarantees, not how: `models/rcu/srcu.ts` has the algorithm. A domain is a cell of the shared state. A
 * section is identified by the index that srcu_read_lock() returned, so the sections of a task may overlap without nesting,
 * and a grace period waits for the sections that had begun, not for later ones of the same task.
 */

import type { Configured } from './config.ts'
import { lock_acquire_recursive, lock_release, lock_sync, type MayHaveLockdep } from './lockdep.ts'
import { schedule, sleepUntil } from './sleep.ts'
import { breaks, type HasTasks, type OnTask } from './task.ts'

export interface SrcuStruct {
  /** By index: the task whose section it is, or null. */
  sections: (number | null)[]
  /** By task, while it is in synchronize_srcu(): the indices of the sections that it still waits for. */
  gp_waits_for: (readonly number[])[]
}

type HasSrcu<N extends string> = HasTasks & MayHaveLockdep & { [domain in N]: SrcuStruct }

/** init_srcu_struct() of a domain in which each of `tasks` tasks has one section at a time. */
export function newSrcuStruct(tasks: number): SrcuStruct {
  return { sections: Array<number | null>(tasks).fill(null), gp_waits_for: Array.from({ length: tasks }, () => []) }
}

/** srcu_read_lock(), include/linux/srcu.h: returns the index for srcu_read_unlock(). */
export function srcu_read_lock<const N extends string>(s: HasSrcu<N>, me: OnTask, domain: N): number {
  const { sections } = domainOf(s, domain)
  const free = sections.indexOf(null)
  const index = free < 0 ? sections.length : free
  sections[index] = me.task
  lock_acquire_recursive(s, me, domain)
  return index
}

/** srcu_read_unlock(), include/linux/srcu.h. It checks which section ends, not which task ends it. */
export function srcu_read_unlock<const N extends string>(s: HasSrcu<N>, me: OnTask, domain: N, index: number): void {
  const srcu = domainOf(s, domain)
  const reader = srcu.sections[index] ?? null
  if (reader === null) {
    breaks(s, me, 'unlocks what it has not locked')
    return
  }
  srcu.sections[index] = null
  srcu.gp_waits_for = srcu.gp_waits_for.map(waited => waited.filter(section => section !== index))
  lock_release(s, { task: reader }, domain)
}

/** synchronize_srcu(), kernel/rcu/srcutree.c: never returns when called in a section of the same domain. */
export function synchronize_srcu<const N extends string>(domain: N) {
  return {
    synchronize_srcu: (s: HasSrcu<N>, me: OnTask, c: Configured) => {
      schedule(s, me, c)
      lock_sync(s, me, domain)
      const srcu = domainOf(s, domain)
      srcu.gp_waits_for[me.task] = srcu.sections.flatMap((reader, index) => (reader === null ? [] : [index]))
    },
    // __synchronize_srcu() sleeps on a completion.
    wait_srcu_gp: (s: HasSrcu<N>, me: OnTask, c: Configured) => {
      return sleepUntil(s, me, c, () => domainOf(s, domain).gp_waits_for[me.task]?.length === 0)
    },
  }
}

/** Leak at rest: a task in user mode is in no section. */
export function srcuIsBalanced(s: { readonly tasks: readonly { readonly mode: string }[] }, srcu: Sections): boolean {
  return srcu.sections.every(task => task === null || s.tasks[task]?.mode === 'kernel')
}

interface Sections {
  readonly sections: readonly (number | null)[]
}

function domainOf<N extends string>(s: { [domain in N]: SrcuStruct }, domain: N): SrcuStruct {
  return s[domain]
}
