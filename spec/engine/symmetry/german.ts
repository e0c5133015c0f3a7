/** German's cache coherence protocol, without data (Steven German; in Murphi by Ching-Tsun Chou): each action chooses its node. */

import { choose, type Id, ids, model, perId, when } from 'interleave-checker'

type NodeId = Id<'node'>
type Command = 'none' | 'ReqS' | 'ReqE' | 'Inv' | 'InvAck' | 'GntS' | 'GntE'

export const german = model('german', { nodes: 3 })
  .shared(c => ({
    cache: perId('node', c.nodes, () => 'I' as 'I' | 'S' | 'E'),
    request: perId('node', c.nodes, () => 'none' as Command),
    answer: perId('node', c.nodes, () => 'none' as Command),
    ack: perId('node', c.nodes, () => 'none' as Command),
    toInvalidate: perId('node', c.nodes, () => false),
    isSharer: perId('node', c.nodes, () => false),
    isExclusive: false,
    command: 'none' as Command,
    client: null as NodeId | null,
  }))
  .symmetric('node', c => c.nodes)
  .action('send request to share', (s, c) => {
    const node = choose(...ids('node', c.nodes))
    when(s.request[node] === 'none' && s.cache[node] === 'I')
    s.request[node] = 'ReqS'
  })
  .action('send request to own', (s, c) => {
    const node = choose(...ids('node', c.nodes))
    when(s.request[node] === 'none' && s.cache[node] !== 'E')
    s.request[node] = 'ReqE'
  })
  .action('receive request', (s, c) => {
    const node = choose(...ids('node', c.nodes))
    const request = s.request[node] as Command
    when(s.command === 'none' && request !== 'none')
    s.command = request
    s.client = node
    s.request[node] = 'none'
    for (const each of ids('node', c.nodes)) s.toInvalidate[each] = s.isSharer[each] as boolean
  })
  .action('send invalidation', (s, c) => {
    const node = choose(...ids('node', c.nodes))
    when(s.answer[node] === 'none' && s.toInvalidate[node] === true)
    when(s.command === 'ReqE' || (s.command === 'ReqS' && s.isExclusive))
    s.answer[node] = 'Inv'
    s.toInvalidate[node] = false
  })
  .action('acknowledge', (s, c) => {
    const node = choose(...ids('node', c.nodes))
    when(s.answer[node] === 'Inv' && s.ack[node] === 'none')
    s.answer[node] = 'none'
    s.ack[node] = 'InvAck'
    s.cache[node] = 'I'
  })
  .action('receive acknowledgement', (s, c) => {
    const node = choose(...ids('node', c.nodes))
    when(s.ack[node] === 'InvAck' && s.command !== 'none')
    s.ack[node] = 'none'
    s.isSharer[node] = false
    s.isExclusive = false
  })
  .action('grant sharing', s => {
    const { client } = s
    when(s.command === 'ReqS' && client !== null && s.answer[client] === 'none' && !s.isExclusive)
    if (client === null) return
    s.answer[client] = 'GntS'
    s.isSharer[client] = true
    s.command = 'none'
    s.client = null
  })
  .action('grant ownership', (s, c) => {
    const { client } = s
    when(s.command === 'ReqE' && client !== null && s.answer[client] === 'none' && !s.isExclusive)
    when(ids('node', c.nodes).every(node => s.isSharer[node] === false))
    if (client === null) return
    s.answer[client] = 'GntE'
    s.isSharer[client] = true
    s.isExclusive = true
    s.command = 'none'
    s.client = null
  })
  .action('receive grant', (s, c) => {
    const node = choose(...ids('node', c.nodes))
    when(s.answer[node] === 'GntS' || s.answer[node] === 'GntE')
    s.cache[node] = s.answer[node] === 'GntS' ? 'S' : 'E'
    s.answer[node] = 'none'
  })
  .invariant('an owner is alone', (s, c) => {
    const caches = ids('node', c.nodes).map(node => s.cache[node])
    return !caches.includes('E') || caches.filter(cache => cache !== 'I').length === 1
  })
