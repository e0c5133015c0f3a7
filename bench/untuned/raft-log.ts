/** Raft (Ongaro and Ousterhout, 2014): elections, and logs replicated by their leaders. Messages are delayed, and never lost. */

import { add, choose, has, model, pick, setOf, when } from 'interleave-checker'

type Message =
  | { readonly type: 'ask'; readonly term: number; readonly candidate: number; readonly log: LogEnd }
  | { readonly type: 'grant'; readonly term: number; readonly candidate: number; readonly voter: number }
  | {
      readonly type: 'append'
      readonly term: number
      readonly index: number
      /** The term of the entry before, 0 if there is none. */
      readonly previous: number
      readonly entry: number
    }
  | { readonly type: 'accepted'; readonly term: number; readonly index: number; readonly follower: number }

interface LogEnd {
  readonly term: number
  readonly length: number
}

interface Server {
  role: 'follower' | 'candidate' | 'leader'
  term: number
  votedFor: number | null
  /** The term of each entry. */
  log: number[]
  committed: number
}

export default model('raft', { servers: 3, terms: 2, entries: 3 })
  .shared(c => ({
    servers: Array.from({ length: c.servers }, (): Server => {
      return { role: 'follower', term: 0, votedFor: null, log: [], committed: 0 }
    }),
    messages: setOf<Message>(),
  }))
  .action('time out', (s, c) => {
    const id = choose(...s.servers.keys())
    const server = s.servers[id]!
    when(server.role !== 'leader' && server.term < c.terms)
    server.term++
    server.role = 'candidate'
    server.votedFor = id
    add(s.messages, { type: 'ask', term: server.term, candidate: id, log: endOf(server.log) })
  })
  .action('vote', s => {
    const { term, candidate, log } = pick(s.messages, m => m.type === 'ask')
    const voter = choose(...s.servers.keys())
    const server = s.servers[voter]!
    when(term > server.term)
    learn(server, term)
    if (isBehind(log, endOf(server.log))) return
    server.votedFor = candidate
    add(s.messages, { type: 'grant', term, candidate, voter })
  })
  .action('vote in a term already known', s => {
    const { term, candidate, log } = pick(s.messages, m => m.type === 'ask')
    const voter = choose(...s.servers.keys())
    const server = s.servers[voter]!
    when(term === server.term && server.votedFor === null && !isBehind(log, endOf(server.log)))
    server.votedFor = candidate
    add(s.messages, { type: 'grant', term, candidate, voter })
  })
  .action('lead', (s, c) => {
    const id = choose(...s.servers.keys())
    const server = s.servers[id]!
    when(server.role === 'candidate')
    const grants = [...s.messages].filter(m => m.type === 'grant' && m.term === server.term && m.candidate === id)
    when(isMajority(grants.length + 1, c.servers))
    server.role = 'leader'
  })
  .action('take an entry from a client', (s, c) => {
    const leader = choose(...s.servers)
    when(leader.role === 'leader' && leader.log.length < c.entries)
    leader.log.push(leader.term)
  })
  .action('send an entry', s => {
    const leader = choose(...s.servers)
    when(leader.role === 'leader')
    const index = choose(...leader.log.keys())
    const message: Message = {
      type: 'append',
      term: leader.term,
      index,
      previous: leader.log[index - 1] ?? 0,
      entry: leader.log[index]!,
    }
    when(!has(s.messages, message))
    add(s.messages, message)
  })
  .action('receive an entry', s => {
    const { term, index, previous, entry } = pick(s.messages, m => m.type === 'append')
    const follower = choose(...s.servers.keys())
    const server = s.servers[follower]!
    when(term >= server.term && server.role !== 'leader' && (server.log[index - 1] ?? 0) === previous)
    const accepted: Message = { type: 'accepted', term, index, follower }
    when(!has(s.messages, accepted))
    if (term > server.term) learn(server, term)
    server.role = 'follower'
    if (server.log[index] !== entry) server.log.splice(index, server.log.length - index, entry)
    add(s.messages, accepted)
  })
  .action('commit', (s, c) => {
    const leader = choose(...s.servers)
    when(leader.role === 'leader')
    const index = choose(...leader.log.keys())
    when(index >= leader.committed && leader.log[index] === leader.term)
    const acceptances = [...s.messages].filter(
      m => m.type === 'accepted' && m.term === leader.term && m.index === index,
    )
    when(isMajority(acceptances.length + 1, c.servers))
    leader.committed = index + 1
  })
  .mayDeadlock()
  .invariant('a term has one leader', s =>
    s.servers.every((a, i) =>
      s.servers.every((b, j) => i === j || a.role !== 'leader' || b.role !== 'leader' || a.term !== b.term),
    ),
  )
  .invariant('logs that share an entry share those before', s =>
    s.servers.every(({ log: a }) =>
      s.servers.every(({ log: b }) =>
        a.every((entry, index) => entry !== b[index] || a.slice(0, index).every((earlier, i) => earlier === b[i])),
      ),
    ),
  )
  .invariant('later leaders have what was committed', s =>
    s.servers.every(leader =>
      s.servers.every(
        ({ term, log, committed }) =>
          leader.role !== 'leader' ||
          leader.term <= term ||
          log.slice(0, committed).every((entry, i) => leader.log[i] === entry),
      ),
    ),
  )
  .transition('what is committed stays', (before, after) =>
    before.servers.every(({ log, committed }, id) => {
      const now = after.servers[id]!
      return now.committed >= committed && log.slice(0, committed).every((entry, i) => now.log[i] === entry)
    }),
  )
  .transition('terms grow', (before, after) => after.servers.every(({ term }, id) => term >= before.servers[id]!.term))

function learn(server: Server, term: number): void {
  server.term = term
  server.role = 'follower'
  server.votedFor = null
}

function endOf(log: readonly number[]): LogEnd {
  return { term: log.at(-1) ?? 0, length: log.length }
}

function isBehind(a: LogEnd, b: LogEnd): boolean {
  return a.term < b.term || (a.term === b.term && a.length < b.length)
}

function isMajority(votes: number, servers: number): boolean {
  return 2 * votes > servers
}
