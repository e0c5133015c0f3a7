/**
 * A resource allocator with a schedule (S. Merz, "The specification language TLA+", 2008; TLA+ examples,
 * SchedulingAllocator.tla). Clients request resources, are granted them all at once or a few at a time, and return them in
 * any order. A client must return resources only once its whole request has been granted.
 *
 * The allocator therefore appends waiting clients to a schedule, and never grants a resource for which an earlier client is
 * waiting.
 *
 * As in TLA+, the allocator picks a client, and fairness is assumed for each: `{ eachChoiceOf: 'Allocate' }`.
 */

import { choose, model, when } from 'interleave-checker'
import { type Claimed, resourcesWith } from './allocation.ts'
import { choosePart, chooseSome } from './choose-some.ts'

export const schedulingAllocator = model('scheduling allocator', {
  clients: 3,
  resources: 2,
  /** Whether a run may stop here forever unless fairness rules it out, as is always the case in TLA+. */
  idles: false,
  /** Mutant: allocates resources for which an earlier client is waiting. */
  keepsOrder: true,
})
  .shared(c => ({
    clients: Array.from({ length: c.clients }, () => Array<Claimed>(c.resources).fill('no')),
    schedule: [] as number[],
  }))
  .action('Request', s => {
    const client = s.clients[choose(...s.clients.keys())]!
    when(!client.includes('unsat') && !client.includes('alloc'))
    for (const resource of chooseSome([...client.keys()])) client[resource] = 'unsat'
  })
  .action('Schedule', s => {
    const waiting = [...s.clients.keys()].filter(id => s.clients[id]!.includes('unsat') && !s.schedule.includes(id))
    when(waiting.length > 0)
    s.schedule.push(...choose(...permutations(waiting)))
  })
  .action('Allocate', (s, c) => {
    const id = choose(...s.clients.keys())
    const place = s.schedule.indexOf(id)
    when(place >= 0)
    const earlier = s.schedule.slice(0, place).map(other => s.clients[other]!)
    const client = s.clients[id]!
    const available = (resource: number): boolean => {
      if (s.clients.some(other => other[resource] === 'alloc')) return false
      return !c.keepsOrder || earlier.every(other => other[resource] !== 'unsat')
    }
    for (const resource of chooseSome(resourcesWith(client, 'unsat').filter(available))) client[resource] = 'alloc'
    if (!client.includes('unsat')) s.schedule.splice(place, 1)
  })
  // No fairness: a client need not do this.
  .action('Return some', s => {
    const client = s.clients[choose(...s.clients.keys())]!
    const has = resourcesWith(client, 'alloc')
    for (const resource of client.includes('unsat') ? chooseSome(has) : choosePart(has)) client[resource] = 'no'
  })
  .process('client', {
    count: c => c.clients,
    steps: {
      'Return all': (s, me) => {
        const client = s.clients[me.id]!
        when(client.includes('alloc') && !client.includes('unsat'))
        for (const resource of resourcesWith(client, 'alloc')) client[resource] = 'no'
        return 'Return all'
      },
    },
  })
  .action('Idle', (_s, c) => {
    when(c.idles)
  })
  .variant('allocates what an earlier client waits for', { keepsOrder: false })

/** All permutations of a list. */
function permutations(all: readonly number[]): number[][] {
  if (all.length === 0) return [[]]
  return all.flatMap(first => permutations(all.filter(other => other !== first)).map(rest => [first, ...rest]))
}
