import { expectations } from 'interleave-checker'
import { spinlock } from '../../models/classic/spinlock.ts'

/**
 * A spinlock starves whoever looks at the bit only while another has the lock, however fair every step is: an unsuccessful look
 * is a step too. Somebody gets the lock all the same, again and again, if lockers are weakly fair.
 *
 * Exhaustive, in 270 states for two lockers and 1,107 for three: lockers lock forever.
 *
 * Checks `models/classic/spinlock.ts`.
 */
const spec = spinlock
  .fair({ weak: ['locker', 'init'] })
  .infinitelyOften('somebody gets the lock', s => s.havelock.includes(1))
  .leadsTo(
    'who spins gets the lock',
    (_s, me) => me.pc === 'mutex == 0 -> mutex = 1',
    (_s, me) => me.pc === 'havelock = 1',
    { of: 'locker' },
  )
  .canAlways('everyone can get the lock', (_s, me) => me.pc === 'havelock = 1', { of: 'locker' })
  .variant('one', { lockers: 1 })
  .variant('three', { lockers: 3 })
  .variant('test, then set', { testsAndSets: false })
  .variant('who has the lock may keep it', {}, { fair: { weak: ['init'] } })

export default spec

export const expected = expectations(spec, {
  base: { fails: { 'who spins gets the lock': [14, 8] }, census: [270, 726, 24] },
  one: { census: [57, 99, 18] },
  three: { fails: { 'who spins gets the lock': [18, 14] }, census: [1107, 4047, 30] },
  'test, then set': { fails: { 'who spins gets the lock': [14, 9] }, census: [834, 2249, 36] },
  'who has the lock may keep it': {
    fails: { 'somebody gets the lock': [17, 2], 'who spins gets the lock': [14, 8] },
    census: [270, 726, 24],
  },
})
