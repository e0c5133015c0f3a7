import { expectations } from 'interleave-checker'
import { moduleExit } from '../../models/drivers/module-exit.ts'
import { callbacksHaveRun } from '../../models/kernel/call-rcu.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { nothingIsAllocated } from '../../models/kernel/slab.ts'

const claim = {
  memory: 'no use of freed memory',
  leak: 'nothing is left allocated',
  ends: 'unloading ends',
} as const

/**
 * An example of the kit in another subsystem: rmmod without rcu_barrier().
 *
 * A callback that is queued when the module goes runs code that is not there any more ('waits for nothing'). To wait for a
 * grace period is not enough ('waits for readers'): that of the callback may end at the same time, and it runs after. Two things
 * are: rcu_barrier(), or no callback of one's own ('kfree_rcu').
 *
 * Exhaustive for one object and one reader, in at most 267 states.
 */
const spec = moduleExit
  .invariant(claim.leak, { given: s => s.rmmod[0]!.pc === 'done' && callbacksHaveRun(s), then: nothingIsAllocated })
  .fair({ weak: ['reader', 'rmmod', 'softirq'] })
  .eventually(claim.ends, (_s, me) => me.pc === 'done', { of: 'rmmod' })

  // It waits for nothing, in NP, in the base.
  .variants({ 'waits for readers': { waitsFor: 'readers' }, rcu_barrier: { waitsFor: 'callbacks' } }, eachConfig)
  .variant('kfree_rcu', { kfree_rcu: true })
  .variant('rcu_barrier, unlinked late', { waitsFor: 'callbacks', unlinksFirst: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: inEachConfig('waits for readers'), fails: { memory: 12 } },
      { where: ['waits for readers, NP', 'waits for readers, NPC'], census: [267, 608, 17] },
      { where: inEachConfig('rcu_barrier'), census: [167, 329, 16] },
    ],
  },
  {
    base: { fails: { memory: 9 }, census: [135, 295, 14] },
    'waits for readers, PRE': { census: [249, 575, 17] },
    kfree_rcu: { census: [131, 292, 14] },
    'rcu_barrier, unlinked late': { fails: { memory: 11 }, census: [222, 434, 17] },
  },
)
