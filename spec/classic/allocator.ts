import { expectations } from 'interleave-checker'
import { withAllocatorClaims } from '../../models/classic/allocation.ts'
import { allocator } from '../../models/classic/allocator.ts'

/**
 * No resource is allocated to two clients at once, and every request is granted. That needs strong fairness towards each
 * client, since each time a resource becomes free, another client may get it. Clients must also return what they hold before their whole
 * request is granted, since two of them may wait for each other.
 *
 * The census is TLC's for SimpleAllocator.tla with three clients and two resources: 400 states, 1,633 generated, depth 6
 * (TLC counts states, not steps). Exhaustive; with three clients and four resources (`--set resources=4`) mutual exclusion
 * holds in 160,000 states (1,214,976 transitions, depth 6). Resources are interchangeable, so what is claimed of the first
 * holds of all.
 */
const spec = allocator
  .extend(withAllocatorClaims)
  .reachable('a request is granted in part', s => {
    return s.clients.some(client => client.includes('alloc') && client.includes('unsat'))
  })
  .reachable('two clients wait for each other', s => {
    return s.clients.filter(client => client.includes('alloc') && client.includes('unsat')).length === 2
  })
  .fair({ weak: ['client'], strong: [{ eachChoiceOf: 'Allocate' }] })
  .variant('runs may idle', { idles: true })
  .variant('weakly fair to each client', {}, { fair: { weak: ['client', { eachChoiceOf: 'Allocate' }] } })
  .variant('strongly fair to some client', {}, { fair: { weak: ['client'], strong: ['Allocate'] } })
  .variant('clients need not return resources', { idles: true }, { fair: { strong: [{ eachChoiceOf: 'Allocate' }] } })
export default spec
export const expected = expectations(spec, {
  base: { census: [400, 1632, 5] },
  'allocates what another client holds': { fails: { 'no resource is held by two clients': 4 }, census: [729, 4131, 6] },
  'waiting clients may keep what they hold': {
    fails: { 'a request for the first resource is granted': [4, 1], 'no client waits forever': [4, 1] },
    census: [400, 2032, 5],
  },
  'runs may idle': { census: [400, 2032, 5] },
  'weakly fair to each client': {
    fails: { 'a request for the first resource is granted': [1, 3], 'no client waits forever': [1, 3] },
    census: [400, 1632, 5],
  },
  'strongly fair to some client': {
    fails: { 'a request for the first resource is granted': [1, 3], 'no client waits forever': [1, 3] },
    census: [400, 1632, 5],
  },
  'clients need not return resources': {
    fails: {
      'a client with all it requested returns it': [2, 1],
      'a request for the first resource is granted': [3, 1],
      'no client waits forever': [3, 1],
    },
    census: [400, 2032, 5],
  },
})
