import { expectations } from 'interleave-checker'
import { pmemLifetime } from '../../models/drivers/pmem-lifetime.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  driverData: 'no read of driver data that was freed', // I6
  owner: 'what is reached belongs to who gave the frame out', // I20
  daxClears: 'a clear by DAX completes',
  bioWrites: 'a write by a bio completes',
  unbinds: 'unbind completes',
  rebinds: 'the frames are bound again',
} as const

/**
 * What unbinding pmem frees besides the mapping, for users that come by DAX and by bios. Exhaustive for one user of one
 * page, up to 404 states, for two, 3,369, and for one of each, 1,479; 'X2 and X3 repaired, two users' holds
 * for four as well (`--set dax=4`), in 843,861.
 * For five it holds in 14,545,707 (68,773,687 transitions, depth 72).
 *
 * In V0 a user that has passed direct_access stores through a mapping that is gone, which is what the series set out to
 * end; if the next owner is mapped to the same address, into its data ('V0 or V4, mapped to the same address'). V4 leaves
 * DAX as it is in 4.2.
 *
 * X2 is that driver data is read before any lock is taken; X3 that a frame is looked up which has another owner by now; X14
 * that bios are covered by nothing, in 4.2 and v5 alike.
 *
 * The script of the analysis for X2, to open the device, unbind it and call direct_access then, is too simple: once
 * del_gendisk() has been there, bdev_direct_access() finds that the disk has no sectors any more, and a partition of it
 * has none soon after. It must have looked before. That is enough for X2 and X3 alike ('V5c, a whole disk'). All other
 * settings have a partition, whose sectors are still there.
 *
 * The analysis names a BTT as the owner that X3 finds. It is not to be found: of what nd_pmem_probe() binds only
 * pmem_attach_disk() registers a range, and nvdimm_namespace_attach_btt() does not, so that a user that comes late gets
 * -EIO ('V5c, bound again to a BTT'). X3 takes another namespace of pmem itself on the same frames, or pfn mode of the
 * RFC. In 4.2, where nothing is looked up, a BTT is reached like any other ('V0 or V4, a BTT at the same address').
 *
 * X2 repaired as in V5d leaves X3: a reader that ends when the frame is known is too short. It has to last until the frame was
 * looked up, by one section from the test of private_data on, and then no generation needs to be compared: teardown's
 * grace period keeps the next owner from binding. X14 has no such repair, since a bio may sleep: there it takes the
 * reference of the queue, which remove() waits for.
 *
 * Some steps do not run for a reason: look-ups and teardown in V0; the arm of kmap_atomic_pfn_t() for pages; the look-up of
 * kunmap, as D1 is repaired; what one kind of user does where only the other comes.
 */
const spec = pmemLifetime

  .reachable(claim.daxClears, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.bioWrites, s => s.bio.some(b => b.rc === 0 && b.pc === 'done'))
  .reachable(claim.unbinds, s => !s.disk.bound)
  .reachable(claim.rebinds, s => s.disk.generation > 1)

  // V5c under NP is the base.
  .variant('V5c, PRE', { config: 'PRE' })
  .variant('V5c, not bound again', { rebinds: false })
  .variant('V5c, a whole disk', { wholeDisk: true })
  .variant('V5c, bound again to a BTT', { next: 'btt' })
  .variant('X2 repaired', { repairX2: true })
  .variant('X2 repaired, not bound again', { repairX2: true, rebinds: false })
  .variants({ 'X2 and X3 repaired': { repairX2: true, repairX3: true } }, eachConfig)
  .variant('X2 and X3 repaired, two users', { repairX2: true, repairX3: true, dax: 2 })
  .variant('X2 and X3 repaired, teardown does not wait', { repairX2: true, repairX3: true, waitsForReaders: false })
  .variant('V0 or V5, bios', { dax: 0, bios: 1, rebinds: false })
  .variant('bios, X14 repaired', { dax: 0, bios: 1, rebinds: false, repairX14: true })
  .variant('two bios, X14 repaired', { dax: 0, bios: 2, rebinds: true, repairX14: true })
  .variant('a bio and DAX, all repaired', { bios: 1, repairX2: true, repairX3: true, repairX14: true })

  .variants({ 'V0 or V4': { version: 'V0' } }, eachConfig)
  .variant('V0 or V4, mapped to the same address', { version: 'V0', sameAddress: true })
  .variant('V0 or V4, a BTT at the same address', { version: 'V0', next: 'btt', sameAddress: true })
  .variant('V0 or V4, a whole disk', { version: 'V0', wholeDisk: true })
  .variant('V0 or V4, two users', { version: 'V0', dax: 2 })
  .variant('X2 and X3 repaired, mapped to the same address', { repairX2: true, repairX3: true, sameAddress: true })

export default spec

export const expected = expectations(
  spec,
  {
    claims: claim,
    rules: [
      { where: { bios: 0 }, fails: { bioWrites: 'never' } },
      { where: { dax: 0 }, fails: { daxClears: 'never' } },
      { where: ['base', 'V5c, PRE'], fails: { driverData: 17, owner: 25 }, census: [295, 488, 28] },
      {
        where: [
          'X2 and X3 repaired, NP',
          'X2 and X3 repaired, NPC',
          'X2 and X3 repaired, PRE',
          'X2 and X3 repaired, mapped to the same address',
        ],
        census: [237, 390, 28],
      },
      {
        where: inEachConfig('V0 or V4'),
        fails: { store: 9, driverData: 10 },
        census: [82, 121, 15],
      },
      {
        where: ['V0 or V4, mapped to the same address', 'V0 or V4, a BTT at the same address'],
        fails: { store: 9, driverData: 10, owner: 14 },
        census: [87, 124, 15],
      },
    ],
  },
  {
    'V5c, not bound again': { fails: { driverData: 17, rebinds: 'never' }, census: [253, 432, 27] },
    'V5c, a whole disk': { fails: { driverData: 17, owner: 25 }, census: [346, 570, 28] },
    'V5c, bound again to a BTT': { fails: { driverData: 17 }, census: [282, 477, 28] },
    'X2 repaired': { fails: { owner: 25 }, census: [290, 487, 28] },
    'X2 repaired, not bound again': { fails: { rebinds: 'never' }, census: [269, 456, 27] },
    'X2 and X3 repaired, two users': { census: [3369, 8033, 39] },
    'X2 and X3 repaired, teardown does not wait': {
      fails: { store: 18, lookup: 17, record: 15, driverData: 15, owner: 23 },
      census: [404, 661, 26],
    },
    'V0 or V5, bios': { fails: { store: 16, driverData: 17, rebinds: 'never' }, census: [130, 209, 22] },
    'bios, X14 repaired': { fails: { rebinds: 'never' }, census: [106, 154, 22] },
    'two bios, X14 repaired': { census: [706, 1393, 29] },
    'a bio and DAX, all repaired': { census: [1479, 3191, 34] },
    'V0 or V4, a whole disk': { fails: { store: 9, driverData: 10 }, census: [112, 168, 15] },
    'V0 or V4, two users': { fails: { store: 9, driverData: 10 }, census: [642, 1287, 20] },
  },
)
