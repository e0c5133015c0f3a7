import { expectations } from 'interleave-checker'
import { allocator } from '../../models/classic/allocator.ts'
import { withAllocatorClaims } from '../../models/classic/allocator-claims.ts'

/**
 * No resource is given to two clients at once, and whoever asks for one gets it. For that a clerk must be strongly fair: a
 * resource is free again and again, and each time another may get it. Clients must give back what they have even before they
 * have got all, since two may wait for each other.
 *
 * The census is TLC's for SimpleAllocator.tla with three clients and two resources: 400 states, 1,633 generated, depth 6,
 * which counts states. Exhaustive; with three clients and four resources (`--set resources=4`) no resource is given out twice
 * in 160,000 (1,214,976 transitions, depth 6). What holds of the first resource holds of each, since they are all alike.
 */
const spec = allocator
  .extend(withAllocatorClaims)
  .reachable('a client waits for what it has in part', s => {
    return s.clients.some(client => client.includes('alloc') && client.includes('unsat'))
  })
  .reachable('two clients wait for each other', s => {
    return s.clients.filter(client => client.includes('alloc') && client.includes('unsat')).length === 2
  })
  .fair({ weak: ['client'], strong: ['clerk'] })
  .variant('nobody is in a hurry', { idles: true })
  .variant('clerks are weakly fair', {}, { fair: { weak: ['client', 'clerk'] } })
  .variant('clients need not give back', { idles: true }, { fair: { strong: ['clerk'] } })
export default spec
export const expected = expectations(spec, {
  base: { census: [400, 1632, 5] },
  'gives out what another has': { fails: { 'no two clients have the same resource': 4 }, census: [729, 4131, 6] },
  'who waits may keep what it has': {
    fails: { 'who asks for the first resource gets it': [4, 1], 'nobody waits forever': [4, 1] },
    census: [400, 2032, 5],
  },
  'nobody is in a hurry': { census: [400, 2032, 5] },
  'clerks are weakly fair': {
    fails: { 'who asks for the first resource gets it': [1, 3], 'nobody waits forever': [1, 3] },
    census: [400, 1632, 5],
  },
  'clients need not give back': {
    fails: {
      'who has all gives it back': [2, 1],
      'who asks for the first resource gets it': [3, 1],
      'nobody waits forever': [3, 1],
    },
    census: [400, 2032, 5],
  },
})
