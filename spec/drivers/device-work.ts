import { expectations } from 'interleave-checker'
import { deviceWork } from '../../models/drivers/device-work.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { holdsNoLockInUserMode, lockOrderHasNoCycle } from '../../models/kernel/lockdep.ts'

const claim = {
  memory: 'no use of freed memory',
  lockOrder: 'no lock-order cycle',
  locks: 'no lock is held in user mode',
  waits: 'remove waits for a work that runs',
  ends: 'remove ends',
} as const

/**
 * An example of the kit in another subsystem: flush_work() under a lock that the work takes.
 *
 * As written (the base) remove and work wait for each other, and lockdep says so even in a run that ends. To flush before the lock
 * is taken repairs it, if the interrupt is gone by then: else the work is queued again, and runs when all is freed.
 *
 * Exhaustive for one interrupt, in at most 55 states, and for two in 56.
 */
const spec = deviceWork
  .invariant(claim.lockOrder, lockOrderHasNoCycle)
  .invariant(claim.locks, holdsNoLockInUserMode)
  .reachable(claim.waits, s => s.work.running && s.remove.some(({ pc }) => pc.includes('flush_work')))
  .fair({ weak: ['interrupt', 'kworker', 'remove'] })
  .eventually(claim.ends, (_s, me) => me.pc === 'done', { of: 'remove' })

  // It flushes with the lock held, in NP, in the base.
  .variants({ config: ['NPC', 'PRE'] })
  .variants({ 'flushes before': { flushes: 'before' } }, eachConfig)
  .variant('flushes before, two interrupts', { flushes: 'before', interrupts: 2 })
  .variant('flushes before, with the interrupt', { flushes: 'before', freesIrqFirst: false })
  .variant('flushes nowhere', { flushes: 'nowhere' })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'NPC', 'PRE'], fails: { lockOrder: 10, ends: [5, 0], 'no deadlock': 5 }, census: [34, 45, 13] },
      { where: inEachConfig('flushes before'), census: [26, 30, 13] },
    ],
  },
  {
    'flushes before, two interrupts': { census: [56, 76, 14] },
    'flushes before, with the interrupt': { fails: { memory: 11 }, census: [55, 80, 13] },
    'flushes nowhere': { fails: { memory: 11 }, census: [55, 80, 13] },
  },
)
