import { expectations } from 'interleave-checker'
import { allocator } from '../../models/classic/allocator.ts'

/**
 * No resource is given to two clients at once.
 *
 * The census is TLC's for SimpleAllocator.tla with three clients and two resources: 400 states, 1,633 generated, depth 6,
 * which counts states. Exhaustive; with three clients and four resources (`--set resources=4`) all claims hold in 160,000
 * (1,214,976 transitions, depth 6).
 */
const spec = allocator
  .invariant('no two clients have the same resource', s => {
    const [first = []] = s.clients
    return first.every((_, resource) => s.clients.filter(client => client[resource] === 'alloc').length <= 1)
  })
  .reachable('a client waits for what it has in part', s => {
    return s.clients.some(client => client.includes('alloc') && client.includes('unsat'))
  })
  .reachable('two clients wait for each other', s => {
    return s.clients.filter(client => client.includes('alloc') && client.includes('unsat')).length === 2
  })

export default spec
export const expected = expectations(spec, {
  base: { census: [400, 1632, 5] },
  'gives out what another has': { fails: { 'no two clients have the same resource': 4 }, census: [729, 4131, 6] },
})
