import { expectations } from 'interleave'
import { dcssblk } from '../../models/drivers/dcssblk.ts'
import {
  neverFindsUnmapped,
  neverReadsFreedDriverData,
  neverReadsFreedRecord,
  neverReadsFreedResource,
  neverStoresToUnmapped,
} from '../../models/kernel/rules.ts'
import { teardownPrecedesEachUnmap } from '../../models/mappers/kmap-teardown.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  resource: 'no read of a resource that was freed', // I5
  driverData: 'no read of driver data that was freed', // I6
  teardown: 'teardown and a grace period precede segment_unload', // I16
  outlives: 'a resource lives as long as its record is on the list', // I17
  clears: 'a clear completes',
  refused: 'a clear returns -EIO',
  removes: 'remove completes',
  waits: 'remove waits for a reader',
} as const

const repaired = { repairD7a: true, repairD7b: true, repairX2: true }

/**
 * dcssblk against a user of its own disk, and against one of a pmem that has nothing to do with it; all else is as in V5c.
 * Exhaustive for one user of one page, up to 289 states.
 *
 * D7a (CE-D7): the resource is freed when the segment was added, and any look-up that passes its record reads it, here
 * for a frame of the pmem. D7b: the segment is unloaded before the record is off the list, always; but with remove refusing
 * while the disk is open, *only* the claim on the order fails. That it is followed by a look-up or a store takes the
 * variant without the refusal ('D7b, removed while open'). The analysis has I2 violated for dcssblk in V5c: it isn't, by a user
 * that opens what it uses.
 *
 * The refusal also keeps *no read of driver data that was freed* (X2), for which V5d has a repair of its own. Where a
 * disk that is open can't be removed nobody waits for a reader and no clear fails, so these are never witnessed there.
 * Not shown: that teardown's dev_dbg() reads the freed resource as well, and X16, for which a page is too coarse.
 */
const spec = dcssblk
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.lookup, neverFindsUnmapped)
  .invariant(claim.record, neverReadsFreedRecord)
  .invariant(claim.resource, neverReadsFreedResource)
  .invariant(claim.driverData, neverReadsFreedDriverData)
  .transition(claim.teardown, teardownPrecedesEachUnmap)
  .invariant(claim.outlives, s => s.kmaps.every(kmap => !kmap.linked || !kmap.resFreed))

  .reachable(claim.clears, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.refused, s => s.dax.some(d => d.rc !== 0 && d.rc !== null))
  .reachable(claim.removes, s => s.dcssblk.every(d => d.pc === 'done'))
  .reachable(claim.waits, s => s.tasks.some(task => task.gp_waits_for.length > 0))

  // V5c under NP, whose victim is a user of pmem, is the base.
  .variant('V5c, PRE', { config: 'PRE' })
  .variant('V5c, its own user', { user: 'dcssblk' })
  .variant('only D7a repaired', { repairD7a: true })
  .variant('only D7a repaired, its own user', { repairD7a: true, user: 'dcssblk' })
  .variant('only D7b repaired', { repairD7b: true })
  .variant('V5d', { ...repaired })
  .variant('V5d, its own user, NP', { ...repaired, user: 'dcssblk' })
  .variant('V5d, its own user, NPC', { ...repaired, user: 'dcssblk', config: 'NPC' })
  .variant('V5d, its own user, PRE', { ...repaired, user: 'dcssblk', config: 'PRE' })

  .variant('D7b, removed while open', { ...repaired, repairD7b: false, user: 'dcssblk', refusesOpen: false })
  .variant('V5d, removed while open', { ...repaired, user: 'dcssblk', refusesOpen: false })
  .variant('V5d, removed while open, X2', { ...repaired, repairX2: false, user: 'dcssblk', refusesOpen: false })
  .variant('V5d, removed while open, teardown does not wait', {
    ...repaired,
    user: 'dcssblk',
    refusesOpen: false,
    waitsForReaders: false,
  })

export default spec

export const expected = expectations(spec, {
  base: {
    fails: { [claim.resource]: 12, [claim.teardown]: 7, [claim.outlives]: 5, [claim.refused]: 'never' },
    census: [289, 523, 29],
  },
  'V5c, PRE': {
    fails: { [claim.resource]: 12, [claim.teardown]: 7, [claim.outlives]: 5, [claim.refused]: 'never' },
    census: [289, 523, 29],
  },
  'V5c, its own user': {
    fails: {
      [claim.resource]: 12,
      [claim.teardown]: 7,
      [claim.outlives]: 5,
      [claim.refused]: 'never',
      [claim.waits]: 'never',
    },
    census: [69, 78, 28],
  },
  'only D7a repaired': { fails: { [claim.teardown]: 7, [claim.refused]: 'never' }, census: [231, 426, 28] },
  'only D7a repaired, its own user': {
    fails: { [claim.teardown]: 7, [claim.refused]: 'never', [claim.waits]: 'never' },
    census: [52, 62, 28],
  },
  'only D7b repaired': {
    fails: { [claim.resource]: 12, [claim.outlives]: 5, [claim.refused]: 'never' },
    census: [284, 513, 29],
  },
  V5d: { fails: { [claim.refused]: 'never' }, census: [231, 425, 28] },
  'V5d, its own user, NP': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [52, 62, 28] },
  'V5d, its own user, NPC': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [52, 62, 28] },
  'V5d, its own user, PRE': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [52, 62, 28] },
  'D7b, removed while open': {
    fails: { [claim.store]: 15, [claim.lookup]: 14, [claim.teardown]: 7 },
    census: [262, 425, 28],
  },
  'V5d, removed while open': { census: [235, 395, 28] },
  'V5d, removed while open, X2': { fails: { [claim.driverData]: 20 }, census: [214, 358, 28] },
  'V5d, removed while open, teardown does not wait': {
    fails: {
      [claim.store]: 22,
      [claim.lookup]: 21,
      [claim.record]: 18,
      [claim.driverData]: 18,
      [claim.teardown]: 14,
      [claim.waits]: 'never',
    },
    census: [262, 430, 26],
  },
})
