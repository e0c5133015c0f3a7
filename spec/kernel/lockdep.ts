import { alike, expectations, model } from 'interleave-checker'
import { type Config, eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { rcu_read_lock, rcu_read_unlock, synchronize_rcu } from '../../models/kernel/rcu.ts'
import { neverSleepsInReader, withTaskWords } from '../../models/kernel/rules.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Lock = 'a' | 'b' | 'c'
type Order = 'the same' | 'two disagree' | 'a cycle of three'

/** The pairs that the task takes, in order. */
const pairs: { readonly [order in Order]: readonly (readonly [Lock, Lock])[] } = {
  'the same': [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
  ],
  'two disagree': [
    ['a', 'b'],
    ['b', 'a'],
  ],
  'a cycle of three': [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
  ],
}

/**
 * A task that takes mutexes in pairs without contention; and two others: an RCU reader that may lock a mutex inside its
 * section, and an updater that may hold it while waiting for a grace period.
 */
const locking = model('lockdep', {
  config: 'NP' as Config,
  order: 'the same' as Order,
  /** Whether the reader locks the mutex. */
  readerLocks: false,
  /** Whether the updater holds the mutex while it waits. */
  updaterHolds: true,
  /** Mutant: the task returns to user mode with its locks held. */
  takesHome: false,
})
  .shared(() => ({
    tasks: newTasks(3),
    lockdep: newLockdep(3),
    a: null as number | null,
    b: null as number | null,
    c: null as number | null,
    mutex: null as number | null,
  }))
  .process('task', {
    locals: () => ({ task: 0, pair: 0 }),
    steps: {
      enter_kernel,
      first: (s, me, c) => {
        return mutex_lock(pairs[c.order][me.pair]![0])(s, me, c)
      },
      second: (s, me, c) => {
        const again = mutex_lock(pairs[c.order][me.pair]![1])(s, me, c)
        if (again !== undefined) return again
        if (c.takesHome) return 'return_to_user'
      },
      'unlock second': (s, me, c) => {
        mutex_unlock(pairs[c.order][me.pair]![1])(s, me)
      },
      'unlock first': (s, me, c) => {
        mutex_unlock(pairs[c.order][me.pair]![0])(s, me)
        me.pair++
        if (me.pair < pairs[c.order].length) return 'first'
      },
      return_to_user,
    },
  })
  .process('reader', {
    locals: () => ({ task: 1 }),
    steps: {
      enter_kernel,
      rcu_read_lock,
      'rcu_read_lock, nested': (s, me, c) => {
        rcu_read_lock(s, me, c)
        return c.readerLocks ? 'mutex_lock' : 'rcu_read_unlock, nested'
      },
      mutex_lock: mutex_lock('mutex'),
      mutex_unlock: mutex_unlock('mutex'),
      'rcu_read_unlock, nested': rcu_read_unlock,
      rcu_read_unlock,
      return_to_user,
    },
  })
  .process('updater', {
    locals: () => ({ task: 2 }),
    steps: [
      {
        enter_kernel,
        mutex_lock: mutex_lock('mutex'),
        'mutex_unlock, early': (s, me, c) => {
          if (!c.updaterHolds) mutex_unlock('mutex')(s, me)
        },
      },
      synchronize_rcu(),
      {
        mutex_unlock: (s, me, c) => {
          if (c.updaterHolds) mutex_unlock('mutex')(s, me)
        },
        return_to_user,
      },
    ],
  })

const claim = {
  order: 'no lock-order cycle',
  locks: 'no lock is held in user mode',
  sleepInReader: 'no sleep in an RCU reader',
  waits: 'the updater waits for the reader with the mutex held',
  ends: 'all end',
} as const

/**
 * Lock order: a cycle is found in any run that contains its parts, even if no run deadlocks, as with the single task here
 * that takes locks in both orders. Waiting for a grace period with a mutex held is part of a cycle if a reader may wait for
 * that mutex, in every configuration; only PRE deadlocks, since a sleeping reader is quiescent in the others.
 *
 * Exhaustive for one task, one reader and one updater, each of which runs once: at most 1,230 states.
 */
const spec = locking
  .extend(withTaskWords)
  .invariant(claim.order, lockOrderHasNoCycle)
  .invariant(claim.locks, holdsNoLockInUserMode)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .reachable(claim.waits, s => s.mutex === 2 && s.tasks[2]?.gp_waits_for.includes(1) === true)
  .reachable(claim.ends, s => [...s.task, ...s.reader, ...s.updater].every(({ pc }) => pc === 'done'))
  .variants({ config: ['NPC', 'PRE'] })
  .variants({ order: ['two disagree', 'a cycle of three'] })
  .variant('a task takes its locks home', { takesHome: true })
  .variants(
    {
      'a reader locks what the updater holds': { readerLocks: true },
      'a reader locks what the updater has dropped': { readerLocks: true, updaterHolds: false },
    },
    eachConfig,
  )

export default spec

export const expected = expectations(spec, {
  base: { census: [885, 2326, 27] },
  NPC: { census: [885, 2326, 27] },
  PRE: { census: [885, 2326, 27] },
  'two disagree': { fails: { 'no lock-order cycle': 7 }, census: [649, 1690, 23] },
  'a cycle of three': { fails: { 'no lock-order cycle': 11 }, census: [885, 2326, 27] },
  'a task takes its locks home': { fails: { 'no lock is held in user mode': 4 }, census: [295, 736, 17] },
  ...alike(['a reader locks what the updater holds, NP', 'a reader locks what the updater holds, NPC'], {
    fails: { 'no lock-order cycle': 9, 'no sleep in an RCU reader': 4 },
    census: [1335, 3346, 30],
  }),
  'a reader locks what the updater holds, PRE': {
    fails: { 'no lock-order cycle': 9, 'no sleep in an RCU reader': 4, 'no deadlock': 22 },
    census: [1125, 2865, 29],
  },
  ...alike(inEachConfig('a reader locks what the updater has dropped'), {
    fails: { 'no sleep in an RCU reader': 4, 'the updater waits for the reader with the mutex held': 'never' },
    census: [1185, 3101, 29],
  }),
})
