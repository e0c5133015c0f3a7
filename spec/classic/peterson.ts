import { expectations } from 'interleave-checker'
import { peterson } from '../../models/classic/peterson.ts'

/**
 * Peterson's algorithm ensures mutual exclusion and never deadlocks.
 *
 * Without the turn it still excludes, but deadlocks: both processes raise their flags and wait for each other. If the turn
 * is given away before the flag is raised, it does not deadlock, but both get inside.
 *
 * Exhaustive, with no larger size: it is a lock for two processes, which enter forever.
 *
 * SPIN's example, peterson.pml, has 55 states and 99 transitions where this model has 20 and 34: four of its statements (who
 * am I, `ncrit++`, its assertion, `ncrit--`) serve only for checking, and each is a step there.
 */
const spec = peterson
  .invariant('at most one process is inside', s => s.process.filter(p => p.pc === 'critical').length <= 1)
  .reachable('process 0 gets inside', s => s.process[0]?.pc === 'critical')
  .reachable('process 1 gets inside', s => s.process[1]?.pc === 'critical')
  .reachable('one waits while the other is inside', s => {
    return s.process.some(p => p.pc === 'wait') && s.process.some(p => p.pc === 'critical')
  })

export default spec

export const expected = expectations(spec, {
  base: {
    census: [20, 34, 6],
  },
  'without turn': {
    fails: {
      'no deadlock': 2,
    },
    census: [8, 12, 3],
  },
  'turn before flag': {
    fails: {
      'at most one process is inside': 6,
    },
    census: [32, 60, 7],
  },
})
