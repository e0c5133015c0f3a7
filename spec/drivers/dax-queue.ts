import { expectations } from 'interleave-checker'
import { daxQueue } from '../../models/drivers/dax-queue.ts'

/** The claims by name; the numbers are those of the analysis of the series. */
const claim = {
  store: 'no store to an unmapped address', // I2
  adds: 'a probe adds its disk',
  fails: 'a probe that gets no queue returns -ENOMEM',
} as const

/**
 * X20: without memory, blk_dax_init_queue() returns a value that is not NULL, which is then used as a queue. There is one
 * task, and one run for each result of the allocation. Exhaustive, with no larger size: 9 states.
 */
const spec = daxQueue
  .reachable(claim.adds, s => s.added)
  .reachable(claim.fails, s => s.probe[0]!.pc === 'done' && s.probe[0]!.rc === '-ENOMEM')
  .variant('X20 repaired', { repairX20: true })

export default spec

export const expected = expectations(spec, {
  base: { fails: { [claim.store]: 3, [claim.fails]: 'never' }, census: [9, 8, 5] },
  'X20 repaired': { census: [9, 8, 5] },
})
