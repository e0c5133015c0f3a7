import { expectations } from 'interleave-checker'
import { filterLock } from '../../models/classic/filter-lock.ts'

/**
 * The filter lock is free of starvation if all processes are weakly fair: a process is held back only while it was the last
 * to reach its level, and a process that leaves reaches that level again later.
 *
 * This does not depend on mutual exclusion: nobody starves with a level missing, or when a level is announced too late. If a
 * process may stay in the critical section, the others of course wait forever.
 *
 * Exhaustive for three processes, in 1,626 states.
 *
 * Checks `models/classic/filter-lock.ts`.
 */
const spec = filterLock
  .fair({ weak: ['process'] })
  .leadsTo(
    'a process that starts to climb gets inside',
    (s, me) => s.level[me.id] !== 0,
    (_s, me) => me.pc === 'critical',
    { of: 'process' },
  )
  .infinitelyOften('some process gets inside', s => s.process.some(p => p.pc === 'critical'))
  .canAlways('everyone can get inside', (_s, me) => me.pc === 'critical', { of: 'process' })
  .variant(
    'a process may stay inside',
    {},
    { fair: { weak: ['process: raise', 'process: yield', 'process: wait', 'process: look'] } },
  )
  .variant('no fairness', {}, { fair: {} })

export default spec

export const expected = expectations(spec, {
  base: { census: [1626, 4878, 22] },
  'one level too few': { census: [286, 858, 11] },
  'last before level': { census: [6339, 19017, 26] },
  'a process may stay inside': {
    fails: { 'a process that starts to climb gets inside': [13, 4] },
    census: [1626, 4878, 22],
  },
  'no fairness': {
    fails: { 'a process that starts to climb gets inside': [3, 2], 'some process gets inside': [3, 2] },
    census: [1626, 4878, 22],
  },
})
