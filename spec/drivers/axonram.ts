import { expectations } from 'interleave-checker'
import { axonram } from '../../models/drivers/axonram.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { teardownPrecedesEachUnmap } from '../../models/mappers/kmap-teardown.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  driverData: 'no read of freed driver data', // I6
  teardown: 'teardown and a grace period precede iounmap', // I16
  clears: 'a clear completes',
  refused: 'a clear returns -EIO',
  detaches: 'the driver is detached',
  waits: 'the driver waits for a reader',
  ends: 'the driver is eventually detached', // L1
  unmaps: 'what is mapped is unmapped', // L3
} as const

/**
 * axonram's own defects, against a DAX user; everything else is as in V5c. Exhaustive for one user of one page, up to 347
 * states, and for two, 4,047; 'V5d, two readers' holds for four as well (`--set readers=4`), in 1,152,603.
 *
 * D6 (CE-D6): three steps into remove() the area is unmapped before its record is removed from the list, and from then on
 * every look-up finds an unmapped address. This happens in every configuration, and no task needs to sleep. A probe that
 * fails late does the same, if the disk is opened in between.
 *
 * V0 has no such record. The violation there is not the race that the series set out to close: direct_access of 4.2 returns
 * the physical address of the bank as if the kernel could store to it, so no clear completes, even without interference ('V0
 * or V4'). v5 no longer returns an address, and its changelog calls that an incorrect assumption. With io_addr instead, as
 * in September, a user that has passed direct_access stores through an area that no longer exists ('V0 or V4, by io_addr').
 * V4 leaves DAX unchanged from 4.2.
 *
 * Repairing D6 alone is not enough: with the area left to devres, direct_access still reads the bank after its kfree() (X2,
 * 'only D6 repaired'). Taking back either repair is caught: 'only D6 repaired', 'only X2 repaired'.
 *
 * Some steps cannot run: the arm of kmap_atomic_pfn_t() for pages; the look-up of kunmap where D1 is repaired; probe where
 * the driver is unbound; look-ups and teardown in V0.
 */
const spec = axonram
  .transition(claim.teardown, teardownPrecedesEachUnmap)

  .reachable(claim.clears, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.refused, s => s.dax.some(d => d.rc !== 0 && d.rc !== null))
  .reachable(claim.detaches, s => s.driver.every(d => d.pc === 'done'))
  .reachable(claim.waits, s => s.tasks.some(task => task.gp_waits_for.length > 0))

  .fair({ weak: ['dax', 'driver'] })
  .eventually(claim.ends, (_s, me) => me.pc === 'done', { of: 'driver' })
  .leadsTo(
    claim.unmaps,
    (s, me) => s.tasks[me.task]!.maps.length > 0,
    (s, me) => s.tasks[me.task]!.maps.length === 0,
    { of: 'dax' },
  )

  // The base is V5c under NP: defects of DAX itself are repaired.
  .variants({ V5c: {} }, { config: ['NPC', 'PRE'] })
  .variant('V5c, probe fails', { ends: 'probe fails' })
  .variant('only D6 repaired', { repairD6: true })
  .variant('only X2 repaired', { repairX2: true })
  .variants({ V5d: { repairD6: true, repairX2: true } }, eachConfig)
  .variant('V5d, probe fails', { repairD6: true, repairX2: true, ends: 'probe fails' })
  .variant('V5d, two readers', { repairD6: true, repairX2: true, readers: 2 })
  .variant('V5d, teardown does not wait', { repairD6: true, repairX2: true, waitsForReaders: false })

  .variant('V0 or V4', { version: 'V0' })
  .variant('V0 or V4, probe fails', { version: 'V0', ends: 'probe fails' })
  .variant('V0 or V4, by io_addr', { version: 'V0', givesIoAddr: true })
  .variant('V0 or V4, by io_addr, probe fails', { version: 'V0', givesIoAddr: true, ends: 'probe fails' })
  .variant('V5a', { repairD1: false })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { version: 'V0' }, fails: { refused: 'never', waits: 'never' } },
      {
        where: ['base', 'V5c, NPC', 'V5c, PRE'],
        fails: { store: 11, lookup: 10, driverData: 7, teardown: 3 },
        census: [307, 507, 24],
      },
      { where: inEachConfig('V5d'), census: [251, 425, 26] },
      { where: ['only X2 repaired', 'V5a'], fails: { store: 11, lookup: 10, driverData: 7, teardown: 3 } },
    ],
  },
  {
    'V5c, probe fails': { fails: { store: 14, lookup: 13, driverData: 10, teardown: 6 }, census: [299, 488, 27] },
    'only D6 repaired': { fails: { driverData: 16 }, census: [241, 411, 26] },
    'only X2 repaired': { census: [339, 556, 24] },
    'V5d, probe fails': { census: [243, 406, 29] },
    'V5d, two readers': { census: [4047, 9883, 37] },
    'V5d, teardown does not wait': {
      fails: { store: 17, lookup: 16, record: 14, driverData: 14, teardown: 9, waits: 'never' },
      census: [328, 547, 24],
    },
    'V0 or V4': { fails: { store: 4, driverData: 7, clears: 'never' }, census: [41, 60, 10] },
    'V0 or V4, probe fails': { fails: { store: 8, driverData: 10, clears: 'never' }, census: [40, 55, 13] },
    'V0 or V4, by io_addr': { fails: { store: 7, driverData: 7 }, census: [52, 76, 11] },
    'V0 or V4, by io_addr, probe fails': { fails: { store: 10, driverData: 10 }, census: [50, 69, 14] },
    V5a: { census: [347, 574, 26] },
  },
)
