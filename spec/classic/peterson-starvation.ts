import { expectations } from 'interleave-checker'
import { peterson } from '../../models/classic/peterson.ts'

/**
 * Peterson's algorithm is free of starvation, provided no process stops while waiting or in the critical section; a process
 * need not want to enter. With two processes this needs no further fairness: eventually the other can only wait.
 *
 * Without the turn, both wait forever. Giving the turn away first breaks mutual exclusion, but causes no starvation.
 *
 * Exhaustive, in 20 states.
 *
 * Checks `models/classic/peterson.ts`.
 */
const spec = peterson
  .fair({ weak: ['process: yield', 'process: wait', 'process: critical'] })
  .leadsTo(
    'a process that raises its flag gets inside',
    (s, me) => s.flag[me.id] === true,
    (_s, me) => me.pc === 'critical',
    { of: 'process' },
  )
  .canAlways('everyone can get inside', (_s, me) => me.pc === 'critical', { of: 'process' })
  .variant('no fairness', {}, { fair: {} })

export default spec

export const expected = expectations(spec, {
  base: { census: [20, 34, 6] },
  'no fairness': { census: [20, 34, 6] },
  'without turn': {
    fails: {
      'a process that raises its flag gets inside': [2, 0],
      'everyone can get inside': 2,
      'no deadlock': 2,
    },
    census: [8, 12, 3],
  },
  'turn before flag': { census: [32, 60, 7] },
})
