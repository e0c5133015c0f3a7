import { expectations } from 'interleave-checker'
import { withAllocatorClaims } from '../../models/classic/allocation.ts'
import { schedulingAllocator } from '../../models/classic/scheduling-allocator.ts'

/**
 * Every request is granted under weak fairness alone: a resource for which a scheduled client is waiting goes to no later
 * one, so once free it stays free. Only a client whose whole request has been granted must return something.
 *
 * The census is TLC's for SchedulingAllocator.tla with three clients and two resources: 1,690 states, 5,854 generated, depth
 * 7 (TLC counts states, not steps). Exhaustive; with three resources (`--set resources=3`) all claims hold in 31,052 states
 * (145,113 transitions, depth 7). Resources are interchangeable, so what is claimed of the first holds of all.
 */
const spec = schedulingAllocator
  .extend(withAllocatorClaims)
  .invariant('every scheduled client is waiting', s => s.schedule.every(id => s.clients[id]!.includes('unsat')))
  .invariant('no client holds what an earlier one waits for', s => {
    return s.schedule.every((id, place) => {
      return s.clients[id]!.every((claimed, resource) => {
        return (
          claimed !== 'alloc' || s.schedule.slice(0, place).every(earlier => s.clients[earlier]![resource] !== 'unsat')
        )
      })
    })
  })
  .fair({ weak: ['client', { eachChoiceOf: 'Allocate' }, 'Schedule'] })
  .variant('runs may idle', { idles: true })
  .variant('scheduling is not fair', { idles: true }, { fair: { weak: ['client', { eachChoiceOf: 'Allocate' }] } })
export default spec
export const expected = expectations(spec, {
  base: { census: [1690, 5853, 6] },
  'allocates what an earlier client waits for': {
    fails: {
      'no client holds what an earlier one waits for': 4,
      'a request for the first resource is granted': [2, 4],
      'no client waits forever': [2, 4],
    },
    census: [2134, 8337, 6],
  },
  'runs may idle': { census: [1690, 7543, 6] },
  'scheduling is not fair': {
    fails: { 'a request for the first resource is granted': [1, 1], 'no client waits forever': [1, 1] },
    census: [1690, 7543, 6],
  },
})
