import { alike, expectations } from 'interleave-checker'
import { pmemLifetime } from '../../models/drivers/pmem-lifetime.ts'
import { eachConfig, inEachConfig } from '../../models/kernel/config.ts'
import { atomicDepthIsBalanced } from '../../models/kernel/rules.ts'

/**
 * The claims by name; the numbers are those of the analysis of the series.
 *
 * Checks `models/drivers/pmem-lifetime.ts`.
 */
const claim = {
  store: 'no store to an unmapped address', // I2
  lookup: 'a look-up finds only mapped addresses', // I3
  record: 'no read of a freed kmap record', // I4
  driverData: 'no read of freed driver data', // I6
  atomicDepth: 'atomic depth is balanced', // I7
  owner: 'what is reached belongs to the owner that gave the frame out', // I20
  clears: 'a clear completes',
  refused: 'a clear of an unbound device returns -EIO',
} as const

const v5d = { repairX2: true, repairX3: true }

/**
 * The third access mode of the cover letter: the kernel itself, through kmap_atomic_pfn_t(), on frames without a page. The
 * question is whether the scheme works for users that follow its rules: they map one page at a time, do not sleep while it
 * is mapped, and unmap it. Exhaustive for two users of one page while it is unbound and bound again: 3,369 states; 'V5d, NP'
 * holds for five as well (`--set dax=5`), in 14,545,707 (68,773,687 transitions, depth 72).
 *
 * It does, once direct_access's own reads are in the reader too; D1 is a defect of the scheme's own kunmap. The users in v5
 * do not follow the rules: see `dax-clear` and `dax-io`.
 */
const spec = pmemLifetime
  .invariant(claim.atomicDepth, atomicDepthIsBalanced)

  .reachable(claim.clears, s => s.dax.some(d => d.rc === 0 && d.pc === 'done'))
  .reachable(claim.refused, s => s.dax.some(d => d.rc !== 0 && d.rc !== null))

  // V5c under NP is the base.
  .variants({ V5a: { repairD1: false } }, eachConfig)
  .variants({ V5d: { ...v5d, dax: 2 } }, { config: ['NP', 'PRE'] })
  .variant('V5d, teardown does not wait', { ...v5d, waitsForReaders: false })

export default spec

export const expected = expectations(spec, {
  base: { fails: { [claim.driverData]: 17, [claim.owner]: 25 }, census: [295, 488, 28] },
  ...alike(inEachConfig('V5a'), {
    fails: { [claim.driverData]: 17, [claim.atomicDepth]: 17, [claim.owner]: 25 },
    census: [349, 572, 30],
  }),
  'V5d, NP': { census: [3369, 8033, 39] },
  'V5d, PRE': { census: [3369, 8033, 39] },
  'V5d, teardown does not wait': {
    fails: { [claim.store]: 18, [claim.lookup]: 17, [claim.record]: 15, [claim.driverData]: 15, [claim.owner]: 23 },
    census: [404, 661, 26],
  },
})
