import { expectations } from 'interleave-checker'
import { spinlock } from '../../models/classic/spinlock.ts'

/**
 * A spinlock ensures mutual exclusion if testing and setting the bit is a single step.
 *
 * The states are SPIN's (6.5.2, -o1 -o2 -o3, -DNOREDUCE), which counts one transition more; for one to four lockers: 57/100,
 * 270/727 (two, the base), 1,107/4,048 and 4,212/19,519. Exhaustive, since lockers lock forever; with ten (`--set
 * lockers=10`) all claims hold in 6,967,782 states (73,752,198 transitions, depth 72). The step 'mutex = 1' runs only in the
 * variant that tests and sets in two steps.
 */
const spec = spinlock
  .invariant('at most one locker holds the lock', s => s.havelock.filter(has => has === 1).length <= 1)
  .invariant('init counts at most one holder', s => s.sum <= 1)
  .reachable('one spins while another holds the lock', s => {
    return s.havelock.includes(1) && s.locker.some(l => l.pc === 'mutex == 0 -> mutex = 1')
  })
  .reachable('the last locker gets the lock', s => s.havelock.at(-1) === 1)
  .variant('one', { lockers: 1 })
  .variant('three', { lockers: 3 })
  .variant('four', { lockers: 4 })
  .variant('test, then set', { testsAndSets: false })

export default spec

export const expected = expectations(spec, {
  base: { census: [270, 726, 24] },
  one: { fails: { 'one spins while another holds the lock': 'never' }, census: [57, 99, 18] },
  three: { census: [1107, 4047, 30] },
  four: { census: [4212, 19518, 36] },
  'test, then set': {
    fails: { 'at most one locker holds the lock': 17, 'init counts at most one holder': 22 },
    census: [834, 2249, 36],
  },
})
