import { expectations } from 'interleave-checker'
import { dcssblk } from '../../models/drivers/dcssblk.ts'
import { eachConfig } from '../../models/kernel/config.ts'
import { neverReadsFreedResource } from '../../models/kernel/rules.ts'
import { teardownPrecedesEachUnmap } from '../../models/mappers/kmap-teardown.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  resource: 'no look-up reads a resource that was freed', // I5
  prints: 'teardown reads no resource that was freed', // I5
  driverData: 'no read of freed driver data', // I6
  bug: 'no BUG_ON is hit', // X16
  leavesNothing: 'an add that fails leaves nothing behind', // I33
  teardown: 'teardown and a grace period precede segment_unload', // I16
  outlives: 'a resource lives as long as its record is on the list', // I17
  clears: 'a clear completes',
  refused: 'a clear returns -EIO',
  removes: 'remove completes',
  waits: 'remove waits for a reader',
  ends: 'remove ends', // L1
  unmaps: 'what is mapped is unmapped', // L3
} as const

const repaired = { repairD7a: true, repairD7b: true, repairX2: true }

/**
 * dcssblk against a user of its own disk, and against a user of an unrelated pmem; everything else is as in V5c. The
 * findings are in `dcssblk.md`.
 *
 * Exhaustive for one user of one page, up to 425 states, and for two, 3,491.
 *
 * If no task uses the segment's disk no clear fails, and if remove excludes openers it never waits for a reader, so these
 * claims are not witnessed there.
 *
 * Some steps cannot run: look-ups and teardown in V0; the arm of kmap_atomic_pfn_t() for pages; the look-up of kunmap where
 * D1 is repaired; put_dev if the add does not fail, and remove if it does.
 */
const spec = dcssblk
  // A claim below covers all readers of the resource.
  .without('no read of a freed resource')
  .invariant(claim.resource, (s, c) => neverReadsFreedResource({ tasks: s.tasks.slice(0, c.users) }))
  .invariant(claim.prints, (s, c) => neverReadsFreedResource({ tasks: s.tasks.slice(c.users) }))
  .invariant(claim.leavesNothing, s => {
    return s.dcssblk.every(d => d.rc === null || (!s.registered && s.references === 0))
  })
  .transition(claim.teardown, teardownPrecedesEachUnmap)
  .invariant(claim.outlives, s => s.kmaps.every(kmap => !kmap.linked || !kmap.resFreed))

  .reachable(claim.clears, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.refused, s => s.dax.some(d => d.rc !== 0 && d.rc !== null))
  .reachable(claim.removes, s => s.dcssblk.every(d => d.pc === 'done' && d.rc === null))
  .reachable(claim.waits, s => s.tasks.some(task => task.gp_waits_for.length > 0))

  .fair({ weak: ['dax', 'dcssblk', 'sysfs'] })
  .eventually(claim.ends, (_s, me) => me.pc === 'done', { of: 'dcssblk' })
  .leadsTo(
    claim.unmaps,
    (s, me) => s.tasks[me.task]!.maps.length > 0,
    (s, me) => s.tasks[me.task]!.maps.length === 0,
    { of: 'dax' },
  )

  // The base is V5c under NP, whose victim is a user of pmem.
  .variant('V5c, PRE', { config: 'PRE' })
  .variant('V5c, its own user', { user: 'dcssblk' })
  .variant('only D7a repaired', { repairD7a: true })
  .variant('only D7a repaired, its own user', { repairD7a: true, user: 'dcssblk' })
  .variant('only D7b repaired', { repairD7b: true })
  .variant('V5d', repaired)
  .variants({ 'V5d, its own user': { ...repaired, user: 'dcssblk' } }, eachConfig)

  .variant('V5d, removed while open', { ...repaired, user: 'dcssblk', refusesOpen: false })
  .variant('V5d, its own user, X2', { ...repaired, repairX2: false, user: 'dcssblk' })
  .variant('V5d, its own user, teardown does not wait', { ...repaired, user: 'dcssblk', waitsForReaders: false })
  .variant('V5c, its own user, opened under the lock', { user: 'dcssblk', opensLocked: true })

  .variant('V0 or V4, its own user', { version: 'V0', user: 'dcssblk' })
  .variant('V0 or V4, the add fails', { version: 'V0', user: 'dcssblk', fails: true })
  .variant('V0 or V4, opened under the lock', { version: 'V0', user: 'dcssblk', opensLocked: true })
  .variant('V5a', { repairD1: false })
  .variant('V5c, no user', { users: 0 })
  .variant('V5d, two users', { ...repaired, users: 2 })
  .variant('all but D7a', { ...repaired, repairD7a: false })
  .variant('all but D7b', { ...repaired, repairD7b: false })
  .variant('D7b, its own user', { ...repaired, repairD7b: false, user: 'dcssblk' })
  .variant('X16, a short segment', { ...repaired, user: 'dcssblk', short: 1, resourceShort: 1 })
  .variant('X16, only a short resource', { ...repaired, user: 'dcssblk', resourceShort: 1 })
  .variant('X16, only a short resource, with D1', { ...repaired, repairD1: false, user: 'dcssblk', resourceShort: 1 })
  .variant('X16, the add fails', { ...repaired, repairX16: false, fails: true })
  .variant('X16 repaired, the add fails', { ...repaired, fails: true })
  .variant('V0 or V4, shared is written', { version: 'V0', users: 0, writesShared: true })
  .variants({ 'V5d, shared is written': { ...repaired, users: 0, writesShared: true } }, eachConfig)
  .variant('V5d, shared is written, unregistered unlocked', {
    ...repaired,
    users: 0,
    writesShared: true,
    unregistersUnlocked: true,
  })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      {
        where: ['base', 'V5c, PRE'],
        fails: { resource: 13, prints: 12, teardown: 10, outlives: 6, refused: 'never' },
        census: [339, 618, 32],
      },
      {
        where: [
          'V5d, its own user, NP',
          'V5d, its own user, NPC',
          'V5d, its own user, PRE',
          'X16, only a short resource',
        ],
        census: [242, 381, 31],
      },
      {
        where: ['V5d, shared is written, NP', 'V5d, shared is written, NPC', 'V5d, shared is written, PRE'],
        fails: { clears: 'never', refused: 'never', waits: 'never', ends: [10, 0], 'no deadlock': 10 },
        census: [54, 61, 28],
      },
    ],
  },
  {
    'V5c, its own user': {
      fails: { store: 18, lookup: 17, resource: 13, prints: 12, driverData: 23, teardown: 10, outlives: 6 },
      census: [276, 411, 31],
    },
    'only D7a repaired': { fails: { teardown: 10, refused: 'never' }, census: [269, 499, 31] },
    'only D7a repaired, its own user': {
      fails: { store: 18, lookup: 17, driverData: 23, teardown: 10 },
      census: [257, 393, 31],
    },
    'only D7b repaired': { fails: { resource: 13, prints: 11, outlives: 6, refused: 'never' }, census: [334, 608, 32] },
    V5d: { fails: { refused: 'never' }, census: [269, 498, 31] },
    'V5d, removed while open': { census: [242, 391, 31] },
    'V5d, its own user, X2': { fails: { driverData: 23 }, census: [230, 363, 31] },
    'V5d, its own user, teardown does not wait': {
      fails: { store: 25, lookup: 24, record: 21, driverData: 21, teardown: 17, waits: 'never' },
      census: [269, 418, 29],
    },
    'V5c, its own user, opened under the lock': {
      fails: { resource: 13, prints: 12, teardown: 10, outlives: 6, refused: 'never', waits: 'never' },
      census: [46, 45, 31],
    },
    'V0 or V4, its own user': {
      fails: { store: 14, driverData: 16, refused: 'never', waits: 'never' },
      census: [65, 84, 18],
    },
    'V0 or V4, the add fails': {
      fails: { clears: 'never', refused: 'never', removes: 'never', waits: 'never' },
      census: [7, 6, 6],
    },
    'V0 or V4, opened under the lock': { fails: { refused: 'never', waits: 'never' }, census: [26, 25, 18] },
    V5a: { fails: { resource: 13, prints: 12, teardown: 10, outlives: 6, refused: 'never' }, census: [425, 782, 34] },
    'V5c, no user': {
      fails: { prints: 12, teardown: 10, outlives: 6, clears: 'never', refused: 'never', waits: 'never' },
      census: [21, 20, 20],
    },
    'V5d, two users': { fails: { refused: 'never' }, census: [3491, 9574, 42] },
    'all but D7a': { fails: { resource: 13, prints: 11, outlives: 6, refused: 'never' }, census: [335, 609, 32] },
    'all but D7b': { fails: { teardown: 10, refused: 'never' }, census: [270, 500, 31] },
    'D7b, its own user': { fails: { store: 18, lookup: 17, teardown: 10 }, census: [270, 413, 31] },
    'X16, a short segment': { fails: { bug: 13, clears: 'never', ends: [14, 0] }, census: [207, 329, 31] },
    'X16, only a short resource, with D1': { census: [281, 441, 34] },
    'X16, the add fails': {
      fails: { driverData: 11, bug: 10, leavesNothing: 7, refused: 'never', removes: 'never', waits: 'never' },
      census: [228, 473, 24],
    },
    'X16 repaired, the add fails': {
      fails: { refused: 'never', removes: 'never', waits: 'never' },
      census: [348, 727, 27],
    },
    'V0 or V4, shared is written': {
      fails: { clears: 'never', refused: 'never', waits: 'never', ends: [10, 0], 'no deadlock': 10 },
      census: [40, 47, 21],
    },
    'V5d, shared is written, unregistered unlocked': {
      fails: { driverData: 12, clears: 'never', refused: 'never', waits: 'never' },
      census: [77, 89, 28],
    },
  },
)
