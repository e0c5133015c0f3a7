/**
 * Active references of a file in sysfs, fs/kernfs/dir.c: a read or a write of an attribute holds one while it runs, and
 * removal of the file waits until none is held. So an attribute must not take a lock under which its file is removed.
 */

import type { Configured } from './config.ts'
import { lock_acquire_recursive, lock_release, lock_sync, type MayHaveLockdep } from './lockdep.ts'
import { schedule, sleepUntil } from './sleep.ts'
import type { HasTasks, OnTask } from './task.ts'

export interface KernfsNode {
  /** The file is in its directory. */
  linked: boolean
  /** kn->active, without the bias of a file that is being removed. */
  active: number
  /** KN_DEACTIVATED_BIAS was added: no new references. */
  deactivated: boolean
}

type HasNode<N extends string> = HasTasks & MayHaveLockdep & { [node in N]: KernfsNode }

/** kernfs_create_file(). A file that does not exist yet is not linked. */
export function newKernfsNode(linked: boolean): KernfsNode {
  return { linked, active: 0, deactivated: false }
}

/** kernfs_get_active(): false if the file is being removed, so that the read or write fails with -ENODEV. */
export function kernfs_get_active<const N extends string>(s: HasNode<N>, me: OnTask, node: N): boolean {
  const kn: KernfsNode = s[node]
  if (!kn.linked || kn.deactivated) return false
  kn.active++
  lock_acquire_recursive(s, me, node)
  return true
}

/** kernfs_put_active(). */
export function kernfs_put_active<const N extends string>(s: HasNode<N>, me: OnTask, node: N): void {
  const kn: KernfsNode = s[node]
  kn.active--
  lock_release(s, me, node)
}

/** __kernfs_remove(), as device_unregister() has it called for each attribute: deactivates the file and drains it. */
export function kernfs_remove<const N extends string>(node: N) {
  return {
    kernfs_deactivate: (s: HasNode<N>, me: OnTask, c: Configured) => {
      const kn: KernfsNode = s[node]
      kn.deactivated = true
      lock_sync(s, me, node)
      schedule(s, me, c)
    },
    kernfs_drain: (s: HasNode<N>, me: OnTask, c: Configured) => {
      const kn: KernfsNode = s[node]
      const again = sleepUntil(s, me, c, () => kn.active === 0)
      if (again !== undefined) return again
      kn.linked = false
    },
  }
}
