import { expectations } from 'interleave-checker'
import { bakery } from '../../models/classic/bakery.ts'

/**
 * The bakery algorithm ensures mutual exclusion as long as tickets do not overflow.
 *
 * The census of the base is SPIN's (6.5.2, -o1 -o2 -o3, -DNOREDUCE): 6,196 states and 9,851 transitions, one more than here.
 * It is that large because tickets go up to 255. The next one overflows to 0, and both processes are inside after 1,526
 * steps; SPIN finds the same violation when given the claim. If each process enters at most three times, no ticket
 * overflows.
 *
 * Exhaustive, in tickets as well as in entries; with thirty entries each (`--variant 'no overflow' --set entries=30`) all
 * claims hold in 475,261 states (749,270 transitions, depth 360).
 *
 * Announcing that a process is drawing makes no difference here, since drawing is a single step.
 */
const spec = bakery
  .invariant('at most one process is inside', s => s.mutex <= 1)
  .reachable('process 0 is inside', s => s.P[0]?.pc === 'mutex--')
  .reachable('process 1 is inside', s => s.P[1]?.pc === 'mutex--')
  .reachable('one waits while the other is inside', s => {
    return s.mutex > 0 && s.P.some(p => p.pc === 'turn[1-i] == 0 || turn[i] < turn[1-i]')
  })

export default spec

export const expected = expectations(spec, {
  base: { fails: { 'at most one process is inside': 1526 }, census: [6196, 9850, 1534] },
  'no overflow': { census: [871, 1298, 36] },
  'no overflow, drawing is not announced': { census: [673, 1060, 36] },
  'draws an equal ticket': {
    fails: { 'at most one process is inside': 8, 'no deadlock': 4 },
    census: [388, 702, 36],
  },
})
