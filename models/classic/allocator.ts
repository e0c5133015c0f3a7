/**
 * An allocator of resources (S. Merz, "The specification language TLA+", 2008; TLA+ examples, SimpleAllocator.tla): a client
 * asks for some resources at once, gets them in one go or piece by piece, and gives them back as it likes.
 */

import { choose, model, when } from 'interleave-checker'

/** What a resource is to a client. */
type Claimed = 'no' | 'unsat' | 'alloc'

export const allocator = model('allocator', {
  clients: 3,
  resources: 2,
  /** Mutant: gives out what another client has. */
  looks: true,
})
  .shared(c => ({ clients: Array.from({ length: c.clients }, () => Array<Claimed>(c.resources).fill('no')) }))
  .action('Request', s => {
    const client = s.clients[choose(...s.clients.keys())]!
    when(!client.includes('unsat') && !client.includes('alloc'))
    for (const resource of chooseSome([...client.keys()])) client[resource] = 'unsat'
  })
  .action('Allocate', (s, c) => {
    const client = s.clients[choose(...s.clients.keys())]!
    const available = [...client.keys()].filter(resource => {
      return !c.looks || s.clients.every(other => other[resource] !== 'alloc')
    })
    for (const resource of chooseSome(available.filter(resource => client[resource] === 'unsat'))) {
      client[resource] = 'alloc'
    }
  })
  .action('Return', s => {
    const client = s.clients[choose(...s.clients.keys())]!
    for (const resource of chooseSome([...client.keys()].filter(resource => client[resource] === 'alloc'))) {
      client[resource] = 'no'
    }
  })
  .variant('gives out what another has', { looks: false })

/** Any of the subsets of `all` but the empty one. */
function chooseSome(all: readonly number[]): readonly number[] {
  const subsets = Array.from({ length: 2 ** all.length - 1 }, (_, bits) => {
    return all.filter((_, place) => ((bits + 1) >> place) % 2 === 1)
  })
  return choose(...subsets)
}
