import { expectations, model } from 'interleave-checker'
import { type Config, eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import { neverSleepsInReader, neverUsesFreedMemory, withTaskWords } from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab } from '../../models/kernel/slab.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { flush_work, newWork, process_one_work, queue_work } from '../../models/kernel/workqueue.ts'

type Mutant =
  | 'none'
  | 'does not flush'
  | 'flushes with the lock of the work'
  | 'flushes in a reader that the work waits for'

const work = process_one_work('work')

/**
 * A driver that queues work, flushes it and frees the object that it uses; the work takes a lock and waits for a grace
 * period.
 */
const flushing = model('workqueue', { config: 'NP' as Config, mutant: 'none' as Mutant })
  .shared(() => {
    const state = { slab: newSlab(1) }
    const object = kmalloc(state)
    return {
      tasks: newTasks(2),
      lockdep: newLockdep(2),
      slab: state.slab,
      object,
      mutex: null as number | null,
      work: newWork(),
    }
  })
  .process('driver', {
    locals: () => ({ task: 0 }),
    steps: {
      queue_work: (s, me, c) => {
        s.tasks[me.task]!.mode = 'kernel'
        queue_work(s, 'work')
        if (c.mutant === 'flushes in a reader that the work waits for') rcu_read_lock(s, me, c)
      },
      mutex_lock: (s, me, c) => {
        if (c.mutant === 'flushes with the lock of the work') return mutex_lock('mutex')(s, me, c)
      },
      flush_work: (s, me, c) => {
        if (c.mutant !== 'does not flush') return flush_work('work')(s, me, c)
      },
      mutex_unlock: (s, me, c) => {
        if (c.mutant === 'flushes with the lock of the work') mutex_unlock('mutex')(s, me)
        if (c.mutant === 'flushes in a reader that the work waits for') rcu_read_unlock(s, me, c)
      },
      kfree: (s, me) => kfree(s, me, s.object),
    },
  })
  .process('kworker', {
    locals: () => ({ task: 1 }),
    mayRest: ['worker_thread'],
    steps: [
      {
        worker_thread: (s, me) => {
          work.begin(s, me)
          s.tasks[me.task]!.mode = 'kernel'
        },
        'work: mutex_lock': mutex_lock('mutex'),
        'work: access': (s, me) => void access(s, me, s.object),
        'work: mutex_unlock': mutex_unlock('mutex'),
      },
      synchronize_rcu(),
      {
        'work: end': (s, me) => {
          work.end(s, me)
          return 'worker_thread'
        },
      },
    ],
  })

const claim = {
  memory: 'no use of freed memory',
  lockOrder: 'no lock-order cycle',
  sleepInReader: 'no sleep in an RCU reader',
  waits: 'the driver waits while the work runs',
  flushes: 'flush_work() returns',
  runs: 'queued work eventually runs',
} as const

/**
 * flush_work() waits until the work has run, and so for everything that the work waits for: its lock and its grace period.
 *
 * flush_work() eventually returns, if all processes are weakly fair; not so if it is called with a lock that the work takes,
 * and in PRE in a reader, if the work waits for readers.
 *
 * Exhaustive for one work, which is queued once, in 20 states.
 */
const spec = flushing
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.lockOrder, lockOrderHasNoCycle)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .reachable(claim.waits, s => s.work.running && s.driver.some(d => d.pc === 'flush_work'))
  .fair({ weak: ['driver', 'kworker'] })
  .leadsTo(claim.flushes, ...leaves('flush_work'), { of: 'driver' })
  .leadsTo(
    claim.runs,
    s => s.work.pending,
    s => !s.work.pending && !s.work.running,
  )
  .variants({ config: ['NPC', 'PRE'] })
  .variants({ mutant: ['does not flush', 'flushes with the lock of the work'] })
  .variants({ mutant: ['flushes in a reader that the work waits for'] }, eachConfig)

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'NPC', 'PRE'], census: [20, 26, 12] },
      {
        where: ['flushes in a reader that the work waits for, NP', 'flushes in a reader that the work waits for, NPC'],
        fails: { lockOrder: 11, sleepInReader: 3 },
        census: [25, 34, 13],
      },
    ],
  },
  {
    'does not flush': { fails: { memory: 8 }, census: [46, 72, 12] },
    'flushes with the lock of the work': {
      fails: { lockOrder: 10, flushes: [3, 0], runs: [3, 0], 'no deadlock': 3 },
      census: [18, 21, 12],
    },
    'flushes in a reader that the work waits for, PRE': {
      fails: { sleepInReader: 3, flushes: [8, 0], runs: [8, 0], 'no deadlock': 8 },
      census: [19, 28, 8],
    },
  },
)
