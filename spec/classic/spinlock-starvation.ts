import { expectations } from 'interleave-checker'
import { spinlock } from '../../models/classic/spinlock.ts'

/**
 * A spinlock can starve a locker that tests the bit only while another holds the lock. No fairness prevents that, since an
 * unsuccessful test is a step too. With weakly fair lockers, some locker still gets the lock infinitely often.
 *
 * Exhaustive, in 270 states for two lockers and 1,107 for three: lockers lock forever.
 *
 * Checks `models/classic/spinlock.ts`.
 */
const spec = spinlock
  .fair({ weak: ['locker', 'init'] })
  .infinitelyOften('some locker gets the lock', s => s.havelock.includes(1))
  .leadsTo(
    'a spinning locker gets the lock',
    (_s, me) => me.pc === 'mutex == 0 -> mutex = 1',
    (_s, me) => me.pc === 'havelock = 1',
    { of: 'locker' },
  )
  .canAlways('everyone can get the lock', (_s, me) => me.pc === 'havelock = 1', { of: 'locker' })
  .variant('one', { lockers: 1 })
  .variant('three', { lockers: 3 })
  .variant('test, then set', { testsAndSets: false })
  .variant('a locker may keep the lock', {}, { fair: { weak: ['init'] } })

export default spec

export const expected = expectations(spec, {
  base: { fails: { 'a spinning locker gets the lock': [14, 8] }, census: [270, 726, 24] },
  one: { census: [57, 99, 18] },
  three: { fails: { 'a spinning locker gets the lock': [18, 14] }, census: [1107, 4047, 30] },
  'test, then set': { fails: { 'a spinning locker gets the lock': [14, 9] }, census: [834, 2249, 36] },
  'a locker may keep the lock': {
    fails: { 'some locker gets the lock': [17, 2], 'a spinning locker gets the lock': [14, 8] },
    census: [270, 726, 24],
  },
})
