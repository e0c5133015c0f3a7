import { expectations, model } from 'interleave-checker'
import {
  call_rcu,
  callbacksHaveRun,
  newRcuData,
  newRcuSoftirq,
  rcu_barrier,
  rcu_core,
} from '../../models/kernel/call-rcu.ts'
import type { Config } from '../../models/kernel/config.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import {
  gracePeriodsCoverReaders,
  neverFreesTwice,
  neverSleepsInReader,
  neverUsesFreedMemory,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { cond_resched } from '../../models/kernel/sleep.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'frees at once'
  | 'queues before it unlinks'
  | 'queues twice'
  | 'leaves without a barrier'
  | 'takes synchronize_rcu for a barrier'
  | 'reschedules in the reader'
  | 'forgets the object'

/**
 * A module that passes its objects to call_rcu() and is unloaded. Its callback is code of the module, and must not run after
 * the unload.
 */
const moduleWithCallback = model('call-rcu', { config: 'NP' as Config, readers: 1, mutant: 'none' as Mutant })
  .shared(c => {
    const state = { slab: newSlab(2) }
    const object: Pointer | null = kmalloc(state)
    const text = kmalloc(state)
    return {
      tasks: newTasks(c.readers + 2),
      slab: state.slab,
      object: object as Pointer | null,
      /** The object passed to call_rcu(). */
      retired: object as Pointer,
      text,
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
        me.object = s.object
        if (me.object === null) return 'rcu_read_unlock'
      },
      cond_resched: (s, me, c) => {
        if (c.mutant === 'reschedules in the reader') cond_resched(s, me, c)
      },
      access: (s, me) => {
        if (me.object !== null) access(s, me, me.object)
      },
      rcu_read_unlock,
      return_to_user,
    },
  })
  .process('module', {
    locals: c => ({ task: c.readers }),
    steps: [
      {
        enter_kernel,
        'call_rcu, early': (s, _me, c) => {
          if (c.mutant === 'queues before it unlinks') call_rcu(s, 'free_object', 0)
        },
        list_del_rcu: s => {
          s.object = null
        },
        call_rcu: (s, me, c) => {
          if (c.mutant === 'frees at once') kfree(s, me, s.retired)
          else if (c.mutant !== 'queues before it unlinks' && c.mutant !== 'forgets the object') {
            call_rcu(s, 'free_object', 0)
          }
          if (c.mutant === 'queues twice') call_rcu(s, 'free_object', 0)
        },
        module_exit: (_s, _me, c) => {
          if (c.mutant === 'leaves without a barrier') return 'free_module'
          return c.mutant === 'takes synchronize_rcu for a barrier' ? 'synchronize_rcu' : 'rcu_barrier'
        },
      },
      synchronize_rcu(),
      {
        'skip the barrier': () => 'free_module',
      },
      rcu_barrier<'free_object'>(),
      {
        free_module: (s, me) => kfree(s, me, s.text),
        return_to_user,
      },
    ],
  })
  .process('rcu', {
    locals: c => newRcuSoftirq(c.readers + 1),
    mayRest: ['rcu_core'],
    steps: [
      rcu_core<'free_object'>(),
      {
        free_object: (s, me) => {
          if (!access(s, me, s.text)) return 'done'
          kfree(s, me, s.retired)
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
  leak: 'nothing is left allocated',
  finds: 'a reader uses the object while its callback waits',
  later: 'the callback runs while a later reader reads',
  unloads: 'the module is unloaded after its callback has run',
  runs: 'the callback eventually runs',
} as const

/**
 * call_rcu() and rcu_barrier(): a callback runs after a grace period that follows the call, in a separate process. To wait
 * for it, a caller must wait for the callback, not for a grace period.
 *
 * The callback eventually runs, if all processes are weakly fair.
 *
 * Exhaustive for one reader, one object and its callback in 374 states, and for two readers in 3,536; with six (`--set
 * readers=6`) all claims hold in 41,819,756 (247,675,606 transitions, depth 57).
 */
const spec = moduleWithCallback
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.twice, neverFreesTwice)
  .invariant(claim.gracePeriod, gracePeriodsCoverReaders)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.leak, {
    given: s => s.module.every(m => m.pc === 'done') && callbacksHaveRun(s),
    then: nothingIsAllocated,
  })
  .reachable(claim.finds, s => s.rcu_data[0]!.batch.length > 0 && s.reader.some(r => r.pc === 'access'))
  .reachable(
    claim.later,
    s => s.rcu.some(r => r.pc === 'free_object') && s.reader.some(r => r.pc === 'rcu_dereference'),
  )
  .reachable(claim.unloads, s => s.module.some(m => m.pc === 'done') && nothingIsAllocated(s))
  .fair({ weak: ['reader', 'module', 'rcu'] })
  .eventually(claim.runs, nothingIsAllocated)
  .variants({ config: ['NPC', 'PRE'] })
  .variant('two readers', { readers: 2 })
  .variants({
    mutant: [
      'frees at once',
      'queues before it unlinks',
      'queues twice',
      'leaves without a barrier',
      'takes synchronize_rcu for a barrier',
    ],
  })
  .variants({ mutant: ['reschedules in the reader'] }, { config: ['NP', 'PRE'] })
  .variant('forgets the object', { mutant: 'forgets the object' })

export default spec

export const expected = expectations(
  spec,
  { claims: claim, rules: [{ where: ['base', 'NPC', 'PRE'], census: [374, 781, 22] }] },
  {
    'two readers': { census: [3536, 10038, 29] },
    'frees at once': { fails: { memory: 9, finds: 'never', later: 'never' }, census: [119, 201, 16] },
    'queues before it unlinks': { fails: { memory: 12 }, census: [618, 1376, 26] },
    'queues twice': { fails: { twice: 11 }, census: [438, 925, 24] },
    'leaves without a barrier': { fails: { memory: 11, runs: [17, 0] }, census: [319, 714, 20] },
    'takes synchronize_rcu for a barrier': { fails: { memory: 14, runs: [20, 0] }, census: [520, 1204, 23] },
    'reschedules in the reader, NP': {
      fails: { memory: 14, gracePeriod: 11, sleepInReader: 4 },
      census: [537, 1108, 22],
    },
    'reschedules in the reader, PRE': { fails: { sleepInReader: 4 }, census: [374, 781, 22] },
    'forgets the object': {
      fails: { leak: 9, finds: 'never', later: 'never', unloads: 'never', runs: [14, 0] },
      census: [101, 174, 16],
    },
  },
)
