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
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { neverSleepsInAtomic, neverUsesFreedMemory, withTaskWords } from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab } from '../../models/kernel/slab.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { newTasks } from '../../models/kernel/task.ts'

/**
 * A module with two tasks that call call_rcu(), each on any CPU; callbacks that count themselves; and a task that unloads
 * the module.
 *
 * Checks `models/kernel/call-rcu.ts`.
 */
const counting = model('callbacks', {
  config: 'PRE' as Config,
  cpus: 1,
  /** The lock that a callback holds while it counts. */
  locks: 'nothing' as 'nothing' | 'a spinlock' | 'a mutex',
  mutant: 'none' as 'none' | 'no barrier',
})
  .shared(c => {
    const state = { slab: newSlab(1) }
    const text = kmalloc(state)
    return {
      tasks: newTasks(3 + c.cpus),
      slab: state.slab,
      /** The module's code. */
      text,
      count: 0,
      mutex: null as number | null,
      spinlock: null as number | null,
      rcu_data: newRcuData<'read'>(c.cpus),
    }
  })
  .process('caller', {
    count: 2,
    locals: (_c, id) => ({ task: id }),
    steps: {
      call_rcu: s => {
        call_rcu(s, 'read', 0)
      },
    },
  })
  .process('rmmod', {
    locals: () => ({ task: 2 }),
    steps: [
      {
        'callers have ended': (s, _me, c) => {
          when(s.caller.every(({ pc }) => pc === 'done'))
          if (c.mutant === 'no barrier') return 'free_module'
        },
      },
      rcu_barrier<'read'>(),
      {
        free_module: (s, me) => kfree(s, me, s.text),
      },
    ],
  })
  .process('softirq', {
    count: c => c.cpus,
    locals: (_c, id) => ({ ...newRcuSoftirq(3 + id, id), seen: 0 }),
    mayRest: ['rcu_core'],
    steps: [
      rcu_core<'read'>(),
      {
        read: (s, me, c) => {
          if (!access(s, me, s.text)) return 'done'
          if (c.locks === 'a spinlock') spin_lock('spinlock')(s, me, c)
          const again = c.locks === 'a mutex' ? mutex_lock('mutex')(s, me, c) : undefined
          if (again !== undefined) return again
          me.seen = s.count
        },
        write: (s, me, c) => {
          s.count = me.seen + 1
          me.seen = 0
          if (c.locks === 'a spinlock') spin_unlock('spinlock')(s, me, c)
          if (c.locks === 'a mutex') mutex_unlock('mutex')(s, me)
          return 'rcu_do_batch'
        },
      },
    ],
  })

const claim = {
  memory: 'no use of freed memory',
  sleepInAtomic: 'no sleep in atomic context',
  counts: 'each callback is counted',
  together: 'two callbacks run at the same time',
  unloads: 'the module is unloaded after its callbacks have run',
} as const

/**
 * Where callbacks run: as softirqs, in order on one CPU, concurrently on two. So a shared count needs a lock as soon as
 * there is a second CPU, which cannot be a mutex; and rcu_barrier() has to wait for every CPU.
 *
 * Exhaustive for two callbacks on one CPU in 101 states, and on two CPUs in up to 744.
 */
const spec = counting
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .invariant(claim.counts, {
    given: s => s.caller.every(({ pc }) => pc === 'done') && callbacksHaveRun(s),
    then: s => s.count === 2,
  })
  .reachable(claim.together, s => s.softirq.every(({ pc }) => pc === 'read' || pc === 'write'))
  .reachable(claim.unloads, s => s.count === 2 && s.rmmod.every(({ pc }) => pc === 'done'))
  .variants({ config: ['NP', 'NPC'] })
  .variant('two CPUs', { cpus: 2 })
  .variant('two CPUs, a spinlock', { cpus: 2, locks: 'a spinlock' })
  .variant('two CPUs, a mutex', { cpus: 2, locks: 'a mutex' })
  .variant('a mutex', { locks: 'a mutex' })
  .variant('no barrier', { mutant: 'no barrier' })
  .variant('two CPUs, no barrier', { cpus: 2, locks: 'a spinlock', mutant: 'no barrier' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { cpus: 1, mutant: 'none' }, census: [101, 157, 17] },
      { where: { mutant: 'no barrier' }, fails: { memory: 9 } },
      { where: { locks: 'a mutex' }, fails: { sleepInAtomic: 6 } },
    ],
  },
  {
    'two CPUs': { fails: { counts: 16 }, census: [738, 1510, 24] },
    'two CPUs, a spinlock': { census: [612, 1260, 24] },
    'two CPUs, a mutex': { census: [744, 1480, 24] },
    'no barrier': { census: [83, 134, 14] },
    'two CPUs, no barrier': { census: [319, 688, 16] },
  },
)
