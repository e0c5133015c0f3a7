import { alike, expectations, model } from 'interleave-checker'
import { type Config, eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { atomicDepthIsBalanced, neverSleepsInAtomic, neverUnlocksUnlocked } from '../../models/kernel/rules.ts'
import { cond_resched, schedule } from '../../models/kernel/sleep.ts'
import { spin_lock, spin_unlock } from '../../models/kernel/spinlock.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

type Mutant =
  | 'none'
  | 'does not lock'
  | 'calls cond_resched()'
  | 'blocks'
  | 'unlocks twice'
  | 'forgets to unlock'
  | 'locks the two in the other order'

/** Tasks that take one spinlock inside another, and do under both what one of them may do at a time. */
const two = model('spinlock', { config: 'NP' as Config, tasks: 2, mutant: 'none' as Mutant })
  .shared(c => ({
    tasks: newTasks(c.tasks),
    lockdep: newLockdep(c.tasks),
    outer: null as number | null,
    inner: null as number | null,
    inside: 0,
  }))
  .process('task', {
    count: c => c.tasks,
    locals: (_c, id) => ({ task: id }),
    steps: {
      enter_kernel: (s, me, c) => {
        enter_kernel(s, me)
        if (c.mutant === 'does not lock') return 'in'
        if (c.mutant === 'locks the two in the other order' && me.id === 0) return 'spin_lock inner, first'
      },
      'spin_lock outer': spin_lock('outer'),
      'spin_lock inner': (s, me, c) => {
        spin_lock('inner')(s, me, c)
        return 'in'
      },
      'spin_lock inner, first': spin_lock('inner'),
      'spin_lock outer, second': spin_lock('outer'),
      in: (s, me, c) => {
        s.inside++
        if (c.mutant === 'calls cond_resched()') cond_resched(s, me, c)
        if (c.mutant === 'blocks') schedule(s, me, c)
      },
      out: (s, _me, c) => {
        s.inside--
        if (c.mutant === 'does not lock') return 'return_to_user'
      },
      'spin_unlock inner': spin_unlock('inner'),
      'spin_unlock outer': (s, me, c) => {
        if (c.mutant !== 'forgets to unlock') spin_unlock('outer')(s, me, c)
      },
      'spin_unlock outer, again': (s, me, c) => {
        if (c.mutant === 'unlocks twice') spin_unlock('outer')(s, me, c)
      },
      return_to_user,
    },
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
} as const

/**
 * A spinlock keeps all others out while its holder is inside, who is in atomic context: a sleep there is caught whether or
 * not the configuration counts it. Unlocked twice, it may be the lock of another by then.
 *
 * Exhaustive for two tasks in 75 states; with nine (`--set tasks=9`) all claims hold in 19,531,250 (116,015,625
 * transitions, depth 81).
 */
const spec = two
  .invariant(claim.exclusive, s => s.inside <= 1)
  .invariant(claim.unlock, neverUnlocksUnlocked)
  .invariant(claim.lockOrder, lockOrderHasNoCycle)
  .invariant(claim.locks, holdsNoLockInUserMode)
  .invariant(claim.balanced, atomicDepthIsBalanced)
  .invariant(claim.sleepInAtomic, neverSleepsInAtomic)
  .reachable(claim.waits, s => s.inside === 1 && s.task.some(t => t.pc === 'spin_lock outer' && s.outer !== null))
  .reachable(claim.ends, s => s.task.every(t => t.pc === 'done'))
  .variants({ config: ['NPC', 'PRE'] })
  .variant('does not lock', { mutant: 'does not lock' })
  .variants({ mutant: ['does not lock'] }, { config: ['NPC', 'PRE'] })
  .variants({ mutant: ['calls cond_resched()', 'blocks', 'unlocks twice', 'forgets to unlock'] }, eachConfig)
  .variant('locks the two in the other order', { mutant: 'locks the two in the other order' })

export default spec

export const expected = expectations(spec, {
  base: { census: [75, 120, 18] },
  NPC: { census: [75, 120, 18] },
  PRE: { census: [75, 120, 18] },
  ...alike(['does not lock', 'does not lock, NPC', 'does not lock, PRE'], {
    fails: { 'at most one is inside': 4, 'one spins while the other is inside': 'never' },
    census: [25, 40, 8],
  }),
  'calls cond_resched(), NP': { fails: { 'no sleep in atomic context': 4 }, census: [75, 120, 18] },
  'calls cond_resched(), NPC': { fails: { 'no sleep in atomic context': 4 }, census: [75, 120, 18] },
  'calls cond_resched(), PRE': { fails: { 'no sleep in atomic context': 4 }, census: [75, 120, 18] },
  'blocks, NP': { fails: { 'no sleep in atomic context': 4 }, census: [75, 120, 18] },
  'blocks, NPC': { fails: { 'no sleep in atomic context': 4 }, census: [75, 120, 18] },
  'blocks, PRE': { fails: { 'no sleep in atomic context': 4 }, census: [75, 120, 18] },
  'unlocks twice, NP': { fails: { 'no unlock without a lock': 8 }, census: [99, 156, 18] },
  ...alike(['unlocks twice, NPC', 'unlocks twice, PRE'], {
    fails: { 'no unlock without a lock': 8, 'atomic depth is balanced': 8 },
    census: [99, 156, 18],
  }),
  ...alike(inEachConfig('forgets to unlock'), {
    fails: { 'no lock is held in user mode': 9, 'all end': 'never', 'no deadlock': 10 },
    census: [36, 52, 10],
  }),
  'locks the two in the other order': { fails: { 'no lock-order cycle': 10, 'no deadlock': 4 }, census: [77, 124, 18] },
})
