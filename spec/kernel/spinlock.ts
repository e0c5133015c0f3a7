import { expectations, model, prefixed } from 'interleave-checker'
import { type Config, eachConfig } from '../../models/kernel/config.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import {
  atomicDepthIsBalanced,
  neverSleepsInAtomic,
  neverUnlocksUnlocked,
  withTaskWords,
} from '../../models/kernel/rules.ts'
import { cond_resched, schedule } from '../../models/kernel/sleep.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { type LockMutant, lockBoth, newTwoLocks, unlockBoth, withLockClaims } from '../../models/kernel/two-locks.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant = 'none' | LockMutant | 'calls cond_resched()' | 'blocks'

const two = model('spinlock', { config: 'NP' as Config, tasks: 2, mutant: 'none' as Mutant })
  .shared(c => newTwoLocks(c.tasks))
  .process('task', {
    count: c => c.tasks,
    locals: (_c, id) => ({ task: id }),
    steps: [
      {
        enter_kernel: (s, me, c) => {
          enter_kernel(s, me)
          if (c.mutant === 'does not lock') return 'in'
          if (c.mutant === 'locks the two in the other order' && me.id === 0) return 'spin_lock inner, first'
        },
      },
      prefixed('spin_', lockBoth(spin_lock)),
      {
        in: (s, me, c) => {
          s.inside++
          if (c.mutant === 'calls cond_resched()') cond_resched(s, me, c)
          if (c.mutant === 'blocks') schedule(s, me, c)
        },
        out: (s, _me, c) => {
          s.inside--
          if (c.mutant === 'does not lock') return 'return_to_user'
        },
      },
      prefixed('spin_', unlockBoth(spin_unlock, 'outer')),
      { return_to_user },
    ],
  })

const claim = {
  exclusive: 'at most one is inside',
  unlock: 'no unlock without a lock',
  lockOrder: 'no lock-order cycle',
  locks: 'no lock is held in user mode',
  balanced: 'atomic depth is balanced',
  sleepInAtomic: 'no sleep in atomic context',
  waits: 'one spins while the other is inside',
  ends: 'all end',
  returns: 'spin_lock() returns',
} as const

/**
 * A spinlock excludes all other tasks while its holder is inside. The holder is in atomic context: a sleep there is caught
 * even if the configuration does not count it. A second unlock may release another task's lock.
 *
 * spin_lock() eventually returns, if all processes are weakly fair.
 *
 * Exhaustive for two tasks in 75 states; with nine (`--set tasks=9`) all claims hold in 19,531,250 (116,015,625
 * transitions, depth 81).
 */
const spec = two
  .extend(withTaskWords)
  .extend(withLockClaims)
  .invariant(claim.unlock, neverUnlocksUnlocked)
  .invariant(claim.balanced, atomicDepthIsBalanced)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .reachable(claim.waits, s => s.inside === 1 && s.task.some(t => t.pc === 'spin_lock outer' && s.outer !== null))
  .fair({ weak: ['task'] })
  .leadsTo(claim.returns, ...leaves('spin_lock outer', 'spin_lock inner'), { of: 'task' })
  .variants({ config: ['NPC', 'PRE'] })
  .variants(
    { 'does not lock': { mutant: 'does not lock' } },
    { '': {}, NPC: { config: 'NPC' }, PRE: { config: 'PRE' } },
  )
  .variants({ mutant: ['calls cond_resched()', 'blocks', 'unlocks twice', 'forgets to unlock'] }, eachConfig)
  .variant('locks the two in the other order', { mutant: 'locks the two in the other order' })

export default spec

const sleeps = { fails: { sleepInAtomic: 4 }, census: [75, 120, 18] } as const

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { mutant: 'none' }, census: [75, 120, 18] },
      { where: { mutant: 'does not lock' }, fails: { exclusive: 4, waits: 'never' }, census: [25, 40, 8] },
      { where: { mutant: 'calls cond_resched()' }, ...sleeps },
      { where: { mutant: 'blocks' }, ...sleeps },
      { where: { mutant: 'unlocks twice' }, fails: { unlock: 8, balanced: 8 }, census: [99, 156, 18] },
      {
        where: { mutant: 'forgets to unlock' },
        fails: { returns: [10, 0], locks: 9, ends: 'never', 'no deadlock': 10 },
        census: [36, 52, 10],
      },
    ],
  },
  {
    // preempt_count() is not counted.
    'unlocks twice, NP': { fails: { balanced: 'holds' } },
    'locks the two in the other order': {
      fails: { returns: [4, 0], lockOrder: 10, 'no deadlock': 4 },
      census: [77, 124, 18],
    },
  },
)
