import { expectations } from 'interleave-checker'
import { daxLifetime } from '../../models/drivers/dax-lifetime.ts'
import { neverUnmapsUsed } from '../../models/kernel/address-space.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { EIO } from '../../models/kernel/errno.ts'
import { neverFindsUnmapped, rcuDepthIsBalanced } from '../../models/kernel/rules.ts'
import { srcuIsBalanced } from '../../models/kernel/srcu.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  driverData: 'no read of freed driver data', // I6
  sleepInReader: 'no sleep in an RCU reader', // I9
  gracePeriod: 'a grace period covers its readers', // I11
  found: 'direct_access gives only mapped addresses', // I3
  depth: 'reader depth is balanced', // I8
  used: 'no address is unmapped that somebody was given', // I16
  balanced: 'each reference of the queue is given back', // I33
  completes: 'a copy completes',
  refused: 'a copy on an unbound device returns -EIO',
  unbinds: 'unbind completes',
  ends: 'unbinding ends', // L1
  leaves: 'a user with an address gives it back', // L3
} as const

/**
 * The schemes after v5, each with a minimal DAX user: enter, find the address, copy, leave; dax_io() under them is in
 * `dax-io` and `dax-iomap`. Exhaustive for one user, up to 131 states, and for two, 1,116 (VX); once for five in VX,
 * 27,657,264 states, and for six in VM, 1,710,912.
 *
 * VS, VM and VX satisfy all claims, with users that sleep while they copy. For VX this confirms a hypothesis of the
 * analysis, at the granularity of one step per statement: SRCU readers that check whether the device is alive need nothing
 * from the driver except that it calls kill_dax() first. axonram does not call blk_cleanup_queue(), and is unchanged (X15).
 *
 * VO, of pmem with struct pages, waits for RCU readers before the memory goes, where it should wait for references: nothing
 * waits for a user that has entered the queue but not yet locked RCU (X22). In PRE, where a grace period waits for sleeping
 * readers, this is the only violation; in NP and NPC the sleep in the reader would be enough. Driver data is not reached:
 * unbinding eventually waits for blk_cleanup_queue(), and that for the references. A task that oopses keeps its reference,
 * so unbinding waits forever, which is the deadlock. Without struct pages it waits for the references immediately, as VM
 * does, and the only violated claim is that no task sleeps in a reader ('VO, PRE, without pages').
 *
 * X21 leaks a reference, for which unbinding waits forever under any fairness. Otherwise it ends in VS, VM and VX if users
 * do.
 */
const spec = daxLifetime
  // Sleeping is checked only in RCU readers, in each configuration.
  .without('no sleep in atomic context')
  .invariant(claim.found, neverFindsUnmapped)
  .invariant(claim.depth, (s, c) => (c.version === 'VO' ? rcuDepthIsBalanced(s) : srcuIsBalanced(s, s.dax_srcu)))
  .invariant(claim.used, s => neverUnmapsUsed(s, s.dax))
  .invariant(claim.balanced, {
    given: s => s.dax.every(d => d.pc === 'done' && d.rc !== null) && s.tasks.every(task => task.broke.length === 0),
    then: s =>
      s.queues.every(queue => queue.references === 0) && s.dax_srcu.sections.every(section => section === null),
  })

  .reachable(claim.completes, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.refused, s => s.dax.some(d => d.rc === -EIO))
  .reachable(claim.unbinds, s => s.unbind.every(u => u.pc === 'done'))

  .fair({ weak: ['dax', 'unbind'] })
  .leadsTo(
    claim.ends,
    (_s, me) => me.pc !== 'device_release_driver',
    (_s, me) => me.pc === 'done',
    { of: 'unbind' },
  )
  .leadsTo(
    claim.leaves,
    (_s, me) => me.addr !== null,
    // A task that oopses releases nothing.
    (s, me) => me.addr === null || s.tasks[me.task]!.broke.length > 0,
    { of: 'dax' },
  )

  // VM under NP is the base.
  .variant('VM, PRE', { config: 'PRE' })
  .variant('VM, two readers', { readers: 2 })
  .variant('VM, axonram', { driver: 'axonram' })
  .variant('VM, unbind does not wait', { waits: false })
  .variant('VS', { version: 'VS' })
  .variant('VS, axonram', { version: 'VS', driver: 'axonram' })
  .variant('VS, with X21', { version: 'VS', fallbackUnmaps: false })
  .variants({ VO: { version: 'VO' } }, eachConfig)
  .variant('VO, axonram', { version: 'VO', config: 'PRE', driver: 'axonram' })
  .variant('VO, PRE, without pages', { version: 'VO', config: 'PRE', pageMapped: false })
  .variants({ VX: { version: 'VX' } }, eachConfig)
  .variant('VX, two readers', { version: 'VX', readers: 2 })
  .variant('VX, kill_dax does not wait', { version: 'VX', waits: false })
  .variant('VX, nobody checks whether it is alive', { version: 'VX', looks: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: ['base', 'VM, PRE', 'VS'], census: [50, 78, 13] },
      {
        where: ['VM, axonram', 'VS, axonram'],
        fails: { store: 7, driverData: 6, found: 5, used: 5, refused: 'never' },
        census: [58, 88, 11],
      },
      {
        where: ['VO, NP', 'VO, NPC'],
        fails: {
          store: 11,
          sleepInReader: 5,
          gracePeriod: 9,
          found: 8,
          used: 8,
          ends: [11, 0],
          'no deadlock': 11,
        },
        census: [131, 208, 18],
      },
      { where: inEachConfig('VX'), census: [76, 124, 15] },
    ],
  },
  {
    'VM, two readers': { census: [372, 848, 20] },
    'VM, unbind does not wait': { fails: { store: 9, driverData: 8, found: 7, used: 7 }, census: [84, 131, 13] },
    'VS, with X21': { fails: { balanced: 5, ends: [7, 0], leaves: [7, 0], 'no deadlock': 7 }, census: [56, 88, 13] },
    'VO, PRE': {
      fails: { store: 11, sleepInReader: 5, found: 8, used: 8, ends: [11, 0], 'no deadlock': 11 },
      census: [105, 169, 18],
    },
    'VO, axonram': {
      fails: { store: 8, driverData: 6, sleepInReader: 5, found: 5, used: 5, refused: 'never' },
      census: [73, 114, 13],
    },
    'VO, PRE, without pages': { fails: { sleepInReader: 5 }, census: [60, 96, 15] },
    'VX, two readers': { census: [1116, 2672, 23] },
    'VX, kill_dax does not wait': {
      fails: { store: 9, driverData: 8, found: 7, depth: 9, used: 7 },
      census: [84, 131, 13],
    },
    'VX, nobody checks whether it is alive': {
      fails: { store: 11, driverData: 10, found: 9, depth: 11, used: 9, refused: 'never' },
      census: [95, 153, 15],
    },
  },
)
