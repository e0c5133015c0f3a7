import { expectations } from 'interleave-checker'
import { pmemLifetime } from '../../models/drivers/pmem-lifetime.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  driverData: 'no read of freed driver data', // I6
  owner: 'what is reached belongs to the owner that gave the frame out', // I20
  daxClears: 'a clear by DAX completes',
  bioWrites: 'a write by a bio completes',
  unbinds: 'unbind completes',
  rebinds: 'the frames are bound again',
  ends: 'unbinding ends', // L1
  bindsAgain: 'binding again ends', // L5
} as const

/**
 * What unbinding pmem frees besides the mapping, with users of DAX and of bios. The findings are in `pmem-lifetime.md`.
 *
 * Exhaustive for one user of one page, up to 404 states, for two, 3,369, and for one of each, 1,479; 'X2 and X3 repaired,
 * two users' holds for four as well (`--set dax=4`), in 843,861, and for five in 14,545,707 (68,773,687 transitions, depth 72).
 *
 * Some steps cannot run: look-ups and teardown in V0; the arm of kmap_atomic_pfn_t() for pages; the look-up of kunmap, as D1
 * is repaired; the steps of one kind of user where only the other exists.
 */
const spec = pmemLifetime

  .reachable(claim.daxClears, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.bioWrites, s => s.bio.some(b => b.rc === 0 && b.pc === 'done'))
  .reachable(claim.unbinds, s => !s.disk.bound)
  .reachable(claim.rebinds, s => s.disk.generation > 1)

  .fair({ weak: ['dax', 'bio', 'unbind'] })
  .leadsTo(
    claim.ends,
    (_s, me) => me.pc !== 'nd_pmem_remove',
    (_s, me) => me.pc === 'nd_pmem_probe' || me.pc === 'done',
    { of: 'unbind' },
  )
  .leadsTo(
    claim.bindsAgain,
    (_s, me) => me.pc === 'nd_pmem_probe',
    (_s, me) => me.pc === 'done',
    { of: 'unbind' },
  )

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
  .variant('VS or VO, pmem_rw_page()', {
    version: 'V0',
    dax: 0,
    bios: 1,
    by: 'rw_page',
    rebinds: false,
    repairX14: true,
  })
  .variants({ 'VS, dax_clear_blocks()': { version: 'V0', repairX14: true, rebinds: false } }, eachConfig)
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
        where: inEachConfig('VS, dax_clear_blocks()'),
        fails: { store: 9, driverData: 10, rebinds: 'never' },
        census: [71, 106, 14],
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
    'VS or VO, pmem_rw_page()': { fails: { store: 9, driverData: 10, rebinds: 'never' }, census: [81, 125, 15] },
    'V0 or V4, a whole disk': { fails: { store: 9, driverData: 10 }, census: [112, 168, 15] },
    'V0 or V4, two users': { fails: { store: 9, driverData: 10 }, census: [642, 1287, 20] },
  },
)
