/**
 * A resource allocator (S. Merz, "The specification language TLA+", 2008; TLA+ examples, SimpleAllocator.tla). A client
 * requests a set of resources, is granted them all at once or a few at a time, and returns them in any order.
 *
 * As in TLA+, the allocator picks a client, and fairness is assumed for each: `{ eachChoiceOf: 'Allocate' }`.
 */

import { choose, model, when } from 'interleave-checker'
import { type Claimed, resourcesWith } from './allocation.ts'
import { choosePart, chooseSome } from './choose-some.ts'

export const allocator = model('allocator', {
  clients: 3,
  resources: 2,
  /** Whether a run may stop here forever unless fairness rules it out, as is always the case in TLA+. */
  idles: false,
  /** Mutant: allocates resources that another client holds. */
  looks: true,
  /** Mutant: a client whose request is not fully granted need not return what it holds. */
  returnsEarly: true,
})
  .shared(c => ({ clients: Array.from({ length: c.clients }, () => Array<Claimed>(c.resources).fill('no')) }))
  .action('Request', s => {
    const client = s.clients[choose(...s.clients.keys())]!
    when(!client.includes('unsat') && !client.includes('alloc'))
    for (const resource of chooseSome([...client.keys()])) client[resource] = 'unsat'
  })
  .action('Allocate', (s, c) => {
    const client = s.clients[choose(...s.clients.keys())]!
    const available = (resource: number): boolean => !c.looks || s.clients.every(other => other[resource] !== 'alloc')
    for (const resource of chooseSome(resourcesWith(client, 'unsat').filter(available))) client[resource] = 'alloc'
  })
  // No fairness: a client need not return only part of what it holds.
  .action('Return some', (s, c) => {
    const client = s.clients[choose(...s.clients.keys())]!
    const has = resourcesWith(client, 'alloc')
    const back = mayKeep(client, c) ? chooseSome(has) : choosePart(has)
    for (const resource of back) client[resource] = 'no'
  })
  .process('client', {
    count: c => c.clients,
    steps: {
      'Return all': (s, me, c) => {
        const client = s.clients[me.id]!
        when(client.includes('alloc') && !mayKeep(client, c))
        for (const resource of resourcesWith(client, 'alloc')) client[resource] = 'no'
        return 'Return all'
      },
    },
  })
  .action('Idle', (_s, c) => {
    when(c.idles)
  })
  .variant('allocates what another client holds', { looks: false })
  .variant('waiting clients may keep what they hold', { returnsEarly: false, idles: true })

/** Whether a client is free to keep what it holds. */
function mayKeep(client: readonly Claimed[], c: { readonly returnsEarly: boolean }): boolean {
  return !c.returnsEarly && client.includes('unsat')
}
