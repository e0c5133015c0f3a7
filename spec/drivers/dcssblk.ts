import { expectations } from 'interleave'
import { dcssblk } from '../../models/drivers/dcssblk.ts'
import {
  neverFindsUnmapped,
  neverHitsBug,
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
  resource: 'no look-up reads a resource that was freed', // I5
  prints: 'teardown reads no resource that was freed', // I5
  driverData: 'no read of driver data that was freed', // I6
  bug: 'no BUG_ON is hit', // X16
  leavesNothing: 'an add that fails leaves nothing behind', // I33
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
 * Exhaustive for one user of one page, up to 375 states, and for two, 3,153; 'V5d, two users' holds for four as well
 * (`--set users=4`), in 566,169.
 * For five it holds in 7,934,763 (42,301,634 transitions, depth 73).
 *
 * D7a (CE-D7): the resource is freed when the segment was added, and any look-up that passes its record reads it, here
 * for a frame of the pmem. Nobody has to look anything up: the dev_dbg() of teardown reads it in every remove ('V5c, no
 * user').
 *
 * D7b: the segment is unloaded before the record is off the list, always; but with remove refusing while the disk is
 * open, *only* the claim on the order fails. That it is followed by a look-up or a store takes the variant without the
 * refusal ('D7b, removed while open'). The analysis has I2 violated for dcssblk in V5c: it isn't, by a user that opens
 * what it uses, nor in V0.
 *
 * The refusal also keeps *no read of driver data that was freed* (X2), for which V5d has a repair of its own. Where a
 * disk that is open can't be removed nobody waits for a reader and no clear fails, so these are never witnessed there.
 *
 * X16 is three things. direct_access falls one byte short, so that dax_clear_blocks() clears what is no number of sectors
 * when it comes to the last page, and its BUG_ON() stops it with the disk open: it can never be removed. What it does to
 * others who map the last page is in `dax-fault` ('V5c, a short page'). The resource falls short in the same way, and that
 * nobody notices, not even kunmap with D1: pages are looked up by where they begin. An add that fails when the device is
 * registered leaves it in sysfs for good, where a write to one of its attributes reaches the disk that was freed.
 *
 * Some steps do not run for a reason: look-ups and teardown in V0; the arm of kmap_atomic_pfn_t() for pages; the look-up
 * of kunmap where D1 is repaired; put_dev where the add does not fail, and remove where it does.
 */
const spec = dcssblk
  .invariant(claim.store, neverStoresToUnmapped)
  .invariant(claim.lookup, neverFindsUnmapped)
  .invariant(claim.record, neverReadsFreedRecord)
  .invariant(claim.resource, (s, c) => neverReadsFreedResource({ tasks: s.tasks.slice(0, c.users) }))
  .invariant(claim.prints, (s, c) => neverReadsFreedResource({ tasks: s.tasks.slice(c.users) }))
  .invariant(claim.driverData, neverReadsFreedDriverData)
  .invariant(claim.bug, neverHitsBug)
  .invariant(claim.leavesNothing, s => {
    return s.dcssblk.every(d => d.rc === null || (!s.registered && s.references === 0))
  })
  .transition(claim.teardown, teardownPrecedesEachUnmap)
  .invariant(claim.outlives, s => s.kmaps.every(kmap => !kmap.linked || !kmap.resFreed))

  .reachable(claim.clears, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.refused, s => s.dax.some(d => d.rc !== 0 && d.rc !== null))
  .reachable(claim.removes, s => s.dcssblk.every(d => d.pc === 'done' && d.rc === null))
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

  .variant('V0 or V4, its own user', { version: 'V0', user: 'dcssblk' })
  .variant('V5a', { repairD1: false })
  .variant('V5c, no user', { users: 0 })
  .variant('V5d, two users', { ...repaired, users: 2 })
  .variant('all but D7a', { ...repaired, repairD7a: false })
  .variant('all but D7b', { ...repaired, repairD7b: false })
  .variant('X16, a short segment', { ...repaired, user: 'dcssblk', short: 1, resourceShort: 1 })
  .variant('X16, only a short resource', { ...repaired, user: 'dcssblk', resourceShort: 1 })
  .variant('X16, only a short resource, with D1', { ...repaired, repairD1: false, user: 'dcssblk', resourceShort: 1 })
  .variant('X16, the add fails', { ...repaired, repairX16: false, fails: true })
  .variant('X16 repaired, the add fails', { ...repaired, fails: true })

export default spec

export const expected = expectations(spec, {
  base: {
    fails: {
      [claim.resource]: 13,
      [claim.prints]: 10,
      [claim.teardown]: 8,
      [claim.outlives]: 6,
      [claim.refused]: 'never',
    },
    census: [301, 546, 30],
  },
  'V5c, PRE': {
    fails: {
      [claim.resource]: 13,
      [claim.prints]: 10,
      [claim.teardown]: 8,
      [claim.outlives]: 6,
      [claim.refused]: 'never',
    },
    census: [301, 546, 30],
  },
  'V5c, its own user': {
    fails: {
      [claim.resource]: 13,
      [claim.prints]: 10,
      [claim.teardown]: 8,
      [claim.outlives]: 6,
      [claim.refused]: 'never',
      [claim.waits]: 'never',
    },
    census: [70, 79, 29],
  },
  'only D7a repaired': { fails: { [claim.teardown]: 8, [claim.refused]: 'never' }, census: [243, 449, 29] },
  'only D7a repaired, its own user': {
    fails: { [claim.teardown]: 8, [claim.refused]: 'never', [claim.waits]: 'never' },
    census: [53, 63, 29],
  },
  'only D7b repaired': {
    fails: { [claim.resource]: 13, [claim.prints]: 9, [claim.outlives]: 6, [claim.refused]: 'never' },
    census: [296, 536, 30],
  },
  V5d: { fails: { [claim.refused]: 'never' }, census: [243, 448, 29] },
  'V5d, its own user, NP': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [53, 63, 29] },
  'V5d, its own user, NPC': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [53, 63, 29] },
  'V5d, its own user, PRE': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [53, 63, 29] },
  'D7b, removed while open': {
    fails: { [claim.store]: 16, [claim.lookup]: 15, [claim.teardown]: 8 },
    census: [263, 426, 29],
  },
  'V5d, removed while open': { census: [236, 396, 29] },
  'V5d, removed while open, X2': { fails: { [claim.driverData]: 21 }, census: [215, 359, 29] },
  'V5d, removed while open, teardown does not wait': {
    fails: {
      [claim.store]: 23,
      [claim.lookup]: 22,
      [claim.record]: 19,
      [claim.driverData]: 19,
      [claim.teardown]: 15,
      [claim.waits]: 'never',
    },
    census: [263, 431, 27],
  },
  'V0 or V4, its own user': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [27, 31, 16] },
  V5a: {
    fails: {
      [claim.resource]: 13,
      [claim.prints]: 10,
      [claim.teardown]: 8,
      [claim.outlives]: 6,
      [claim.refused]: 'never',
    },
    census: [375, 686, 32],
  },
  'V5c, no user': {
    fails: {
      [claim.prints]: 10,
      [claim.teardown]: 8,
      [claim.outlives]: 6,
      [claim.clears]: 'never',
      [claim.refused]: 'never',
      [claim.waits]: 'never',
    },
    census: [19, 18, 18],
  },
  'V5d, two users': { fails: { [claim.refused]: 'never' }, census: [3153, 8612, 40] },
  'all but D7a': {
    fails: { [claim.resource]: 13, [claim.prints]: 9, [claim.outlives]: 6, [claim.refused]: 'never' },
    census: [297, 537, 30],
  },
  'all but D7b': { fails: { [claim.teardown]: 8, [claim.refused]: 'never' }, census: [244, 450, 29] },
  'X16, a short segment': {
    fails: { [claim.bug]: 13, [claim.clears]: 'never', [claim.refused]: 'never', [claim.waits]: 'never' },
    census: [35, 42, 18],
  },
  'X16, only a short resource': { fails: { [claim.refused]: 'never', [claim.waits]: 'never' }, census: [53, 63, 29] },
  'X16, only a short resource, with D1': {
    fails: { [claim.refused]: 'never', [claim.waits]: 'never' },
    census: [57, 69, 31],
  },
  'X16, the add fails': {
    fails: {
      [claim.driverData]: 8,
      [claim.leavesNothing]: 7,
      [claim.refused]: 'never',
      [claim.removes]: 'never',
      [claim.waits]: 'never',
    },
    census: [108, 195, 19],
  },
  'X16 repaired, the add fails': {
    fails: { [claim.refused]: 'never', [claim.removes]: 'never', [claim.waits]: 'never' },
    census: [108, 195, 19],
  },
})
