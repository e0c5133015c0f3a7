import { alike, expectations } from 'interleave-checker'
import { eachConfig } from '../../models/kernel/config.ts'
import { teardownPrecedesEachUnmap } from '../../models/mappers/kmap-teardown.ts'
import { overlappingRanges, overlaps } from '../../models/mappers/overlapping-ranges.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  teardown: 'teardown and a grace period precede memunmap', // I16
  disjoint: 'ranges that are registered do not overlap', // I28
  own: 'a frame is found where its own driver has it, as long as that is registered',
  both: 'both ranges are registered',
  refused: 'a driver is refused',
  clears: 'the user clears its frame',
  moves: 'one frame is found at two addresses',
} as const

/**
 * D13: nobody looks whether a range overlaps another. Exhaustive for two drivers and one user that maps its frame twice.
 * That is at most 11,682 states; 'D13 repaired, NP' finds the same of 64 times (`--set maps=64`), in 178,329.
 *
 * What comes of it is no store to an unmapped address, nor anything that teardown does wrong: each driver waits for who
 * may have found its record. It is that a look-up takes the newest record, so that the first driver's user writes through
 * the second one's mapping, and through the first one's again when that is gone.
 *
 * It takes a driver that does not own its frames: with devm_request_mem_region() the second one is refused before it gets
 * that far ('regions are requested'). A repair has to look with the mutex held by which it registers ('looks before it
 * locks').
 *
 * Some steps do not run for a reason: the arm of kmap_atomic_pfn_t() for pages, and the look-up of kunmap, as D1 is repaired.
 */
const spec = overlappingRanges
  .transition(claim.teardown, teardownPrecedesEachUnmap)
  .invariant(claim.disjoint, s => {
    return s.kmaps.every((one, i) => s.kmaps.every((two, j) => !one.linked || !two.linked || !overlaps(s, i, j)))
  })
  .transition(claim.own, (before, after) => {
    const found = before.user[0]!.addr === null ? after.user[0]!.addr : null
    const { base, pages, linked } = before.kmaps[0]!
    return found === null || !linked || (found >= base && found < base + pages)
  })
  .reachable(claim.both, s => s.kmaps.every(kmap => kmap.linked))
  .reachable(claim.refused, s => s.driver.some(d => d.rc === '-EBUSY'))
  .reachable(claim.clears, s => s.user[0]!.before !== null)
  .reachable(claim.moves, ({ user: [user] }) => {
    return user!.before !== null && user!.addr !== null && user!.addr !== user!.before
  })

  // V5 under NP is the base.
  .variants({ V5: {} }, { config: ['NPC', 'PRE'] })
  .variants({ 'D13 repaired': { repairD13: true } }, eachConfig)
  .variant('looks before it locks', { repairD13: true, looksLocked: false })
  .variant('regions are requested', { requestsRegion: true })
  .variant('apart', { apart: true })
  .variant('apart, D13 repaired', { apart: true, repairD13: true })
  .variant('apart, teardown does not wait', { apart: true, waitsForReaders: false })

export default spec

export const expected = expectations(spec, {
  ...alike(['base', 'V5, NPC', 'V5, PRE'], {
    fails: { [claim.disjoint]: 11, [claim.own]: 17, [claim.refused]: 'never' },
    census: [10778, 27443, 52],
  }),
  'D13 repaired, NP': { fails: { [claim.both]: 'never' }, census: [5845, 14912, 52] },
  'D13 repaired, NPC': { fails: { [claim.both]: 'never' }, census: [5845, 14912, 52] },
  'D13 repaired, PRE': { fails: { [claim.both]: 'never' }, census: [5845, 14912, 52] },
  'looks before it locks': { fails: { [claim.disjoint]: 11, [claim.own]: 17 }, census: [11682, 29641, 52] },
  'regions are requested': { fails: { [claim.both]: 'never' }, census: [2025, 4631, 52] },
  ...alike(['apart', 'apart, D13 repaired'], {
    fails: { [claim.refused]: 'never', [claim.moves]: 'never' },
    census: [7133, 18172, 52],
  }),
  'apart, teardown does not wait': {
    fails: {
      [claim.store]: 18,
      [claim.lookup]: 17,
      [claim.record]: 16,
      [claim.teardown]: 12,
      [claim.refused]: 'never',
      [claim.moves]: 'never',
    },
    census: [9013, 22649, 48],
  },
})
