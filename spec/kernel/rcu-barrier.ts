import { expectations, model, when } from 'interleave-checker'
import {
  call_rcu,
  callbacksHaveRun,
  newRcuData,
  newRcuSoftirq,
  rcu_barrier,
  rcu_core,
} from '../../models/kernel/call-rcu.ts'
import type { Config } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { rcu_read_lock, rcu_read_unlock } from '../../models/kernel/rcu.ts'
import {
  gracePeriodsCoverReaders,
  neverFreesTwice,
  neverSleepsInAtomic,
  neverSleepsInReader,
  neverUsesFreedMemory,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'no barrier'
  | 'a barrier before the last call_rcu()'
  | 'a barrier for a grace period'
  | 'a barrier in a reader'
  | 'a barrier in a spinlock'

/**
 * A module and its thread, each of which passes an object to call_rcu(). On unload the module stops the thread and waits for
 * the callbacks, which are its code.
 *
 * Checks `models/kernel/call-rcu.ts`.
 */
const unloading = model('rcu-barrier', { config: 'NP' as Config, readers: 1, mutant: 'none' as Mutant })
  .shared(c => {
    const state = { slab: newSlab(3) }
    const objects: (Pointer | null)[] = [kmalloc(state), kmalloc(state)]
    const text = kmalloc(state)
    return {
      tasks: newTasks(c.readers + 3),
      slab: state.slab,
      objects,
      /** The objects passed to call_rcu(). */
      retired: objects as readonly (Pointer | null)[],
      text,
      spinlock: null as number | null,
      rcu_data: newRcuData<'free_object'>(),
    }
  })
  .process('reader', {
    count: c => c.readers,
    locals: (_c, id) => ({ task: id, object: null as Pointer | null }),
    steps: {
      enter_kernel,
      rcu_read_lock,
      rcu_dereference: (s, me) => {
        me.object = s.objects[0] ?? null
      },
      access: (s, me) => {
        if (me.object !== null) access(s, me, me.object)
      },
      rcu_read_unlock,
      return_to_user,
    },
  })
  .process('thread', {
    locals: c => ({ task: c.readers }),
    steps: {
      list_del_rcu: s => {
        s.objects[1] = null
      },
      call_rcu: s => {
        call_rcu(s, 'free_object', 1)
      },
    },
  })
  .process('module', {
    locals: c => ({ task: c.readers + 1 }),
    steps: [
      {
        enter_kernel,
        list_del_rcu: s => {
          s.objects[0] = null
        },
        call_rcu: (s, _me, c) => {
          if (c.mutant !== 'a barrier for a grace period') call_rcu(s, 'free_object', 0)
        },
        kthread_stop: (s, me, c) => {
          when(s.thread.every(t => t.pc === 'done') || c.mutant === 'a barrier before the last call_rcu()')
          if (c.mutant === 'no barrier') return 'free_module'
          if (c.mutant === 'a barrier in a reader') rcu_read_lock(s, me, c)
          if (c.mutant === 'a barrier in a spinlock') spin_lock('spinlock')(s, me, c)
        },
      },
      rcu_barrier<'free_object'>(),
      {
        'after the barrier': (s, me, c) => {
          when(s.thread.every(t => t.pc === 'done'))
          if (c.mutant === 'a barrier in a reader') rcu_read_unlock(s, me, c)
          if (c.mutant === 'a barrier in a spinlock') spin_unlock('spinlock')(s, me, c)
          if (c.mutant === 'a barrier for a grace period') kfree(s, me, s.retired[0]!)
        },
        free_module: (s, me) => kfree(s, me, s.text),
        return_to_user,
      },
    ],
  })
  .process('rcu', {
    locals: c => newRcuSoftirq(c.readers + 2),
    mayRest: ['rcu_core'],
    steps: [
      rcu_core<'free_object'>(),
      {
        free_object: (s, me) => {
          if (!access(s, me, s.text)) return 'done'
          kfree(s, me, s.retired[me.head]!)
          return 'rcu_do_batch'
        },
      },
    ],
  })

const claim = {
  memory: 'no use of freed memory',
  twice: 'nothing is freed twice',
  gracePeriod: 'a grace period covers its readers',
  sleepInReader: 'no sleep in an RCU reader',
  sleepInAtomic: 'no sleep in atomic context',
  leak: 'nothing is left allocated',
  waits: 'the barrier waits for a callback that runs',
  returns: 'the barrier returns while a later reader reads',
  unloads: 'the module is unloaded',
  barrierReturns: 'rcu_barrier() returns',
} as const

/**
 * rcu_barrier() waits for all callbacks queued before it and for nothing else, so the last one must be queued by then. With
 * none queued it returns immediately, whatever readers there are.
 *
 * rcu_barrier() eventually returns, if all processes are weakly fair.
 *
 * Exhaustive for one reader in 1,805 states; with five (`--set readers=5`) all claims hold in 27,918,095 (148,797,924
 * transitions, depth 49).
 */
const spec = unloading
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.gracePeriod, gracePeriodsCoverReaders)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .invariant(claim.leak, {
    given: s => s.module.every(m => m.pc === 'done') && callbacksHaveRun(s),
    then: nothingIsAllocated,
  })
  .reachable(
    claim.waits,
    s => s.rcu.some(r => r.pc === 'free_object') && s.module.some(m => m.pc === 'wait_for_barrier'),
  )
  .reachable(
    claim.returns,
    s => s.module.some(m => m.pc === 'after the barrier') && s.reader.some(r => r.pc === 'access'),
  )
  .reachable(claim.unloads, s => s.module.some(m => m.pc === 'done') && nothingIsAllocated(s))
  .fair({ weak: ['reader', 'thread', 'module', 'rcu'] })
  .leadsTo(claim.barrierReturns, ...leaves('wait_for_barrier'), { of: 'module' })
  .variants({ config: ['NPC', 'PRE'] })
  .variants({ mutant: ['no barrier', 'a barrier before the last call_rcu()', 'a barrier for a grace period'] })
  .variant('a barrier in a reader, PRE', { mutant: 'a barrier in a reader', config: 'PRE' })
  .variant('a barrier in a spinlock', { mutant: 'a barrier in a spinlock' })

export default spec

export const expected = expectations(
  spec,
  { claims: claim, rules: [{ where: ['base', 'NPC', 'PRE'], census: [1805, 4224, 25] }] },
  {
    'no barrier': { fails: { memory: 12, waits: 'never', returns: 'never' }, census: [1960, 4765, 23] },
    'a barrier before the last call_rcu()': { fails: { memory: 18 }, census: [2958, 7309, 26] },
    'a barrier for a grace period': { fails: { memory: 19 }, census: [699, 1616, 23] },
    'a barrier in a reader, PRE': {
      fails: { barrierReturns: [15, 0], sleepInReader: 7, 'no deadlock': 15 },
      census: [1807, 4077, 25],
    },
    'a barrier in a spinlock': { fails: { gracePeriod: 10, sleepInAtomic: 7 }, census: [2450, 5352, 27] },
  },
)
