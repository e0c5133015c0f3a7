import { expectations } from 'interleave-checker'
import { filterLock } from '../../models/classic/filter-lock.ts'

/**
 * The filter lock ensures mutual exclusion for n processes. It needs all n-1 levels, and its two writes in the given order.
 *
 * Exhaustive for three processes in 1,626 states; with five (`--set processes=5`) mutual exclusion holds in 10,042,596
 * states (50,212,980 transitions, depth 68).
 */
const spec = filterLock
  .invariant('at most one process is inside', s => s.process.filter(p => p.pc === 'critical').length <= 1)
  .reachable('the last process gets inside', s => s.process.at(-1)?.pc === 'critical')

export default spec

export const expected = expectations(spec, {
  base: {
    census: [1626, 4878, 22],
  },
  'one level too few': {
    fails: {
      'at most one process is inside': 8,
    },
    census: [286, 858, 11],
  },
  'last before level': {
    fails: {
      'at most one process is inside': 15,
    },
    census: [6339, 19017, 26],
  },
})
