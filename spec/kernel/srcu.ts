import { expectations, model } from 'interleave-checker'
import type { Config } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { neverUnlocksUnlocked, neverUsesFreedMemory, withTaskWords } from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { schedule } from '../../models/kernel/sleep.ts'
import {
  newSrcuStruct,
  srcu_read_lock,
  srcu_read_unlock,
  srcuIsBalanced,
  synchronize_srcu,
} from '../../models/kernel/srcu.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'the updater does not wait'
  | 'the updater waits inside a section'
  | 'the updater forgets the object'
  | 'the reader locks what the updater holds'
  | 'the reader keeps its section'
  | 'the reader unlocks twice'
  | 'the reader goes on in an overlapping section'

/** An object that readers find by a pointer and use while sleeping, and an updater that unlinks it. */
const object = model('srcu', { config: 'NP' as Config, readers: 2, mutant: 'none' as Mutant })
  .shared(c => {
    const state = { slab: newSlab(1) }
    const pointer: Pointer | null = kmalloc(state)
    return {
      tasks: newTasks(c.readers + 1),
      slab: state.slab,
      pointer: pointer as Pointer | null,
      ss: newSrcuStruct(c.readers + 1),
      mutex: null as number | null,
      lockdep: newLockdep(c.readers + 1),
    }
  })
  .process('reader', {
    count: c => c.readers,
    locals: (_c, id) => ({ task: id, idx: 0, inner: 0, pointer: null as Pointer | null }),
    steps: {
      enter_kernel,
      srcu_read_lock: (s, me) => {
        me.idx = srcu_read_lock(s, me, 'ss')
      },
      srcu_dereference: (s, me) => {
        me.pointer = s.pointer
        if (me.pointer === null) return 'srcu_read_unlock'
      },
      overlap: (s, me, c) => {
        if (c.mutant === 'the reader goes on in an overlapping section') me.inner = srcu_read_lock(s, me, 'ss')
      },
      'unlock the first': (s, me, c) => {
        if (c.mutant !== 'the reader goes on in an overlapping section') return
        srcu_read_unlock(s, me, 'ss', me.idx)
        me.idx = me.inner
      },
      schedule,
      mutex_lock: (s, me, c) => {
        if (c.mutant !== 'the reader locks what the updater holds') return 'access'
        return mutex_lock('mutex')(s, me, c)
      },
      mutex_unlock: mutex_unlock('mutex'),
      access: (s, me) => {
        if (me.pointer !== null) access(s, me, me.pointer)
      },
      srcu_read_unlock: (s, me, c) => {
        if (c.mutant === 'the reader keeps its section') return 'return_to_user'
        srcu_read_unlock(s, me, 'ss', me.idx)
        if (c.mutant !== 'the reader unlocks twice') return 'return_to_user'
      },
      'srcu_read_unlock again': (s, me) => srcu_read_unlock(s, me, 'ss', me.idx),
      return_to_user,
    },
  })
  .process('updater', {
    locals: c => ({ task: c.readers, pointer: null as Pointer | null }),
    steps: [
      {
        enter_kernel,
        mutex_lock: mutex_lock('mutex'),
        rcu_assign_pointer: (s, me, c) => {
          me.pointer = s.pointer
          s.pointer = null
          if (c.mutant === 'the updater does not wait') return 'kfree'
        },
        srcu_read_lock: (s, me, c) => {
          if (c.mutant === 'the updater waits inside a section') srcu_read_lock(s, me, 'ss')
        },
      },
      synchronize_srcu('ss'),
      {
        kfree: (s, me, c) => {
          if (me.pointer !== null && c.mutant !== 'the updater forgets the object') kfree(s, me, me.pointer)
        },
        mutex_unlock: mutex_unlock('mutex'),
        return_to_user,
      },
    ],
  })

const claim = {
  memory: 'no use of freed memory',
  unlock: 'no unlock without a lock',
  balanced: 'no section outlives its system call',
  lockOrder: 'no lock-order cycle',
  locks: 'no lock is held in user mode',
  leak: 'the object is eventually freed',
  finds: 'a reader uses the object after it was unlinked',
  waits: 'the updater waits for one reader while a later one runs',
  returns: 'synchronize_srcu() returns',
  mutexReturns: 'mutex_lock() returns',
} as const

/**
 * SRCU as models use it: readers may sleep, and a grace period covers the sections present at its start.
 *
 * synchronize_srcu() eventually returns, if all processes are weakly fair.
 *
 * Exhaustive for two readers, each with one section, and one updater in 2,474 states; with four readers (`--set readers=4`)
 * all claims hold in 4,474,232 (17,641,728 transitions, depth 49). `models/rcu/srcu.ts` has the algorithm.
 *
 * Contrary to the analysis of the series, two overlapping sections do not act as one: an object found in the first may be
 * gone in the second, since a grace period that began between the two locks waits for the first section only ('the reader
 * goes on in an overlapping section', 15 steps). The kernel's memory model says the same of C-srcu-nest-5.litmus: Sometimes.
 */
const spec = object
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.unlock, neverUnlocksUnlocked)
  .invariant(claim.balanced, s => srcuIsBalanced(s, s.ss))
  .invariant(claim.lockOrder, lockOrderHasNoCycle)
  .invariant(claim.locks, holdsNoLockInUserMode)
  .invariant(claim.leak, { given: s => s.updater.every(u => u.pc === 'done'), then: nothingIsAllocated })
  .reachable(claim.finds, s => s.pointer === null && s.reader.some(r => r.pc === 'access'))
  .reachable(claim.waits, s => {
    const waited = s.ss.gp_waits_for.flat()
    return waited.length === 1 && s.ss.sections.filter(task => task !== null).length === 2
  })
  .fair({ weak: ['reader', 'updater'] })
  .leadsTo(claim.returns, ...leaves('wait_srcu_gp'), { of: 'updater' })
  .leadsTo(claim.mutexReturns, ...leaves('mutex_lock'), { of: 'updater' })
  .variants({ config: ['NPC', 'PRE'] })
  .variants({
    mutant: [
      'the updater does not wait',
      'the updater waits inside a section',
      'the updater forgets the object',
      'the reader locks what the updater holds',
      'the reader keeps its section',
      'the reader unlocks twice',
      'the reader goes on in an overlapping section',
    ],
  })

export default spec

export const expected = expectations(
  spec,
  { claims: claim, rules: [{ where: ['base', 'NPC', 'PRE'], census: [2474, 6020, 29] }] },
  {
    'the updater does not wait': { fails: { memory: 12, waits: 'never' }, census: [2892, 7014, 26] },
    'the updater waits inside a section': {
      fails: { returns: [15, 0], lockOrder: 5, 'no deadlock': 15 },
      census: [2778, 6360, 25],
    },
    'the updater forgets the object': { fails: { leak: 9 }, census: [2474, 6020, 29] },
    'the reader locks what the updater holds': {
      fails: { returns: [16, 0], lockOrder: 13, 'no deadlock': 16 },
      census: [2562, 6004, 31],
    },
    'the reader keeps its section': {
      fails: { returns: [15, 0], balanced: 8, locks: 8, 'no deadlock': 15 },
      census: [1978, 4878, 25],
    },
    'the reader unlocks twice': { fails: { memory: 25, unlock: 8 }, census: [4185, 10245, 31] },
    'the reader goes on in an overlapping section': { fails: { memory: 15 }, census: [9452, 22576, 29] },
  },
)
