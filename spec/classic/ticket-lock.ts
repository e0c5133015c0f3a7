import { expectations } from 'interleave-checker'
import { ticketLock } from '../../models/classic/ticket-lock.ts'

/**
 * A ticket lock ensures mutual exclusion and grants every ticket drawn. This needs no fairness, since eventually only the
 * step that is due remains enabled; with an unrelated process that could run forever, waiting and leaving would need weak
 * fairness. A locker need not want the lock.
 *
 * If the next ticket is called only when it has already been drawn, the lock is lost whenever it has not.
 *
 * Exhaustive, in 27 states for two lockers and 124 for three: lockers draw tickets forever.
 */
const spec = ticketLock
  .invariant('at most one locker holds the lock', s => s.locker.filter(l => l.pc === 'leave').length <= 1)
  .fair({ weak: ['locker: wait', 'locker: leave'] })
  .leadsTo(
    'a locker that draws a ticket gets the lock',
    (_s, me) => me.pc === 'wait',
    (_s, me) => me.pc === 'leave',
    { of: 'locker' },
  )
  .canAlways('everyone can get the lock', (_s, me) => me.pc === 'leave', { of: 'locker' })
  .variant('three lockers', { lockers: 3 })
  .variant('no fairness', {}, { fair: {} })

export default spec

export const expected = expectations(spec, {
  base: { census: [27, 42, 9] },
  'three lockers': { census: [124, 228, 13] },
  'no fairness': { census: [27, 42, 9] },
  'calls only a waiting locker': {
    fails: {
      'a locker that draws a ticket gets the lock': [5, 0],
      'everyone can get the lock': 3,
      'no deadlock': 5,
    },
    census: [40, 50, 11],
  },
})
