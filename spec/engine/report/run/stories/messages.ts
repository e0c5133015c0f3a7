/** Small models as they were written to read their pages cold: messages as a set and as a list, signals, keys that come and go. */

import { add, assert, choose, has, model, pick, remove, setOf, when } from 'interleave-checker'

type Vote = { type: 'ask' | 'grant'; from: number; to: number; term: number }
// Leader election with terms; votedFor is kept in memory only.
export const forgottenVote = model('election', { nodes: 3, durable: false })
  .shared(c => ({
    net: setOf<Vote>(),
    node: Array.from({ length: c.nodes }, () => ({
      term: 0,
      role: 'follower' as 'follower' | 'candidate' | 'leader',
      votedFor: null as number | null,
      votes: setOf<number>(),
    })),
    crashes: 1,
    timeouts: 2,
  }))
  .action('timeout', (s, c) => {
    when(s.timeouts > 0)
    const i = choose(...s.node.keys())
    const n = s.node[i]!
    when(n.role === 'follower')
    s.timeouts--
    n.term++
    n.role = 'candidate'
    n.votedFor = i
    n.votes = setOf(i)
    for (let j = 0; j < c.nodes; j++) if (j !== i) add(s.net, { type: 'ask', from: i, to: j, term: n.term })
  })
  .action('on ask', s => {
    const m = choose(...s.net)
    when(m.type === 'ask')
    const n = s.node[m.to]!
    if (m.term > n.term) {
      n.term = m.term
      n.role = 'follower'
      n.votedFor = null
    }
    when(m.term === n.term && n.votedFor === null)
    n.votedFor = m.from
    add(s.net, { type: 'grant', from: m.to, to: m.from, term: m.term })
  })
  .action('on grant', (s, c) => {
    const m = choose(...s.net)
    when(m.type === 'grant')
    const n = s.node[m.to]!
    when(n.role === 'candidate' && n.term === m.term && !has(n.votes, m.from))
    add(n.votes, m.from)
    if ([...n.votes].length * 2 > c.nodes) n.role = 'leader'
  })
  .action('crash', (s, c) => {
    when(s.crashes > 0)
    s.crashes--
    const i = choose(...s.node.keys())
    s.node[i]!.role = 'follower'
    s.node[i]!.votes = setOf<number>()
    if (!c.durable) s.node[i]!.votedFor = null
  })
  .invariant('one leader in each term', s =>
    s.node.every((a, i) =>
      s.node.every((b, j) => i >= j || a.role !== 'leader' || b.role !== 'leader' || a.term !== b.term),
    ),
  )
  .variant('durable', { durable: true })
  .mayDeadlock()

// A bounded buffer with one condition for both, and notify() instead of notifyAll().
export const wrongOneWoken = model('bounded buffer', { producers: 2, consumers: 2, capacity: 1 })
  .shared(() => ({ items: 0, sleeping: [] as string[], awake: [] as string[] }))
  .process('producer', {
    count: c => c.producers,
    steps: {
      put: (s, me, c) => {
        if (s.items === c.capacity) {
          s.sleeping.push(`p${me.id}`)
          return 'wait'
        }
        s.items++
        const next = s.sleeping.shift()
        if (next !== undefined) s.awake.push(next)
        return 'put'
      },
      wait: (s, me) => {
        when(s.awake.includes(`p${me.id}`))
        s.awake = s.awake.filter(x => x !== `p${me.id}`)
        return 'put'
      },
    },
  })
  .process('consumer', {
    count: c => c.consumers,
    steps: {
      take: (s, me) => {
        if (s.items === 0) {
          s.sleeping.push(`c${me.id}`)
          return 'wait'
        }
        s.items--
        const next = s.sleeping.shift()
        if (next !== undefined) s.awake.push(next)
        return 'take'
      },
      wait: (s, me) => {
        when(s.awake.includes(`c${me.id}`))
        s.awake = s.awake.filter(x => x !== `c${me.id}`)
        return 'take'
      },
    },
  })

// A client that retries a charge; the server has no idempotency keys. Messages are a list that may lose and reorder.
type Payment = { kind: 'charge' | 'ok'; attempt: number }
export const retriedPayment = model('payment retry', { retries: 2, dedupe: false })
  .shared(() => ({ wire: [] as Payment[], charged: 0, seen: false, cardTotal: 0 }))
  .process('client', {
    locals: () => ({ attempt: 0, paid: false }),
    steps: {
      send: (s, me) => {
        me.attempt++
        s.wire.push({ kind: 'charge', attempt: me.attempt })
      },
      await: (s, me, c) => {
        const i = s.wire.findIndex(m => m.kind === 'ok')
        if (choose('answer', 'timeout') === 'answer') {
          when(i >= 0)
          s.wire.splice(i, 1)
          me.paid = true
          return 'done'
        }
        when(i < 0)
        if (me.attempt <= c.retries) return 'send'
      },
    },
  })
  .process('server', {
    mayRest: ['receive'],
    locals: () => ({ request: 0 }),
    steps: {
      receive: (s, me) => {
        const i = s.wire.findIndex(m => m.kind === 'charge')
        when(i >= 0)
        me.request = s.wire[i]!.attempt
        s.wire.splice(i, 1)
      },
      charge: (s, _me, c) => {
        if (c.dedupe && s.seen) return 'reply'
        s.seen = true
        s.charged++
        s.cardTotal += 30
      },
      reply: (s, me) => {
        s.wire.push({ kind: 'ok', attempt: me.request })
        return 'receive'
      },
    },
  })
  .action('lose', s => {
    when(s.wire.length > 0)
    s.wire.shift()
  })
  .invariant('the card is charged once', s => s.cardTotal <= 30)
  .variant('dedupe', { dedupe: true })
  .mayDeadlock()

// Double-checked initialisation: the reference is published before the constructor has run.
export const publishedTooEarly = model('lazy singleton', { threads: 2, publishFirst: true })
  .shared(() => ({
    lock: null as number | null,
    instance: null as 'object' | null,
    object: { constructed: false, size: 0 },
  }))
  .process('thread', {
    count: c => c.threads,
    steps: {
      fastCheck: s => (s.instance !== null ? 'use' : undefined),
      lock: (s, me) => {
        when(s.lock === null)
        s.lock = me.id
      },
      slowCheck: s => (s.instance !== null ? 'unlock' : undefined),
      allocate: (s, _me, c) => {
        if (c.publishFirst) s.instance = 'object'
      },
      construct: s => {
        s.object.constructed = true
        s.object.size = 16
      },
      publish: s => {
        s.instance = 'object'
      },
      unlock: s => {
        s.lock = null
      },
      use: s => {
        assert(s.object.size > 0, 'used before it was constructed')
      },
    },
  })
  .variant('publish last', { publishFirst: false })

// get() reads through; put() writes to the database, then deletes the key.
export const deletedTooEarly = model('read-through cache', { clients: 2 })
  .shared(() => ({
    database: { price: 100 } as Record<string, number>,
    cache: {} as Record<string, number>,
    writesLeft: 1,
  }))
  .process('client', {
    count: c => c.clients,
    locals: () => ({ loaded: null as number | null, result: null as number | null }),
    steps: {
      get: (s, me) => {
        if ('price' in s.cache) {
          me.result = s.cache.price!
          return 'done'
        }
      },
      query: (s, me) => {
        me.loaded = s.database.price!
      },
      store: (s, me) => {
        s.cache.price = me.loaded!
        me.result = me.loaded
      },
    },
  })
  .process('editor', {
    steps: {
      save: s => {
        when(s.writesLeft > 0)
        s.writesLeft--
        s.database.price = 120
      },
      evict: s => {
        delete s.cache.price
      },
    },
  })
  .invariant(
    'once the editor is done, the cache is not stale',
    s => s.editor[0]!.pc !== 'done' || !('price' in s.cache) || s.cache.price === s.database.price,
  )

// Each transfer checks in a snapshot that the sum of both accounts stays positive.
const from = [0, 1]
export const jointAccounts = model('joint accounts', { withdrawals: 2, amount: 80 })
  .shared(() => ({ accounts: [50, 50], log: [] as string[] }))
  .process('withdrawal', {
    count: c => c.withdrawals,
    locals: () => ({ snapshot: [0, 0] }),
    steps: {
      begin: (s, me) => {
        me.snapshot = [...s.accounts]
      },
      check: (_s, me, c) => {
        if (me.snapshot[0]! + me.snapshot[1]! < c.amount) return 'abort'
      },
      commit: (s, me, c) => {
        s.accounts[from[me.id]!] = me.snapshot[from[me.id]!]! - c.amount
        s.log.push(`took ${c.amount} from ${from[me.id]}`)
        return 'done'
      },
      abort: () => undefined,
    },
  })
  .invariant('the customer is not overdrawn', s => s.accounts[0]! + s.accounts[1]! >= 0)

/** Three vote, and two ballots elect. One of them is restarted, remembers nothing, and votes again. */
export const forgottenBallot = model('forgotten-ballot', { isSaved: false })
  .shared(() => ({
    disk: [null, null, null] as (string | null)[],
    memory: [null, null, null] as (string | null)[],
    ballots: { a: [false, false, false], b: [false, false, false] } as Record<string, boolean[]>,
    restarts: 0,
    elected: [] as string[],
  }))
  .process('voter', {
    count: 3,
    mayRest: ['decide'],
    steps: {
      decide: (s, me) => {
        when(s.memory[me.id] === null)
        s.memory[me.id] = choose('a', 'b')
      },
      save: (s, me, c) => {
        if (c.isSaved) s.disk[me.id] = s.memory[me.id] ?? null
      },
      reply: (s, me) => {
        const vote = s.memory[me.id] ?? null
        const ballots = vote === null ? undefined : s.ballots[vote]
        if (ballots !== undefined) ballots[me.id] = true
        return 'decide'
      },
    },
  })
  .action('restart', s => {
    when(s.restarts < 1)
    const id = choose(0, 1, 2)
    s.restarts += 1
    s.memory[id] = s.disk[id] ?? null
  })
  .action('count', s => {
    const name = choose('a', 'b')
    when(!s.elected.includes(name) && s.ballots[name]?.filter(b => b).length === 2)
    s.elected.push(name)
  })
  .invariant('one is elected', s => s.elected.length < 2)

/** A node counts a vote of an earlier term. */
export const lateVote = model('late-vote', { ignoresOld: false })
  .shared(() => ({
    mail: setOf<{ type: 'request' | 'vote'; to: number; term: number }>(),
    term: 0,
    votes: setOf<number>(),
  }))
  .process('node', {
    count: 2,
    mayRest: ['receive'],
    steps: {
      receive: (s, me, c) => {
        const got = pick(s.mail, mail => mail.to === me.id)
        remove(s.mail, got)
        if (got.type === 'request') add(s.mail, { type: 'vote', to: 0, term: got.term })
        else if (got.term === s.term || !c.ignoresOld) add(s.votes, s.term)
        return 'receive'
      },
    },
  })
  .action('ask', s => {
    when(s.term < 2)
    s.term++
    if (s.term === 1) add(s.mail, { type: 'request', to: 1, term: 1 })
  })
  .invariant('no vote of the first term counts in the second', s => !has(s.votes, 2))
  .variant('ignores old votes', { ignoresOld: true })
