import { expectations } from 'interleave-checker'
import { bakery } from '../../models/classic/bakery.ts'

/**
 * The bakery excludes, as long as no ticket is too great.
 *
 * The census of the base is SPIN's (6.5.2, -o1 -o2 -o3, -DNOREDUCE), 6,196 states and one transition more, 9,851: it is as
 * large as it is since tickets go up to 255. Then comes 0, and both are inside after 1,526 steps; SPIN finds that too
 * if it is given the claim. If no process enters more than three times, there is no such ticket.
 *
 * Exhaustive, for tickets as for entries; where each enters thirty times (`--variant 'no overflow' --set entries=30`) all
 * claims hold in 475,261 states (749,270 transitions, depth 360).
 *
 * That a process shows that it is about to draw is not needed here, where drawing is one step.
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
  'no overflow, nobody shows that it is drawing': { census: [673, 1060, 36] },
  'draws the ticket of the other': {
    fails: { 'at most one process is inside': 8, 'no deadlock': 4 },
    census: [388, 702, 36],
  },
})
