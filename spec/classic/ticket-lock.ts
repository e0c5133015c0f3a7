import { expectations } from 'interleave-checker'
import { ticketLock } from '../../models/classic/ticket-lock.ts'

/**
 * A ticket lock excludes, and lets everyone in who has drawn a ticket. Nothing has to be assumed for that, since in the
 * end nobody can do anything but what is due; a lock with one more process beside it, which could go on forever, would need
 * weak fairness of waiting and leaving. Nobody is obliged to want the lock.
 *
 * If whoever leaves calls the next ticket only where somebody has drawn it, the lock is lost when nobody has.
 *
 * Exhaustive, in 27 states for two lockers and 124 for three: lockers draw tickets forever.
 */
const spec = ticketLock
  .invariant('at most one has the lock', s => s.locker.filter(l => l.pc === 'leave').length <= 1)
  .fair({ weak: ['locker: wait', 'locker: leave'] })
  .leadsTo(
    'who draws a ticket gets the lock',
    (_s, me) => me.pc === 'wait',
    (_s, me) => me.pc === 'leave',
    { of: 'locker' },
  )
  .canAlways('everyone can get the lock', (_s, me) => me.pc === 'leave', { of: 'locker' })
  .variant('three lockers', { lockers: 3 })
  .variant('nobody is fair', {}, { fair: {} })

export default spec

export const expected = expectations(spec, {
  base: { census: [27, 42, 9] },
  'three lockers': { census: [124, 228, 13] },
  'nobody is fair': { census: [27, 42, 9] },
  'calls only who waits': {
    fails: {
      'who draws a ticket gets the lock': [5, 0],
      'everyone can get the lock': 3,
      'no deadlock': 5,
    },
    census: [40, 50, 11],
  },
})
