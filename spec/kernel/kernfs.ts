import { expectations, model } from 'interleave-checker'
import { type Config, eachConfig } from '../../models/kernel/config.ts'
import { kernfs_get_active, kernfs_put_active, kernfs_remove, newKernfsNode } from '../../models/kernel/kernfs.ts'
import { leaves } from '../../models/kernel/leaves.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle, newLockdep } from '../../models/kernel/lockdep.ts'
import { mutex_lock, mutex_unlock } from '../../models/kernel/mutex.ts'
import { neverUsesFreedMemory, withTaskWords } from '../../models/kernel/rules.ts'
import { access, kfree, kmalloc, newSlab } from '../../models/kernel/slab.ts'
import { newTasks } from '../../models/kernel/task.ts'
import { enter_kernel, return_to_user } from '../../models/kernel/user-mode.ts'

/** One task writes to an attribute of a device, and another removes the device and frees it. */
const attribute = model('kernfs', {
  config: 'NP' as Config,
  writers: 2,
  mutant: 'none' as 'none' | 'does not drain' | 'keeps its reference' | 'removes under the lock of the attribute',
})
  .shared(c => {
    const state = { slab: newSlab(1) }
    const device = kmalloc(state)
    return {
      tasks: newTasks(c.writers + 1),
      lockdep: newLockdep(c.writers + 1),
      slab: state.slab,
      device,
      mutex: null as number | null,
      attr: newKernfsNode(true),
    }
  })
  .process('writer', {
    count: c => c.writers,
    locals: (_c, id) => ({ task: id }),
    steps: {
      enter_kernel,
      kernfs_get_active: (s, me) => {
        if (!kernfs_get_active(s, me, 'attr')) return 'return_to_user'
      },
      'store: mutex_lock': mutex_lock('mutex'),
      store: (s, me) => void access(s, me, s.device),
      'store: mutex_unlock': mutex_unlock('mutex'),
      kernfs_put_active: (s, me, c) => {
        if (c.mutant !== 'keeps its reference') kernfs_put_active(s, me, 'attr')
      },
      return_to_user,
    },
  })
  .process('remover', {
    locals: c => ({ task: c.writers }),
    steps: [
      {
        enter_kernel,
        mutex_lock: mutex_lock('mutex'),
        'mutex_unlock, early': (s, me, c) => {
          if (c.mutant !== 'removes under the lock of the attribute') mutex_unlock('mutex')(s, me)
          return c.mutant === 'does not drain' ? 'kfree' : 'kernfs_deactivate'
        },
      },
      kernfs_remove('attr'),
      {
        kfree: (s, me) => kfree(s, me, s.device),
        mutex_unlock: (s, me, c) => {
          if (c.mutant === 'removes under the lock of the attribute') mutex_unlock('mutex')(s, me)
        },
        return_to_user,
      },
    ],
  })

const claim = {
  memory: 'no use of freed memory',
  lockOrder: 'no lock-order cycle',
  locks: 'no lock is held in user mode',
  waits: 'removal waits for a write',
  refused: 'a write comes too late',
  ends: 'all end',
  drains: 'kernfs_drain() returns',
} as const

/**
 * Removing a sysfs file waits for its readers and writers, so an active reference acts as a lock, taken before all locks
 * that the attribute takes.
 *
 * kernfs_drain() eventually returns, if all processes are weakly fair.
 *
 * Exhaustive for two writers, up to 603 states.
 */
const spec = attribute
  .extend(withTaskWords)
  .invariant(claim.memory, neverUsesFreedMemory)
  .invariant(claim.lockOrder, lockOrderHasNoCycle)
  .invariant(claim.locks, holdsNoLockInUserMode)
  .reachable(claim.waits, s => s.remover[0]!.pc === 'kernfs_drain' && s.attr.active > 0)
  .reachable(claim.refused, s => s.attr.deactivated && s.writer.some(({ pc }) => pc === 'kernfs_get_active'))
  .reachable(claim.ends, s => s.writer.every(({ pc }) => pc === 'done') && s.remover[0]!.pc === 'done')
  .fair({ weak: ['writer', 'remover'] })
  .leadsTo(claim.drains, ...leaves('kernfs_drain'), { of: 'remover' })
  .variants({ mutant: ['does not drain', 'keeps its reference'] })
  .variants({ mutant: ['removes under the lock of the attribute'] }, eachConfig)

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      {
        where: [
          'removes under the lock of the attribute, NP',
          'removes under the lock of the attribute, NPC',
          'removes under the lock of the attribute, PRE',
        ],
        fails: { drains: [8, 0], lockOrder: 9, 'no deadlock': 8 },
        census: [356, 802, 18],
      },
    ],
  },
  {
    base: { census: [404, 934, 18] },
    'does not drain': { fails: { memory: 8, waits: 'never', refused: 'never' }, census: [603, 1416, 20] },
    'keeps its reference': { fails: { drains: [14, 0], locks: 7, 'no deadlock': 14 }, census: [376, 848, 18] },
  },
)
