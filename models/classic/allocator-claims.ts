/**
 * What is claimed of every allocator of resources, whatever it goes by.
 *
 * Checked by `spec/classic/allocator.ts` and `spec/classic/scheduling-allocator.ts`.
 */

import type { Frozen, Model } from 'interleave-checker'

/** What a resource is to a client. */
export type Claimed = 'no' | 'unsat' | 'alloc'

interface Allocating {
  /** For each client, what each resource is to it. */
  clients: Claimed[][]
}

/** The model with these claims. What holds of the first resource holds of each, since they are all alike. */
export function withAllocatorClaims<
  C,
  S extends Allocating & { client: readonly { pc: string }[] },
  V extends string,
  A extends string,
>(model: Model<C, S, V, A>): Model<C, S, V, A> {
  type Clients = Frozen<Allocating>
  type Client = { readonly id: number }
  const ofClients = { of: 'client' as never }
  return model
    .invariant('no two clients have the same resource', ((s: Clients) => {
      const [first = []] = s.clients
      return first.every((_, resource) => s.clients.filter(client => client[resource] === 'alloc').length <= 1)
    }) as never)
    .leadsTo(
      'who has all gives it back',
      ((s: Clients, me: Client) => !s.clients[me.id]!.includes('unsat')) as never,
      ((s: Clients, me: Client) => !s.clients[me.id]!.includes('alloc')) as never,
      ofClients,
    )
    .leadsTo(
      'who asks for the first resource gets it',
      ((s: Clients, me: Client) => s.clients[me.id]![0] === 'unsat') as never,
      ((s: Clients, me: Client) => s.clients[me.id]![0] === 'alloc') as never,
      ofClients,
    )
    .infinitelyOften(
      'nobody waits forever',
      ((s: Clients, me: Client) => !s.clients[me.id]!.includes('unsat')) as never,
      ofClients,
    )
}
