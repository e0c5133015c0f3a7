/**
 * An allocator of resources (S. Merz, "The specification language TLA+", 2008; TLA+ examples, SimpleAllocator.tla): a client
 * asks for some resources at once, gets them in one go or piece by piece, and gives them back as it likes.
 *
 * The processes are clients and, for each of them, a clerk who gives it what it has asked for, so that each client can count
 * on its own clerk, and each clerk on its client.
 */

import { choose, model, when } from 'interleave-checker'
import type { Claimed } from './allocator-claims.ts'
import { choosePart, chooseSome } from './choose-some.ts'

export const allocator = model('allocator', {
  clients: 3,
  resources: 2,
  /** Whether nobody may do anything for as long as they like, unless fairness forbids it. In TLA+ that is always so. */
  idles: false,
  /** Mutant: gives out what another client has. */
  looks: true,
  /** Mutant: a client need not give back what it has before it has got all that it asked for. */
  returnsEarly: true,
})
  .shared(c => ({ clients: Array.from({ length: c.clients }, () => Array<Claimed>(c.resources).fill('no')) }))
  .action('Request', s => {
    const client = s.clients[choose(...s.clients.keys())]!
    when(!client.includes('unsat') && !client.includes('alloc'))
    for (const resource of chooseSome([...client.keys()])) client[resource] = 'unsat'
  })
  .process('clerk', {
    count: c => c.clients,
    steps: {
      Allocate: (s, me, c) => {
        const available = (resource: number): boolean =>
          !c.looks || s.clients.every(other => other[resource] !== 'alloc')
        for (const resource of chooseSome(those(s.clients[me.id]!, 'unsat').filter(available))) {
          s.clients[me.id]![resource] = 'alloc'
        }
        return 'Allocate'
      },
    },
  })
  // Nobody is obliged to give back a part.
  .action('Return some', (s, c) => {
    const client = s.clients[choose(...s.clients.keys())]!
    const has = those(client, 'alloc')
    const back = mayKeep(client, c) ? chooseSome(has) : choosePart(has)
    for (const resource of back) client[resource] = 'no'
  })
  .process('client', {
    count: c => c.clients,
    steps: {
      'Return all': (s, me, c) => {
        const client = s.clients[me.id]!
        when(client.includes('alloc') && !mayKeep(client, c))
        for (const resource of those(client, 'alloc')) client[resource] = 'no'
        return 'Return all'
      },
    },
  })
  .action('Idle', (_s, c) => {
    when(c.idles)
  })
  .variant('gives out what another has', { looks: false })
  .variant('who waits may keep what it has', { returnsEarly: false, idles: true })

function those(client: readonly Claimed[], claimed: Claimed): number[] {
  return [...client.keys()].filter(resource => client[resource] === claimed)
}

/** Whether nothing obliges a client to give back what it has. */
function mayKeep(client: readonly Claimed[], c: { readonly returnsEarly: boolean }): boolean {
  return !c.returnsEarly && client.includes('unsat')
}
