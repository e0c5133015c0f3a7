import { expectations, model, prefixed } from 'interleave-checker'
import { type Config, eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { rcu_read_lock, rcu_read_unlock } from '../../models/kernel/rcu.ts'
import {
  neverSleepsInAtomic,
  neverSleepsInReader,
  neverUnlocksUnlocked,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { type LockMutant, lockBoth, newTwoLocks, unlockBoth, withLockClaims } from '../../models/kernel/two-locks.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant = 'none' | LockMutant | 'locks in a reader' | 'locks in a spinlock'

const two = model('mutex', { config: 'NP' as Config, tasks: 2, mutant: 'none' as Mutant })
  .shared(c => ({ ...newTwoLocks(c.tasks), spinlock: null as number | null }))
  .process('task', {
    count: c => c.tasks,
    locals: (_c, id) => ({ task: id }),
    steps: [
      {
        enter_kernel,
        before: (s, me, c) => {
          if (c.mutant === 'locks in a reader') rcu_read_lock(s, me, c)
          if (c.mutant === 'locks in a spinlock') spin_lock('spinlock')(s, me, c)
          if (c.mutant === 'locks the two in the other order' && me.id === 0) return 'mutex_lock inner, first'
        },
      },
      prefixed('mutex_', lockBoth(mutex_lock)),
      {
        in: s => {
          s.inside++
        },
        out: (s, _me, c) => {
          s.inside--
          if (c.mutant === 'does not lock') return 'after'
        },
      },
      prefixed('mutex_', unlockBoth(mutex_unlock, 'inner')),
      {
        after: (s, me, c) => {
          if (c.mutant === 'locks in a reader') rcu_read_unlock(s, me, c)
          if (c.mutant === 'locks in a spinlock') spin_unlock('spinlock')(s, me, c)
        },
        return_to_user,
      },
    ],
  })

const claim = {
  exclusive: 'at most one is inside',
  unlock: 'no unlock without a lock',
  lockOrder: 'no lock-order cycle',
  locks: 'no lock is held in user mode',
  sleepInReader: 'no sleep in an RCU reader',
  sleepInAtomic: 'no sleep in atomic context',
  waits: 'one waits while the other is inside',
  ends: 'all end',
  returns: 'mutex_lock() returns',
} as const

/**
 * A mutex is held by one task at a time, which must unlock it; tasks that wait for it may sleep.
 *
 * mutex_lock() eventually returns, if all processes are weakly fair.
 *
 * Exhaustive for two tasks in 119 states; with eight (`--set tasks=8`) all claims hold in 38,706,521 (237,180,384
 * transitions, depth 88).
 */
const spec = two
  .extend(withTaskWords)
  .extend(withLockClaims)
  .invariant(claim.unlock, neverUnlocksUnlocked)
  .invariant(claim.sleepInReader, neverSleepsInReader)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .reachable(claim.waits, s => s.inside === 1 && s.task.some(t => t.pc === 'mutex_lock outer' && s.outer !== null))
  .fair({ weak: ['task'] })
  .leadsTo(claim.returns, ...leaves('mutex_lock outer', 'mutex_lock inner'), { of: 'task' })
  .variants({ mutant: ['does not lock', 'forgets to unlock', 'locks it again', 'unlocks twice', 'locks in a reader'] })
  .variants({ mutant: ['locks in a spinlock'] }, eachConfig)
  .variant('locks the two in the other order', { mutant: 'locks the two in the other order' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { mutant: 'locks in a spinlock' }, fails: { sleepInAtomic: 3, waits: 'never' }, census: [80, 120, 22] },
    ],
  },
  {
    base: { census: [119, 204, 22] },
    'does not lock': { fails: { exclusive: 10, waits: 'never' }, census: [81, 144, 16] },
    'forgets to unlock': {
      fails: { returns: [14, 0], locks: 11, ends: 'never', 'no deadlock': 14 },
      census: [71, 116, 14],
    },
    'locks it again': {
      fails: { returns: [6, 0], waits: 'never', ends: 'never', 'no deadlock': 6 },
      census: [21, 32, 6],
    },
    'unlocks twice': { fails: { unlock: 9 }, census: [155, 264, 22] },
    'locks in a reader': { fails: { sleepInReader: 3 }, census: [137, 238, 22] },
    'locks the two in the other order': {
      fails: { returns: [6, 0], lockOrder: 12, 'no deadlock': 6 },
      census: [121, 208, 22],
    },
  },
)
