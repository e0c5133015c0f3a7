/**
 * The address from a driver's direct_access, as used since September 2015: it is released separately, under whatever keeps
 * the driver alive.
 *
 * Checked by `spec/drivers/dax-lifetime.ts` and `spec/mappers/dax-iomap.ts`.
 */

import { checkFound, type HasAddressSpace } from '../kernel/address-space.ts'
import { might_sleep } from '../kernel/sleep.ts'
import { current, type HasTasks, type OnTask } from '../kernel/task.ts'

/** What the procedures need of their caller's locals. */
export interface Addressed extends OnTask {
  /** The length that direct_access gave, starting at the address. */
  count: number
  /** The address, which is also what is released; null if it is an error. */
  addr: number | null
}

/** Where a procedure that maps an extent gets its address, and where it continues. */
export interface AddressSource<S, M, C, Mapped extends string, Failed extends string> {
  /** direct_access of the driver: sets `me.addr` and `me.count`; false is an error. */
  readonly direct_access: (s: S, me: M, c: C) => boolean
  readonly mapped: Mapped
  readonly failed: Failed
}

/** Gets the address, which may sleep. False is an error, and leaves none. */
export function findAddress<S extends HasTasks & HasAddressSpace, M extends Addressed, C>(
  s: S,
  me: M,
  c: C,
  direct_access: (s: S, me: M, c: C) => boolean,
): boolean {
  might_sleep(s, me)
  if (!direct_access(s, me, c)) {
    me.addr = null
    return false
  }
  checkFound(s, me, me.addr!)
  return true
}

/** Records that the task may use the address from now on. */
export function holdAddress(s: HasTasks, me: Addressed): void {
  current(s, me).maps.push({ addr: me.addr, pages: me.count })
}
