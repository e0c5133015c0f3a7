import { expectations, model } from 'interleave-checker'
import { type Config, checkConfig, eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import {
  gracePeriodsCoverReaders,
  neverSleepsInAtomic,
  neverSleepsInReader,
  neverUsesFreedMemory,
  rcuReadersAreBalanced,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab, nothingIsAllocated, type Pointer } from '../../models/kernel/slab.ts'
import { cond_resched, schedule } from '../../models/kernel/sleep.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { user_fault } from '../../models/kernel/user-fault.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'calls cond_resched()'
  | 'blocks'
  | 'faults on a user page'
  | 'waits for a grace period'
  | 'keeps its lock'
  | 'unlocks once too often'
  | 'frees without waiting'
  | 'waits before it unlinks'

/** Readers that use an object inside a nested section, and updaters, one of which unlinks it and frees it. */
const object = model('rcu', { config: 'NP' as Config, readers: 1, updaters: 2, mutant: 'none' as Mutant })
  .shared(c => {
    checkConfig(c)
    const state = { slab: newSlab(1) }
    const pointer: Pointer | null = kmalloc(state)
    return { tasks: newTasks(c.readers + c.updaters), slab: state.slab, pointer: pointer as Pointer | null }
  })
  .process('reader', {
    count: c => c.readers,
    locals: (_c, id) => ({ task: id, pointer: null as Pointer | null }),
    steps: [
      {
        enter_kernel,
        rcu_read_lock,
        'rcu_read_lock, nested': rcu_read_lock,
        rcu_dereference: (s, me) => {
          me.pointer = s.pointer
        },
        inside: (s, me, c) => {
          if (c.mutant === 'calls cond_resched()') cond_resched(s, me, c)
          if (c.mutant === 'blocks') schedule(s, me, c)
          if (c.mutant === 'faults on a user page') user_fault(s, me, c)
          return c.mutant === 'waits for a grace period' ? 'synchronize_rcu' : 'access'
        },
      },
      synchronize_rcu(),
      {
        access: (s, me) => {
          if (me.pointer !== null) access(s, me, me.pointer)
          me.pointer = null
        },
        'rcu_read_unlock, nested': rcu_read_unlock,
        rcu_read_unlock: (s, me, c) => {
          if (c.mutant !== 'keeps its lock') rcu_read_unlock(s, me, c)
        },
        'rcu_read_unlock, again': (s, me, c) => {
          if (c.mutant === 'unlocks once too often') rcu_read_unlock(s, me, c)
        },
        return_to_user,
      },
    ],
  })
  .process('updater', {
    count: c => c.updaters,
    locals: (c, id) => ({ task: c.readers + id, pointer: null as Pointer | null }),
    steps: [
      {
        enter_kernel,
        list_del_rcu: (s, me, c) => {
          if (c.mutant === 'waits before it unlinks') return
          me.pointer = s.pointer
          s.pointer = null
          if (c.mutant === 'frees without waiting') return 'kfree'
        },
      },
      synchronize_rcu(),
      {
        kfree: (s, me, c) => {
          if (c.mutant === 'waits before it unlinks') {
            me.pointer = s.pointer
            s.pointer = null
          }
          if (me.pointer !== null) kfree(s, me, me.pointer)
          me.pointer = null
        },
        return_to_user,
      },
    ],
  })

const claim = {
  gracePeriod: 'a grace period covers its readers',
  memory: 'no use of freed memory',
  sleepInReader: 'no sleep in an RCU reader',
  sleepInAtomic: 'no sleep in atomic context',
  balanced: 'each reader ends, once',
  leak: 'the object is eventually freed',
  finds: 'a reader uses the object after it was unlinked',
  waits: 'an updater waits for a reader',
  nested: 'an updater waits behind the inner unlock',
  later: 'a later reader is not waited for',
  apart: 'one updater is done while the other waits',
  ends: 'all end',
  returns: 'synchronize_rcu() returns',
} as const

/**
 * RCU as models use it, in three configurations: it follows the table of `models/kernel/config.ts` on code inside a reader,
 * row by row. If the section contains something that is a quiescent state in this configuration, the grace period ends
 * inside it, and the reader uses a freed object.
 *
 * A leaked lock is ignored in user mode where readers are not counted; in PRE it prevents every grace period from ending. A
 * task that waits for a grace period inside a reader waits for itself in PRE; in NP nothing warns of it.
 *
 * synchronize_rcu() eventually returns, if all processes are weakly fair.
 *
 * Exhaustive for one reader and two updaters (the base) in 958 states, and for two readers in 14,230; with `--set
 * readers=3 --set updaters=3` all claims hold in 3,102,671 (14,090,436 transitions, depth 48).
 */
const spec = object
  .extend(withTaskWords)
  .invariant(claim.gracePeriod, gracePeriodsCoverReaders)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .invariant(claim.balanced, rcuReadersAreBalanced)
  .invariant(claim.leak, { given: s => s.updater.every(u => u.pc === 'done'), then: nothingIsAllocated })
  .reachable(claim.finds, s => s.pointer === null && s.reader.some(r => r.pc === 'access' && r.pointer !== null))
  .reachable(claim.waits, s => s.updater.some(u => s.tasks[u.task]!.gp_waits_for.length > 0))
  .reachable(claim.nested, s => {
    return s.reader.some(r => r.pc === 'rcu_read_unlock' && s.tasks.some(t => t.gp_waits_for.includes(r.task)))
  })
  .reachable(claim.later, s => {
    return s.updater.some(u => u.pc === 'done') && s.reader.some(r => r.pc === 'rcu_dereference')
  })
  .reachable(claim.apart, s => {
    return s.updater.some(u => u.pc === 'done') && s.updater.some(u => s.tasks[u.task]!.gp_waits_for.length > 0)
  })
  .reachable(claim.ends, s => s.updater.every(u => u.pc === 'done') && s.reader.every(r => r.pc === 'done'))
  .fair({ weak: ['reader', 'updater'] })
  .leadsTo(claim.returns, ...leaves('wait_rcu_gp'), { of: 'updater' })
  .variants({ config: ['NPC', 'PRE'] })
  .variant('two readers', { readers: 2 })
  .variants(
    {
      mutant: ['calls cond_resched()', 'blocks', 'faults on a user page', 'waits for a grace period', 'keeps its lock'],
    },
    eachConfig,
  )
  .variant('unlocks once too often', { mutant: 'unlocks once too often' })
  .variant('unlocks once too often, PRE', { mutant: 'unlocks once too often', config: 'PRE' })
  .variants({ mutant: ['frees without waiting', 'waits before it unlinks'] })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'NPC', 'PRE', 'faults on a user page, NPC'], census: [958, 2368, 22] },
      {
        where: ['calls cond_resched(), NP', 'blocks, NP', 'faults on a user page, NP'],
        fails: { gracePeriod: 9, memory: 11, sleepInReader: 5 },
        census: [1828, 4412, 22],
      },
      {
        where: ['calls cond_resched(), PRE', 'blocks, PRE', 'faults on a user page, PRE'],
        fails: { sleepInReader: 5 },
        census: [958, 2368, 22],
      },
      {
        where: ['keeps its lock, NP', 'keeps its lock, NPC'],
        fails: { gracePeriod: 14, balanced: 10 },
        census: [1126, 2648, 22],
      },
      { where: { mutant: 'unlocks once too often' }, fails: { balanced: 9 }, census: [958, 2368, 22] },
    ],
  },
  {
    'two readers': { census: [14230, 45576, 32] },
    'calls cond_resched(), NPC': { fails: { sleepInReader: 5, sleepInAtomic: 5 }, census: [958, 2368, 22] },
    'blocks, NPC': {
      fails: { gracePeriod: 9, memory: 11, sleepInReader: 5, sleepInAtomic: 5 },
      census: [1828, 4412, 22],
    },
    'waits for a grace period, NP': {
      fails: { gracePeriod: 7, memory: 13, sleepInReader: 6 },
      census: [2260, 5476, 24],
    },
    'waits for a grace period, NPC': {
      fails: { gracePeriod: 7, memory: 13, sleepInReader: 6, sleepInAtomic: 6 },
      census: [2260, 5476, 24],
    },
    'waits for a grace period, PRE': {
      fails: { returns: [12, 0], sleepInReader: 6, finds: 'never', nested: 'never', ends: 'never', 'no deadlock': 12 },
      census: [668, 1556, 18],
    },
    'keeps its lock, PRE': { fails: { returns: [16, 0], balanced: 10, 'no deadlock': 16 }, census: [1036, 2480, 22] },
    'frees without waiting': {
      fails: { memory: 9, waits: 'never', nested: 'never', apart: 'never' },
      census: [462, 1134, 18],
    },
    'waits before it unlinks': { fails: { memory: 11 }, census: [813, 1982, 22] },
  },
)
