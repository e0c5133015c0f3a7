import { expectations, model, prefixed } from 'interleave-checker'
import { type Config, checkConfig } from '../../models/kernel/config.ts'
import { kmap_atomic, kunmap_atomic } from '../../models/kernel/kmap-atomic.ts'
import { enter_softirq, leave_softirq, preempt_disable, preempt_enable } from '../../models/kernel/preempt.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu, synchronize_sched } from '../../models/kernel/rcu.ts'
import {
  gracePeriodsCoverReaders,
  neverSleepsInAtomic,
  neverSleepsInReader,
  neverUsesFreedMemory,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, type Pointer } from '../../models/kernel/slab.ts'
import { schedule } from '../../models/kernel/sleep.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

/** What surrounds the reader's access. */
type Reader = 'preempt_disable' | 'spin_lock' | 'kmap_atomic' | 'softirq' | 'rcu_read_lock'

/**
 * A reader that disables preemption instead of locking RCU, and an updater that unlinks an object, waits and frees it.
 *
 * Checks `models/kernel/quiescent-state.ts`.
 */
const reading = model('preempt-reader', {
  config: 'NP' as Config,
  reader: 'preempt_disable' as Reader,
  /** What the updater waits by. */
  waits: 'synchronize_rcu' as 'synchronize_rcu' | 'synchronize_sched',
  /** 4.20 and later. */
  consolidated: false,
  mutant: 'none' as 'none' | 'blocks' | 'preempts too late',
})
  .shared(c => {
    checkConfig(c)
    const state = { slab: newSlab(1) }
    const object = kmalloc(state)
    return {
      tasks: newTasks(2),
      slab: state.slab,
      object: object as Pointer | null,
      retired: object,
      lock: null as number | null,
    }
  })
  .process('reader', {
    locals: () => ({ task: 0, object: null as Pointer | null }),
    steps: {
      enter_kernel,
      'read, early': (s, me, c) => {
        if (c.mutant === 'preempts too late') me.object = s.object
      },
      lock: (s, me, c) => {
        if (c.reader === 'preempt_disable') preempt_disable(s, me, c)
        if (c.reader === 'spin_lock') spin_lock('lock')(s, me, c)
        if (c.reader === 'kmap_atomic') kmap_atomic(s, me, c, 0)
        if (c.reader === 'softirq') enter_softirq(s, me)
        if (c.reader === 'rcu_read_lock') rcu_read_lock(s, me, c)
      },
      read: (s, me, c) => {
        if (c.mutant !== 'preempts too late') me.object = s.object
      },
      inside: (s, me, c) => {
        if (c.mutant === 'blocks') schedule(s, me, c)
      },
      access: (s, me) => {
        if (me.object !== null) access(s, me, me.object)
      },
      unlock: (s, me, c) => {
        if (c.reader === 'preempt_disable') preempt_enable(s, me, c)
        if (c.reader === 'spin_lock') spin_unlock('lock')(s, me, c)
        if (c.reader === 'kmap_atomic') kunmap_atomic(s, me, c)
        if (c.reader === 'softirq') leave_softirq(s, me, c)
        if (c.reader === 'rcu_read_lock') rcu_read_unlock(s, me, c)
      },
      return_to_user,
    },
  })
  .process('updater', {
    locals: () => ({ task: 1 }),
    steps: [
      {
        enter_kernel,
        unlink: (s, _me, c) => {
          s.object = null
          return c.waits === 'synchronize_sched' ? 'sched: synchronize_sched' : 'synchronize_rcu'
        },
      },
      prefixed('sched: ', synchronize_sched()),
      {
        'synchronize_sched returns': () => 'kfree',
      },
      synchronize_rcu(),
      {
        kfree: (s, me) => kfree(s, me, s.retired),
        return_to_user,
      },
    ],
  })

const claim = {
  gracePeriod: 'a grace period covers its readers',
  memory: 'no use of freed memory',
  sleepInReader: 'no sleep in an RCU reader',
  sleepInAtomic: 'no sleep in atomic context',
  finds: 'the reader uses the object after it was unlinked',
  waits: 'the updater waits for the reader',
} as const

/**
 * Regions with preemption off as readers. In NP and NPC there is one RCU for both kinds of readers; in PRE,
 * synchronize_rcu() waits for regions with preemption off only since 4.20; before, synchronize_sched() waits for these and
 * no others.
 *
 * Exhaustive for one reader and one updater, up to 117 states.
 */
const spec = reading
  .extend(withTaskWords)
  .invariant(claim.gracePeriod, gracePeriodsCoverReaders)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .reachable(claim.finds, s => s.object === null && s.reader.some(r => r.pc === 'access' && r.object !== null))
  .reachable(claim.waits, s => s.tasks.some(task => task.gp_waits_for.length > 0))
  // The base has preemption disabled in NP.
  .variants({ preempt_disable: {} }, { config: ['NPC', 'PRE'] })
  .variants({ reader: ['spin_lock', 'kmap_atomic', 'softirq'] }, { config: ['NP', 'PRE'] })
  .variants({ blocks: { mutant: 'blocks' } }, { config: ['NP', 'PRE'] })
  .variant('synchronize_sched, preempt_disable, PRE', { config: 'PRE', waits: 'synchronize_sched' })
  .variant('synchronize_sched, rcu_read_lock, PRE', {
    config: 'PRE',
    waits: 'synchronize_sched',
    reader: 'rcu_read_lock',
  })
  .variant('since 4.20, preempt_disable, PRE', { config: 'PRE', consolidated: true })
  .variant('since 4.20, rcu_read_lock, PRE', { config: 'PRE', consolidated: true, reader: 'rcu_read_lock' })
  .variant('preempts too late', { mutant: 'preempts too late' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { waits: 'synchronize_rcu' }, census: [83, 136, 14] },
      { where: { waits: 'synchronize_sched' }, census: [94, 156, 15] },
      // No grace period waits for it there.
      {
        where: ['preempt_disable, PRE', 'spin_lock, PRE', 'kmap_atomic, PRE', 'softirq, PRE', 'blocks, PRE'],
        fails: { memory: 11, waits: 'never' },
        census: [94, 157, 14],
      },
      { where: { mutant: 'blocks' }, fails: { sleepInAtomic: 5 } },
    ],
  },
  {
    'synchronize_sched, rcu_read_lock, PRE': { fails: { memory: 12, waits: 'never' }, census: [108, 183, 15] },
    'blocks, NP': { fails: { gracePeriod: 9, memory: 11 }, census: [117, 185, 14] },
    'preempts too late': { fails: { memory: 11 }, census: [112, 183, 14] },
  },
)
