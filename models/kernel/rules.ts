/**
 * Kernel rules that a task can break, and the claims that none does.
 *
 * The procedures check the rules where the kernel's debug code would, and also where it cannot, such as a use after free
 * that happens to do no harm. A model built from them claims the rules by {@link withRules}; a spec that names a rule
 * differently uses `.invariant('...', neverSleepsInReader)`.
 *
 * Checked by `spec/mappers/dax-clear.ts` and `spec/drivers/dax-lifetime.ts`.
 */

import type { Frozen, Model } from 'interleave-checker'
import type { Configured } from './config.ts'
import { sequentiallyConsistent } from './sequentially-consistent.ts'
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

/** Every value used as a mapped address came from a successful look-up whose mapping is still held. */
export const neverUsesForeignAddress = never('uses an address that no look-up gave')

/** Each access lies within the extent that direct_access gave for the held mapping. */
export const neverGoesBeyondMapping = never('goes beyond its mapping')

/** No BUG_ON() fires. */
export const neverHitsBug = never('hits a BUG_ON')

/** No step reads a resource object after its kfree(). */
export const neverReadsFreedResource = never('reads a freed resource')

/** No step reads a driver's data for its device after it was freed. */
export const neverReadsFreedDriverData = never('reads freed driver data')

/** No page is touched through a mapping after it was given back to the allocator. */
export const neverTouchesFreedPage = never('touches a freed page')

/** No PTE is inserted for a frame whose driver is unbound, or was unbound after it gave the frame out. */
export const neverInsertsStalePte = never('inserts a PTE to what its driver has left')

/** Nothing accesses a frame that was removed from the machine. */
export const neverTouchesUnplugged = never('touches an unplugged frame')

/** Every access through a mapping reaches data of the owner that gave the frame out. */
export const neverReachesAnotherOwner = never("reaches another owner's data")

/** The NULL that sg_page() returns for an entry without page is never mapped. */
export const neverMapsNullPage = never('maps the page of an entry without one')

/** A look-up never returns an address that is not mapped. */
export const neverFindsUnmapped = never('finds an unmapped address')

/** No step reads a kmap record after its kfree(). */
export const neverReadsFreedRecord = never('reads a freed record')

/** No step that may sleep runs inside rcu_read_lock(), even if this configuration cannot notice. */
export const neverSleepsInReader = never('sleeps in a reader')

/** No step that may sleep runs while preemption or page faults are disabled. */
export const neverSleepsInAtomic = never('sleeps in atomic context')

/** The address passed to unmap belongs to the mapping that the task obtained last and still holds. */
export const neverUnmapsElsewhere = never('unmaps an address outside its mapping')

/** synchronize_rcu() returns only after every reader present at the call has ended. */
export const gracePeriodsCoverReaders = never('ends a grace period inside a reader')

/** Only a held lock is unlocked, and only by its owner if it has one. */
export const neverUnlocksUnlocked = never('unlocks what it has not locked')

/** No step reads or writes an object after it was freed, even if another object has taken its place. */
export const neverUsesFreedMemory = never('uses freed memory')

/** No object is freed twice. */
export const neverFreesTwice = never('frees memory twice')

/** No reference is taken after the last one was dropped. */
export const neverTakesDeadReference = never('takes a reference to what is dead')

/** No reference is dropped without having been taken. */
export const neverDropsMissingReference = never('drops a reference that is not there')

/** Page faults, and preemption where it is counted, are disabled exactly once for each mapped page. */
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

/** Leak at rest: no atomic context is left over in user mode. */
export function userModeIsNotAtomic(s: Tasks): boolean {
  return s.tasks.every(({ mode, preempt_count, pagefault_disabled, kmaps }) => {
    return mode === 'kernel' || (preempt_count === 0 && pagefault_disabled === 0 && kmaps === 0)
  })
}

/**
 * All tasks except those in `bdev_direct_access()`, in the reader that repairs X2 and has no mapping. Each task is a process
 * of `users`.
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

/** Every rcu_read_lock() is matched by one unlock: the depth is never below 0, and 0 in user mode. */
export function rcuReadersAreBalanced(s: Tasks): boolean {
  return s.tasks.every(({ mode, rcu_read_lock_nesting: nesting }) => {
    return nesting >= 0 && (mode === 'kernel' || nesting === 0)
  })
}

/** The locks of the models by their names, each held by a task or by nobody. */
const locks = [
  'bd_mutex',
  'dcssblk_devices_sem',
  'device_lock',
  'fs_lock',
  'inner',
  'mutex',
  'outer',
  'ptl',
  'rcu_gp_lock',
  'register_lock',
  'spinlock',
  'srcu_gp_mutex',
] as const
const lockWords = Object.fromEntries(locks.map(lock => [lock, { values: { null: 'free' } }]))

/** Fields that tasks have only for the rules; the kernel has no counterpart. */
const bookkeeping = {
  'tasks[].broke': { isBookkeeping: true, added: 'broke a rule: it' },
  'tasks[].gp_must_cover': { isBookkeeping: true },
  'tasks[].gp_waits_for': { is: 'the readers that the grace period waits for', isBookkeeping: true },
} as const

/** The claim for each rule, with the sentence that pages show. */
const rules = [
  [
    'no pfn_to_page where there is no memmap',
    neverAsksForMissingPage,
    'pfn_to_page() is evaluated only for a frame that has a struct page at that moment.',
  ],
  [
    'no store to an unmapped address',
    neverStoresToUnmapped,
    'Every store through a kernel address happens while that address is mapped.',
  ],
  [
    'no load from an unmapped address',
    neverLoadsFromUnmapped,
    'Every load through a kernel address happens while that address is mapped.',
  ],
  [
    'each address used was given by a look-up',
    neverUsesForeignAddress,
    'Every value used as a mapped address came from a successful look-up whose mapping is still held.',
  ],
  [
    'each access lies in what is mapped',
    neverGoesBeyondMapping,
    'Each access lies within the extent that direct_access gave for the held mapping.',
  ],
  ['no BUG_ON is hit', neverHitsBug, 'No BUG_ON() fires.'],
  ['no read of a freed resource', neverReadsFreedResource, 'No step reads a resource object after its kfree().'],
  [
    'no read of freed driver data',
    neverReadsFreedDriverData,
    "No step reads a driver's data for its device after it was freed.",
  ],
  [
    'no access to a freed page',
    neverTouchesFreedPage,
    'No page is touched through a mapping after it was given back to the allocator.',
  ],
  [
    'no PTE is inserted for a frame that its driver has left',
    neverInsertsStalePte,
    'No PTE is inserted for a frame whose driver is unbound, or was unbound after it gave the frame out.',
  ],
  [
    'no access to an unplugged frame',
    neverTouchesUnplugged,
    'Nothing accesses a frame that was removed from the machine.',
  ],
  [
    'what is reached belongs to the owner that gave the frame out',
    neverReachesAnotherOwner,
    'Every access through a mapping reaches data of the owner that gave the frame out.',
  ],
  [
    'nobody maps the page of an entry without one',
    neverMapsNullPage,
    'The NULL that sg_page() returns for an entry without page is never mapped.',
  ],
  [
    'a look-up finds only mapped addresses',
    neverFindsUnmapped,
    'A look-up never returns an address that is not mapped.',
  ],
  ['no read of a freed kmap record', neverReadsFreedRecord, 'No step reads a kmap record after its kfree().'],
  [
    'no sleep in an RCU reader',
    neverSleepsInReader,
    'No step that may sleep runs inside rcu_read_lock(), even if this configuration cannot notice.',
  ],
  [
    'no sleep in atomic context',
    neverSleepsInAtomic,
    'No step that may sleep runs while preemption or page faults are disabled.',
  ],
  [
    'unmap gets the address that was mapped',
    neverUnmapsElsewhere,
    'The address passed to unmap belongs to the mapping that the task obtained last and still holds.',
  ],
  [
    'a grace period covers its readers',
    gracePeriodsCoverReaders,
    'synchronize_rcu() returns only after every reader present at the call has ended.',
  ],
  [
    'no unlock without a lock',
    neverUnlocksUnlocked,
    'Only a held lock is unlocked, and only by its owner if it has one.',
  ],
  [
    'no use of freed memory',
    neverUsesFreedMemory,
    'No step reads or writes an object after it was freed, even if another object has taken its place.',
  ],
  ['nothing is freed twice', neverFreesTwice, 'No object is freed twice.'],
  [
    'no reference is taken to a dead object',
    neverTakesDeadReference,
    'No reference is taken after the last one was dropped.',
  ],
  [
    'every reference that is dropped was taken',
    neverDropsMissingReference,
    'No reference is dropped without having been taken.',
  ],
] as const satisfies readonly (readonly [claim: string, holds: (s: Tasks) => boolean, words: string])[]

/** The names of the claims about rules. */
export type RuleClaim = (typeof rules)[number][0]

/**
 * Adds the claims about kernel rules, so that a check reports every rule that a task breaks. Every model built from the
 * procedures of this folder ends with this.
 */
export function withRules<C, S extends HasTasks, V extends string, A extends string, Q extends string>(
  model: Model<C, S, V, A, Q>,
): Model<C, S, V, A, Q | RuleClaim> {
  let ruled: Model<C, S, V, A, Q | RuleClaim> = model
  for (const [claim, holds] of rules) ruled = ruled.rule(claim, holds as never)
  const claims = Object.fromEntries(rules.map(([claim, , words]) => [claim, words]))
  return withTaskWords(ruled).glossary({ claims } as never)
}

/** Adds words for locks, and for what tasks have only for the rules: for a spec that claims some of them in its own words. */
export function withTaskWords<C, S extends HasTasks, V extends string, A extends string, Q extends string>(
  model: Model<C, S, V, A, Q>,
): Model<C, S, V, A, Q> {
  // The compiler cannot infer from S that its tasks have these cells.
  return sequentiallyConsistent(model).glossary({ cells: { ...lockWords, ...bookkeeping } } as never)
}

/**
 * Replaces the rules on loads and on stores by one claim on every access: for models whose tasks reach the same frames by
 * both, where it does not matter which comes too late.
 */
export function withAccessClaim<C, S extends HasTasks, V extends string, A extends string, Q extends string>(
  model: Model<C, S, V, A, Q | RuleClaim>,
) {
  const holds = (s: Tasks): boolean => neverStoresToUnmapped(s) && neverLoadsFromUnmapped(s)
  return model
    .without('no load from an unmapped address', 'no store to an unmapped address')
    .invariant('no access to an unmapped address', holds as never)
}
