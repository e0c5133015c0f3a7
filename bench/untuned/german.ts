/** Steven German's directory protocol: a home node grants shared and exclusive copies of one cache line to clients. */

import { assert, choose, model, when } from 'interleave-checker'

type Request = 'shared' | 'exclusive'
type ToClient = { kind: 'invalidate' | 'grant shared' | 'grant exclusive'; data: number } | null

interface Client {
  cache: 'invalid' | 'shared' | 'exclusive'
  data: number
  request: Request | null
  fromHome: ToClient
  acknowledgement: { data: number } | null
  /** What home knows of it. */
  hasCopy: boolean
  toInvalidate: boolean
}

export default model('german', { clients: 4, values: 2 })
  .shared(c => ({
    clients: Array.from(
      { length: c.clients },
      (): Client => ({
        cache: 'invalid',
        data: 0,
        request: null,
        fromHome: null,
        acknowledgement: null,
        hasCopy: false,
        toInvalidate: false,
      }),
    ),
    memory: 0,
    exclusiveGranted: false,
    current: null as { kind: Request; client: number } | null,
    /** What was stored last. */
    latest: 0,
  }))
  .action('ask for a shared copy', s => {
    const client = choose(...s.clients)
    when(client.request === null && client.cache === 'invalid')
    client.request = 'shared'
  })
  .action('ask for an exclusive copy', s => {
    const client = choose(...s.clients)
    when(client.request === null && client.cache !== 'exclusive')
    client.request = 'exclusive'
  })
  .action('accept a request', s => {
    const i = choose(...s.clients.keys())
    const kind = s.clients[i]!.request
    when(s.current === null && kind !== null)
    s.current = { kind: kind!, client: i }
    s.clients[i]!.request = null
    for (const client of s.clients) client.toInvalidate = client.hasCopy
  })
  .action('send an invalidation', s => {
    const client = choose(...s.clients)
    when(client.fromHome === null && client.toInvalidate)
    when(s.current !== null && (s.current.kind === 'exclusive' || s.exclusiveGranted))
    client.fromHome = { kind: 'invalidate', data: 0 }
    client.toInvalidate = false
  })
  .action('acknowledge an invalidation', s => {
    const client = choose(...s.clients)
    when(client.fromHome?.kind === 'invalidate' && client.acknowledgement === null)
    client.fromHome = null
    client.acknowledgement = { data: client.cache === 'exclusive' ? client.data : 0 }
    client.cache = 'invalid'
    client.data = 0
  })
  .action('receive an acknowledgement', s => {
    const client = choose(...s.clients)
    when(client.acknowledgement !== null && s.current !== null)
    client.hasCopy = false
    if (s.exclusiveGranted) {
      s.exclusiveGranted = false
      s.memory = client.acknowledgement!.data
    }
    client.acknowledgement = null
  })
  .action('grant', s => {
    when(s.current !== null && !s.exclusiveGranted)
    const { kind, client: i } = s.current!
    const client = s.clients[i]!
    when(client.fromHome === null)
    if (kind === 'exclusive') when(s.clients.every(other => !other.hasCopy))
    client.fromHome = { kind: kind === 'shared' ? 'grant shared' : 'grant exclusive', data: s.memory }
    client.hasCopy = true
    s.exclusiveGranted = kind === 'exclusive'
    s.current = null
  })
  .action('receive a grant', s => {
    const client = choose(...s.clients)
    const message = client.fromHome
    when(message !== null && message.kind !== 'invalidate')
    client.cache = message!.kind === 'grant shared' ? 'shared' : 'exclusive'
    client.data = message!.data
    client.fromHome = null
    assert(client.data === s.latest, 'the copy is up to date')
  })
  .action('store', (s, c) => {
    const client = choose(...s.clients)
    when(client.cache === 'exclusive')
    client.data = choose(...Array(c.values).keys())
    s.latest = client.data
  })
  .invariant('an exclusive copy is the only one', s =>
    s.clients.every((a, i) => s.clients.every((b, j) => i === j || a.cache !== 'exclusive' || b.cache === 'invalid')),
  )
  .invariant('copies are up to date', s => s.clients.every(a => a.cache === 'invalid' || a.data === s.latest))
