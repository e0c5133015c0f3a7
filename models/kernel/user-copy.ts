/**
 * Copying between user memory and the kernel, a byte at a time (lib/iov_iter.c, arch/x86/lib/copy_user_64.S).
 *
 * Checked by `spec/mappers/dax-io.ts` and `spec/mappers/dax-iomap.ts`.
 */

import { type HasAddressSpace, isMapped } from './address-space.ts'
import type { Configured } from './config.ts'
import { pagefault_disable, pagefault_enable } from './preempt.ts'
import { breaks, type HasTasks, type OnTask } from './task.ts'
import { user_fault } from './user-fault.ts'

/**
 * A page of user memory. A swapped-out page can be faulted in; touching one that does not exist is -EFAULT.
 */
export type UserPage = 'resident' | 'swapped out' | 'not there'

export interface HasUserMemory {
  /** The pages of the buffer, for each task. */
  user: UserPage[][]
}

type Kernel = HasTasks & HasUserMemory

/** Whether a user page can be touched: at once, after a fault that may have slept, or not at all. */
export type Touched = 'at once' | 'after a fault' | 'no'

/** Touches a byte of the user's buffer, as every copy routine does; a fault that is refused makes the copy short. */
export function touch_user(s: Kernel, me: OnTask, c: Configured, at: number): Touched {
  const pages = bufferOf(s, me)
  const page = userPage(at)
  if (pages[page] === 'resident') return 'at once'
  if (!user_fault(s, me, c) || pages[page] === 'not there') return 'no'
  pages[page] = 'resident'
  return 'after a fault'
}

/** The same with page faults disabled, as in iov_iter_copy_from_user_atomic(), lib/iov_iter.c. */
export function touch_user_atomic(s: Kernel, me: OnTask, c: Configured, at: number): Touched {
  pagefault_disable(s, me)
  const touched = touch_user(s, me, c, at)
  pagefault_enable(s, me)
  return touched
}

/** iov_iter_fault_in_readable(), lib/iov_iter.c: makes the buffer resident from a given byte on. False is -EFAULT. */
export function fault_in_user(s: Kernel, me: OnTask, c: Configured, at: number): boolean {
  const pages = bufferOf(s, me)
  for (let page = userPage(at); page < pages.length; page++) {
    if (pages[page] === 'resident') continue
    if (!user_fault(s, me, c) || pages[page] === 'not there') return page > userPage(at)
    pages[page] = 'resident'
  }
  return true
}

/**
 * The kernel's side of a copy. False if its address is not mapped: __copy_user_nocache() and copy_user_generic(),
 * arch/x86/lib, have fixups for loads and stores, so the copy is short and the task survives.
 */
export function copy_byte(s: HasTasks & HasAddressSpace, me: OnTask, addr: number, kind: 'load' | 'store'): boolean {
  if (isMapped(s, addr)) return true
  breaks(s, me, kind === 'load' ? 'loads from an unmapped address' : 'stores to an unmapped address')
  return false
}

/** Whether a byte of the buffer can be touched at once. */
export function is_resident(s: HasUserMemory, me: OnTask, at: number): boolean {
  return bufferOf(s, me)[userPage(at)] === 'resident'
}

/** The buffer starts at the last byte of its first page. */
function userPage(at: number): number {
  return at === 0 ? 0 : 1
}

function bufferOf(s: HasUserMemory, me: OnTask): UserPage[] {
  const pages = s.user[me.task]
  if (pages === undefined) throw new Error(`task ${me.task} has no buffer`)
  return pages
}
