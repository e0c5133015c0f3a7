import { expectations } from 'interleave-checker'
import { withAllocatorClaims } from '../../models/classic/allocator-claims.ts'
import { schedulingAllocator } from '../../models/classic/scheduling-allocator.ts'

/**
 * Whoever asks for a resource gets it, and for that weak fairness is enough: nobody gets what an earlier client of the schedule
 * waits for, so that it stays free once it is. A client that has all it asked for is the only one obliged to give something
 * back.
 *
 * The census is TLC's for SchedulingAllocator.tla with three clients and two resources: 1,690 states, 5,854 generated, depth
 * 7, which counts states. Exhaustive; with three resources (`--set resources=3`) all claims hold in
 * 31,052 (145,113 transitions, depth 7). What holds of the first resource holds of each, since they are all alike.
 */
const spec = schedulingAllocator
  .extend(withAllocatorClaims)
  .invariant('who is in the schedule waits for something', s =>
    s.schedule.every(id => s.clients[id]!.includes('unsat')),
  )
  .invariant('nobody has what an earlier one waits for', s => {
    return s.schedule.every((id, place) => {
      return s.clients[id]!.every((claimed, resource) => {
        return (
          claimed !== 'alloc' || s.schedule.slice(0, place).every(earlier => s.clients[earlier]![resource] !== 'unsat')
        )
      })
    })
  })
  .fair({ weak: ['client', 'clerk', 'Schedule'] })
  .variant('nobody is in a hurry', { idles: true })
  .variant('need not schedule', { idles: true }, { fair: { weak: ['client', 'clerk'] } })
export default spec
export const expected = expectations(spec, {
  base: { census: [1690, 5853, 6] },
  'gives out what an earlier one waits for': {
    fails: {
      'nobody has what an earlier one waits for': 4,
      'who asks for the first resource gets it': [2, 4],
      'nobody waits forever': [2, 4],
    },
    census: [2134, 8337, 6],
  },
  'nobody is in a hurry': { census: [1690, 7543, 6] },
  'need not schedule': {
    fails: { 'who asks for the first resource gets it': [1, 1], 'nobody waits forever': [1, 1] },
    census: [1690, 7543, 6],
  },
})
