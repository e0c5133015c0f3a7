import { expectations } from 'interleave-checker'
import { brd } from '../../models/drivers/brd.ts'
import { neverTouchesFreedPage } from '../../models/kernel/rules.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  live: 'no page is freed while it is mapped', // I34
  noTouch: 'no store to a page that was freed', // I34
  clears: 'a clear completes',
  flushes: 'a flush frees a page',
  refuses: 'a flush is refused',
} as const

/**
 * brd's pages, which are freed without a grace period (D8): the open count protects them, without RCU, so the three
 * configurations have identical state spaces. Exhaustive for one user and one flush, 58 states; for two and two, 3,326. For
 * five and three (`--set readers=5 --set flushes=3`) all claims hold in 11,501,808 (53,087,019 transitions, depth 48).
 *
 * A finding beyond the analysis of the series, which refutes the race: the count belongs to the block device of the
 * BLKFLSBUF call, but the pages belong to the disk. Called on a partition that no other task has open, it frees pages that
 * the file system on another partition has mapped ('flushed by a partition'). 4.2 has this too, with pages whose addresses
 * were given out ('V0, flushed by a partition'). It is independent of grace periods, and waiting for one would not be
 * enough: the pages are gone while the disk is in use.
 *
 * Without the refusal a page is freed while it is mapped. The effect of a non-resident user buffer on a copy under
 * kmap_atomic() (X6) is in `dax-io`'s variants of brd.
 */
const spec = brd
  .invariant(claim.live, s => s.dax.every(({ page }) => page === null || s.pages[page] !== 'freed'))
  .invariant(claim.noTouch, neverTouchesFreedPage)

  .reachable(claim.clears, s => s.dax.some(d => d.pc === 'done'))
  .reachable(claim.flushes, s => s.pages.some(page => page === 'freed'))
  .reachable(claim.refuses, s => s.flush.some(f => f.rc === 'EBUSY'))

  // The base is v5 as posted under NP.
  .variants({ config: ['NPC', 'PRE'] })
  .variant('two readers, two flushes', { readers: 2, flushes: 2 })
  .variant('flushed by a partition', { partitioned: true })
  .variant('V0', { version: 'V0' })
  .variant('V0, flushed by a partition', { version: 'V0', partitioned: true })
  .variant('flushed while open', { refusesOpen: false })
  .variant('flushed while open, two readers', { refusesOpen: false, readers: 2 })

export default spec

export const expected = expectations(spec, {
  base: { census: [58, 86, 12] },
  NPC: { census: [58, 86, 12] },
  PRE: { census: [58, 86, 12] },
  'two readers, two flushes': { census: [3326, 8474, 24] },
  'flushed by a partition': {
    fails: { [claim.live]: 7, [claim.noTouch]: 8, [claim.refuses]: 'never' },
    census: [73, 118, 12],
  },
  V0: { census: [42, 58, 10] },
  'V0, flushed by a partition': {
    fails: { [claim.live]: 6, [claim.noTouch]: 7, [claim.refuses]: 'never' },
    census: [50, 77, 10],
  },
  'flushed while open': {
    fails: { [claim.live]: 7, [claim.noTouch]: 8, [claim.refuses]: 'never' },
    census: [71, 108, 12],
  },
  'flushed while open, two readers': {
    fails: { [claim.live]: 7, [claim.noTouch]: 8, [claim.refuses]: 'never' },
    census: [815, 1798, 18],
  },
})
