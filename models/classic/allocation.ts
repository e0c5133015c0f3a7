/**
 * What resource allocators share: the status of a resource, and the claims that all of them must satisfy.
 *
 * Checked by `spec/classic/allocator.ts` and `spec/classic/scheduling-allocator.ts`.
 */

import type { Frozen, Model } from 'interleave-checker'

/** The status of a resource for a client: not requested, requested, or held. */
export type Claimed = 'no' | 'unsat' | 'alloc'

/** The resources with this status for a client. */
export function resourcesWith(client: readonly Claimed[], status: Claimed): number[] {
  return [...client.keys()].filter(resource => client[resource] === status)
}

interface Allocating {
  /** For each client, the status of each resource. */
  clients: Claimed[][]
}

/** Adds these claims to a model. Resources are interchangeable, so what is claimed of the first holds of all. */
export function withAllocatorClaims<
  C,
  S extends Allocating & { client: readonly { pc: string }[] },
  V extends string,
  A extends string,
  Q extends string,
>(model: Model<C, S, V, A, Q>) {
  type Clients = Frozen<Allocating>
  type Client = { readonly id: number }
  const ofClients = { of: 'client' as never }
  return model
    .invariant('no resource is held by two clients', ((s: Clients) => {
      const [first = []] = s.clients
      return first.every((_, resource) => s.clients.filter(client => client[resource] === 'alloc').length <= 1)
    }) as never)
    .leadsTo(
      'a client with all it requested returns it',
      ((s: Clients, me: Client) => !s.clients[me.id]!.includes('unsat')) as never,
      ((s: Clients, me: Client) => !s.clients[me.id]!.includes('alloc')) as never,
      ofClients,
    )
    .leadsTo(
      'a request for the first resource is granted',
      ((s: Clients, me: Client) => s.clients[me.id]![0] === 'unsat') as never,
      ((s: Clients, me: Client) => s.clients[me.id]![0] === 'alloc') as never,
      ofClients,
    )
    .infinitelyOften(
      'no client waits forever',
      ((s: Clients, me: Client) => !s.clients[me.id]!.includes('unsat')) as never,
      ofClients,
    )
}
