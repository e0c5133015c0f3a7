import { expectations } from 'interleave-checker'
import { filterLock } from '../../models/classic/filter-lock.ts'

/**
 * Whoever begins to climb the levels of the filter lock gets inside, if all processes are weakly fair: each is kept back only
 * as long as it was the last to come to its level, and whoever leaves comes there again later.
 *
 * That does not depend on the exclusion: where a level is missing, or is entered before it is announced, nobody starves
 * either. If whoever is inside may stay there, the others wait forever, of course.
 *
 * Exhaustive for three processes, in 1,626 states.
 *
 * Checks `models/classic/filter-lock.ts`.
 */
const spec = filterLock
  .fair({ weak: ['process'] })
  .leadsTo(
    'who begins to climb gets inside',
    (s, me) => s.level[me.id] !== 0,
    (_s, me) => me.pc === 'critical',
    { of: 'process' },
  )
  .infinitelyOften('somebody gets inside', s => s.process.some(p => p.pc === 'critical'))
  .canAlways('everyone can get inside', (_s, me) => me.pc === 'critical', { of: 'process' })
  .variant(
    'who is inside may stay there',
    {},
    { fair: { weak: ['process: raise', 'process: yield', 'process: wait', 'process: look'] } },
  )
  .variant('nobody is fair', {}, { fair: {} })

export default spec

export const expected = expectations(spec, {
  base: { census: [1626, 4878, 22] },
  'one level too few': { census: [286, 858, 11] },
  'last before level': { census: [6339, 19017, 26] },
  'who is inside may stay there': {
    fails: { 'who begins to climb gets inside': [13, 4] },
    census: [1626, 4878, 22],
  },
  'nobody is fair': {
    fails: { 'who begins to climb gets inside': [3, 2], 'somebody gets inside': [3, 2] },
    census: [1626, 4878, 22],
  },
})
