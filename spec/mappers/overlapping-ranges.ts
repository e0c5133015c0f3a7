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
 * D13: nothing checks whether a range overlaps another. Exhaustive for two drivers and one user that maps its frame twice,
 * at most 11,682 states; 'D13 repaired, NP' gives the same verdicts for 64 times (`--set maps=64`), in 178,329.
 *
 * The consequence is not a store to an unmapped address, nor a wrong teardown: each driver waits for users that may have
 * found its record. Rather, a look-up returns the newest record, so the first driver's user writes through the second one's
 * mapping, and through the first one's again once that is gone.
 *
 * It requires a driver that does not claim its frames: devm_request_mem_region() refuses the second one before it gets that
 * far ('regions are requested'). A repair has to check while holding the mutex under which it registers ('looks before it
 * locks').
 *
 * Some steps cannot run: the arm of kmap_atomic_pfn_t() for pages, and the look-up of kunmap, as D1 is repaired.
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
