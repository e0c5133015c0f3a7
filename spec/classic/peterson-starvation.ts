import { expectations } from 'interleave-checker'
import { peterson } from '../../models/classic/peterson.ts'

/**
 * Whoever raises its flag in Peterson's algorithm gets inside, if nobody stops forever on the way or inside, and nobody is
 * obliged to want to enter. With two processes that needs no fairness: in the end the other can only wait.
 *
 * Without the turn both wait forever. Giving the turn away first breaks the exclusion, and not this.
 *
 * Exhaustive, in 20 states.
 *
 * Checks `models/classic/peterson.ts`.
 */
const spec = peterson
  .fair({ weak: ['process: yield', 'process: wait', 'process: critical'] })
  .leadsTo(
    'who raises its flag gets inside',
    (s, me) => s.flag[me.id] === true,
    (_s, me) => me.pc === 'critical',
    { of: 'process' },
  )
  .canAlways('everyone can get inside', (_s, me) => me.pc === 'critical', { of: 'process' })
  .variant('nobody is fair', {}, { fair: {} })

export default spec

export const expected = expectations(spec, {
  base: { census: [20, 34, 6] },
  'nobody is fair': { census: [20, 34, 6] },
  'without turn': {
    fails: {
      'who raises its flag gets inside': [2, 0],
      'everyone can get inside': 2,
      'no deadlock': 2,
    },
    census: [8, 12, 3],
  },
  'turn before flag': { census: [32, 60, 7] },
})
