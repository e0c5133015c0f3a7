/**
 * The rules of the kernel that a task can break, and the claims that no task breaks them.
 *
 * The procedures check the rules where the kernel's debug code would, and where it can't look: a use after free, say,
 * that does no harm this time. A model that is made of them claims the rules by {@link withRules}; a spec that has a name of
 * its own for one says `.invariant('...', neverSleepsInReader)`.
 *
 * Checked by `spec/mappers/dax-clear.ts` and `spec/drivers/dax-lifetime.ts`.
 */

import type { Frozen, Model } from 'interleave-checker'
import type { Configured } from './config.ts'
import type { HasTasks, Task } from './task.ts'

export type Rule =
  | 'asks for the page of a frame without memmap'
  | 'drops a reference that is not there'
  | 'ends a grace period inside a reader'
  | 'finds an unmapped address'
  | 'frees memory twice'
  | 'goes beyond its mapping'
  | 'hits a BUG_ON'
  | 'inserts a PTE to what its driver has left'
  | 'loads from an unmapped address'
  | 'maps the page of an entry without one'
  | "reaches another owner's data"
  | 'reads a freed record'
  | 'reads a freed resource'
  | 'reads freed driver data'
  | 'sleeps in a reader'
  | 'sleeps in atomic context'
  | 'stores to an unmapped address'
  | 'takes a reference to what is dead'
  | 'touches a freed page'
  | 'touches an unplugged frame'
  | 'unlocks what it has not locked'
  | 'unmaps an address outside its mapping'
  | 'uses an address that no look-up gave'
  | 'uses freed memory'

type Tasks = Frozen<HasTasks>

function never(rule: Rule): (s: Tasks) => boolean {
  return s => s.tasks.every(task => !task.broke.includes(rule))
}

/** pfn_to_page() is evaluated only for a frame that has a struct page at that moment. */
export const neverAsksForMissingPage = never('asks for the page of a frame without memmap')

/** Every store through a kernel address happens while that address is mapped. */
export const neverStoresToUnmapped = never('stores to an unmapped address')

/** Every load through a kernel address happens while that address is mapped. */
export const neverLoadsFromUnmapped = never('loads from an unmapped address')

/** A value that is used as a mapped address was given by a successful look-up, whose mapping is still held. */
export const neverUsesForeignAddress = never('uses an address that no look-up gave')

/** Each access lies inside what direct_access gave for the mapping that is held. */
export const neverGoesBeyondMapping = never('goes beyond its mapping')

/** No BUG_ON() finds what it says can't be. */
export const neverHitsBug = never('hits a BUG_ON')

/** No step reads a resource object after its kfree(). */
export const neverReadsFreedResource = never('reads a freed resource')

/** No step reads what a driver keeps for its device after it was freed. */
export const neverReadsFreedDriverData = never('reads freed driver data')

/** No page is touched through a mapping after it was given back to the allocator. */
export const neverTouchesFreedPage = never('touches a freed page')

/** No PTE comes to a frame whose driver is unbound, or was unbound since it gave the frame out. */
export const neverInsertsStalePte = never('inserts a PTE to what its driver has left')

/** Nothing reaches a frame that was taken out of the machine. */
export const neverTouchesUnplugged = never('touches an unplugged frame')

/** What is reached through a mapping belongs to the owner that gave the frame out. */
export const neverReachesAnotherOwner = never("reaches another owner's data")

/** Nobody maps the NULL that sg_page() gives for an entry without page. */
export const neverMapsNullPage = never('maps the page of an entry without one')

/** A look-up never returns an address that is not mapped. */
export const neverFindsUnmapped = never('finds an unmapped address')

/** No step reads a kmap record after its kfree(). */
export const neverReadsFreedRecord = never('reads a freed record')

/** No step that may sleep is taken inside rcu_read_lock(), whether or not this configuration can notice. */
export const neverSleepsInReader = never('sleeps in a reader')

/** No step that may sleep is taken while preemption or page faults are disabled. */
export const neverSleepsInAtomic = never('sleeps in atomic context')

/** The address given back belongs to the mapping that the task obtained last and still holds. */
export const neverUnmapsElsewhere = never('unmaps an address outside its mapping')

/** synchronize_rcu() returns only when every reader that was there at the call has ended. */
export const gracePeriodsCoverReaders = never('ends a grace period inside a reader')

/** What is unlocked was locked, and by the same task where the lock has an owner. */
export const neverUnlocksUnlocked = never('unlocks what it has not locked')

/** No step reads or writes an object after it was freed, even if something else is there by now. */
export const neverUsesFreedMemory = never('uses freed memory')

/** No object is freed twice. */
export const neverFreesTwice = never('frees memory twice')

/** No reference is taken to an object whose last one was dropped. */
export const neverTakesDeadReference = never('takes a reference to what is dead')

/** No reference is dropped that was not taken. */
export const neverDropsMissingReference = never('drops a reference that is not there')

/** Page faults, and preemption where it is counted, are disabled once for each page that is mapped, and no more. */
export function atomicDepthIsBalanced(s: Tasks, c: Configured): boolean {
  return s.tasks.every(task => {
    return task.pagefault_disabled === task.kmaps && task.preempt_count === expectedPreemptCount(task, c)
  })
}

function expectedPreemptCount(task: Frozen<Task>, c: Configured): number {
  const softirq = task.softirq ? 1 : 0
  if (c.config === 'NP') return softirq
  // In NPC, rcu_read_lock() is preempt_disable().
  return task.kmaps + task.spinlocks + softirq + (c.config === 'NPC' ? task.rcu_read_lock_nesting : 0)
}

/** Leak at rest: nothing of what makes a context atomic is left in user mode. */
export function userModeIsNotAtomic(s: Tasks): boolean {
  return s.tasks.every(({ mode, preempt_count, pagefault_disabled, kmaps }) => {
    return mode === 'kernel' || (preempt_count === 0 && pagefault_disabled === 0 && kmaps === 0)
  })
}

/**
 * All tasks but those that are at a step of `bdev_direct_access()`, in the reader by which X2 is repaired: that one has no
 * mapping. Each task is a process of `users`.
 */
export function tasksOutsideDirectAccess<Task>(
  s: { readonly tasks: readonly Task[] },
  users: readonly { readonly pc: string }[],
): { readonly tasks: readonly Task[] } {
  return { tasks: s.tasks.filter((_, task) => !users[task]?.pc.endsWith('direct_access')) }
}

/** rcu_read_lock() is held once for each mapping, and never in user mode. */
export function rcuDepthIsBalanced(s: Tasks): boolean {
  return s.tasks.every(({ mode, rcu_read_lock_nesting: nesting, maps }) => {
    return nesting === maps.length && (mode === 'kernel' || nesting === 0)
  })
}

/** Each rcu_read_lock() is given back, once: the depth is never below 0, and 0 in user mode. */
export function rcuReadersAreBalanced(s: Tasks): boolean {
  return s.tasks.every(({ mode, rcu_read_lock_nesting: nesting }) => {
    return nesting >= 0 && (mode === 'kernel' || nesting === 0)
  })
}

/** What tasks have for the rules alone; the kernel knows nothing of the kind. */
const bookkeeping = {
  'tasks[].broke': { isBookkeeping: true },
  'tasks[].gp_must_cover': { isBookkeeping: true },
} as const

/** Every rule by what it claims. */
const rules: readonly (readonly [claim: string, holds: (s: Tasks) => boolean])[] = [
  ['no pfn_to_page where there is no memmap', neverAsksForMissingPage],
  ['no store to an unmapped address', neverStoresToUnmapped],
  ['no load from an unmapped address', neverLoadsFromUnmapped],
  ['each address used was given by a look-up', neverUsesForeignAddress],
  ['each access lies in what is mapped', neverGoesBeyondMapping],
  ['no BUG_ON is hit', neverHitsBug],
  ['no read of a resource that was freed', neverReadsFreedResource],
  ['no read of driver data that was freed', neverReadsFreedDriverData],
  ['no touch of a page that was freed', neverTouchesFreedPage],
  ['no PTE is inserted to a frame that its driver has left', neverInsertsStalePte],
  ['no touch of a frame that was unplugged', neverTouchesUnplugged],
  ['what is reached belongs to who gave the frame out', neverReachesAnotherOwner],
  ['nobody maps the page of an entry without one', neverMapsNullPage],
  ['a look-up finds only mapped addresses', neverFindsUnmapped],
  ['no read of a freed kmap record', neverReadsFreedRecord],
  ['no sleep in an RCU reader', neverSleepsInReader],
  ['no sleep in atomic context', neverSleepsInAtomic],
  ['unmap gets the address that was mapped', neverUnmapsElsewhere],
  ['a grace period covers its readers', gracePeriodsCoverReaders],
  ['no unlock without a lock', neverUnlocksUnlocked],
  ['no use of freed memory', neverUsesFreedMemory],
  ['nothing is freed twice', neverFreesTwice],
  ['no reference is taken to what is dead', neverTakesDeadReference],
  ['every reference that is dropped was taken', neverDropsMissingReference],
]

/**
 * The model with the rules of the kernel claimed, so that every check of it reports each rule that a task breaks. Every model
 * that is made of the procedures of this folder ends so.
 */
export function withRules<C, S extends HasTasks, V extends string, A extends string>(
  model: Model<C, S, V, A>,
): Model<C, S, V, A> {
  let ruled = model
  for (const [claim, holds] of rules) ruled = ruled.rule(claim, holds as never)
  // The compiler does not see through S that its tasks have these cells.
  return ruled.glossary({ cells: bookkeeping } as never)
}

/**
 * The model with one claim of every access in the place of the rules on loads and on stores: for models whose tasks reach
 * the same frames by both, and where it is no matter which comes too late.
 */
export function withAccessClaim<C, S extends HasTasks, V extends string, A extends string>(
  model: Model<C, S, V, A>,
): Model<C, S, V, A> {
  const holds = (s: Tasks): boolean => neverStoresToUnmapped(s) && neverLoadsFromUnmapped(s)
  return model
    .without('no load from an unmapped address', 'no store to an unmapped address')
    .invariant('no access to an unmapped address', holds as never)
}
