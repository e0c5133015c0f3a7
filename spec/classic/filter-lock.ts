import { expectations } from 'interleave'
import { filterLock } from '../../models/classic/filter-lock.ts'

/** Peterson's lock for n processes excludes; it needs all its levels, and its two writes in their order. */
const spec = filterLock
  .invariant('at most one process is inside', s => s.process.filter(p => p.pc === 'critical').length <= 1)
  .reachable('the last process can get inside', s => s.process.at(-1)?.pc === 'critical')

export default spec

export const expected = expectations(spec, {
  base: {},
  'one level too few': {},
  'last before level': {},
})
