/** Small models of what goes wrong between clients, servers, queues and caches, each with one claim that it breaks. */

import { assert, choose, model, when } from 'interleave-checker'

/** Several requests miss at once, and each of them loads. */
export const cacheStampede = model('cache-stampede', { requests: 2 })
  .shared(() => ({ cached: null as number | null, loads: 0 }))
  .process('request', {
    count: c => c.requests,
    locals: () => ({ loaded: null as number | null }),
    steps: {
      look: s => (s.cached === null ? undefined : 'answer'),
      load: (s, me) => {
        s.loads++
        me.loaded = 7
      },
      fill: (s, me) => {
        s.cached = me.loaded
      },
      answer: () => undefined,
    },
  })
  .invariant('the value is loaded once', s => s.loads <= 1)

/** Two withdrawals look at the same balance. */
export const doubleSpend = model('double-spend', { withdrawals: 2 })
  .shared(() => ({ balance: 10, paid: 0 }))
  .process('withdrawal', {
    count: c => c.withdrawals,
    locals: () => ({ balance: 0 }),
    steps: {
      check: (s, me) => {
        if (s.balance < 10) return 'done'
        me.balance = s.balance
        return undefined
      },
      pay: s => {
        s.paid += 10
      },
      book: (s, me) => {
        s.balance = me.balance - 10
      },
    },
  })
  .invariant('no more is paid than there was', s => s.paid <= 10)

/** A message whose acknowledgement is late is delivered again. */
export const atLeastOnce = model('at-least-once', {})
  .shared(() => ({ message: 'queued' as 'queued' | 'in flight' | 'acknowledged', charged: 0, redeliveries: 0 }))
  .process('consumer', {
    count: 2,
    steps: {
      receive: s => {
        when(s.message === 'queued')
        s.message = 'in flight'
      },
      charge: s => {
        s.charged++
      },
      acknowledge: s => {
        s.message = 'acknowledged'
      },
    },
  })
  .action('visibility timeout', s => {
    when(s.message === 'in flight' && s.redeliveries < 1)
    s.redeliveries++
    s.message = 'queued'
  })
  .invariant('the customer is charged once', s => s.charged <= 1)
  .mayDeadlock()

/** Both clients refresh with the same refresh token, which may be used once. */
export const tokenRefresh = model('token-refresh', {})
  .shared(() => ({ server: { refresh: 1, access: 1 }, store: { refresh: 1, access: 0 }, loggedOut: false }))
  .process('tab', {
    count: 2,
    locals: () => ({ refresh: 0 }),
    steps: {
      expire: (s, me) => {
        if (s.store.access === s.server.access) return 'done'
        me.refresh = s.store.refresh
        return undefined
      },
      refresh: (s, me) => {
        if (me.refresh !== s.server.refresh) {
          s.loggedOut = true
          return 'done'
        }
        s.server.refresh++
        return undefined
      },
      save: s => {
        s.store = { refresh: s.server.refresh, access: s.server.access }
      },
    },
  })
  .invariant('nobody is logged out', s => !s.loggedOut)

/** The key is looked up first and written last. */
export const idempotencyKey = model('idempotency-key', { retries: 1 })
  .shared(() => ({ keys: [] as string[], orders: [] as number[] }))
  .process('handler', {
    count: c => 1 + c.retries,
    steps: {
      lookUp: s => (s.keys.includes('k1') ? 'done' : undefined),
      order: (s, me) => {
        s.orders.push(me.id)
      },
      remember: s => {
        s.keys.push('k1')
      },
    },
  })
  .invariant('one order for one key', s => s.orders.length <= 1)

/** The flag goes up before what it announces is there. */
export const publishBeforeInit = model('publish-before-init', {})
  .shared(() => ({ ready: false, config: null as number | null }))
  .process('loader', {
    steps: {
      announce: s => {
        s.ready = true
      },
      load: s => {
        s.config = 42
      },
    },
  })
  .process('server', {
    steps: {
      wait: s => when(s.ready),
      use: s => {
        assert(s.config !== null, 'there is a configuration')
      },
    },
  })

/** An old answer comes after a new one. */
export const lateAnswer = model('late-answer', {})
  .shared(() => ({ query: 1, shown: 0, answers: [] as number[] }))
  .process('user', {
    steps: {
      type: s => {
        s.query = 2
      },
    },
  })
  .process('search', {
    count: 2,
    locals: () => ({ asked: 0 }),
    steps: {
      send: (s, me) => {
        when(me.id === 0 || s.query === 2)
        me.asked = s.query
      },
      show: (s, me) => {
        s.shown = me.asked
      },
    },
  })
  .invariant('the list fits the query', s => s.search.some(one => one.pc !== 'done') || s.shown === s.query)

/** A retry picks a replica that lags behind. */
export const staleReplica = model('stale-replica', {})
  .shared(() => ({ primary: 0, replicas: [0, 0] }))
  .process('writer', {
    steps: {
      write: s => {
        s.primary = 1
      },
      read: s => {
        const replica = choose(0, 1)
        assert(s.replicas[replica] === s.primary, 'a client reads what it wrote')
      },
    },
  })
  .process('replication', {
    count: 2,
    steps: {
      copy: (s, me) => {
        when(s.replicas[me.id] !== s.primary)
        s.replicas[me.id] = s.primary
      },
    },
    mayRest: ['copy'],
  })

/** A client reads two settings while they are changed, with a version that changes too late to tell. */
export const mixedSettings = model('mixed-settings', {})
  .shared(() => ({ host: 'a', password: 'pa', version: 1 }))
  .process('reloader', {
    steps: {
      host: s => {
        s.host = 'b'
      },
      password: s => {
        s.password = 'pb'
      },
      version: s => {
        s.version = 2
      },
    },
  })
  .process('client', {
    locals: () => ({ host: '', password: '', version: 0 }),
    steps: {
      version: (s, me) => {
        me.version = s.version
      },
      readHost: (s, me) => {
        me.host = s.host
      },
      readPassword: (s, me) => {
        me.password = s.password
      },
      again: (s, me) => (me.version === s.version ? undefined : 'version'),
      connect: () => undefined,
    },
  })
  .invariant('host and password fit', s => s.client.every(c => c.pc !== 'connect' || c.password === `p${c.host}`))

/** A site gives up after it has voted, and the coordinator commits all the same. */
export const promiseBroken = model('promise-broken', { sites: 2 })
  .shared(c => ({
    votes: Array.from({ length: c.sites }, () => null as null | boolean),
    decision: null as null | string,
    aborted: false,
  }))
  .process('site', {
    count: c => c.sites,
    steps: {
      vote: (s, me) => {
        s.votes[me.id] = true
      },
    },
  })
  .process('coordinator', {
    steps: {
      collect: s => when(s.votes.every(vote => vote !== null)),
      decide: s => {
        s.decision = s.votes.every(vote => vote === true) ? 'commit' : 'abort'
      },
    },
  })
  .action('site times out', s => {
    when(s.votes[0] === true && s.decision === null && !s.aborted)
    s.aborted = true
  })
  .invariant('nobody aborts what is committed', s => !(s.aborted && s.decision === 'commit'))

/** A consumer looks before it joins the list of those who wait, and is not there yet when it is notified. */
export const conditionVariable = model('condition-variable', { consumers: 2 })
  .shared(() => ({ items: [] as number[], waiting: [] as number[], produced: 0 }))
  .process('producer', {
    steps: {
      put: s => {
        s.items.push(s.produced++)
      },
      notify: s => {
        if (s.waiting.length > 0) s.waiting.shift()
        return s.produced < 2 ? 'put' : 'done'
      },
    },
  })
  .process('consumer', {
    count: c => c.consumers,
    steps: {
      test: s => (s.items.length > 0 ? 'get' : 'enqueue'),
      enqueue: (s, me) => {
        s.waiting.push(me.id)
      },
      wait: (s, me) => {
        when(!s.waiting.includes(me.id))
        return 'test'
      },
      get: s => {
        s.items.shift()
      },
    },
  })

/** Two tellers pay their cash into one account; each adds to the balance that it has read. The cash itself is counted rightly. */
export const lostDeposit = model('lost-deposit')
  .shared(() => ({ balance: 50, cash: [10, 20] }))
  .process('teller', {
    count: 2,
    locals: () => ({ seen: 0 }),
    steps: {
      read: (s, me) => {
        me.seen = s.balance
      },
      write: (s, me) => {
        s.balance = me.seen + (s.cash[me.id] ?? 0)
        s.cash[me.id] = 0
      },
    },
  })
  .invariant('no money is lost', s => s.balance + (s.cash[0] ?? 0) + (s.cash[1] ?? 0) === 80)

/** The same by way of a second local: what is written is in no cell that was read. */
export const lostFee = model('lost-fee', { fee: 3 })
  .shared(() => ({ fund: 100, paid: [0, 0] }))
  .process('member', {
    count: 2,
    locals: () => ({ total: 0, doubled: 0 }),
    steps: {
      add: (s, me, c) => {
        me.total = s.fund + c.fee
      },
      note: (_s, me) => {
        me.doubled = me.total * 2
      },
      pay: (s, me, c) => {
        s.paid[me.id] = c.fee
        s.fund = me.doubled / 2
      },
    },
  })
  .invariant('all that was paid is in the fund', (s, c) => {
    const paid = s.paid.reduce((sum, one) => sum + one, 0)
    return s.member.some(m => m.pc !== 'done') || (s.fund === 100 + paid && c.fee > 0)
  })

/** A request that begins after the rename gets the old name from the cache. */
export const staleProfile = model('stale-profile')
  .shared(() => ({ name: 'Ann', cache: 'Ann', isRenamed: false }))
  .action('rename', s => {
    s.name = 'Anna'
    s.isRenamed = true
  })
  .process('request', {
    locals: () => ({ isLater: false, response: '' }),
    steps: {
      get: (s, me) => {
        me.isLater = s.isRenamed
        me.response = s.cache
      },
    },
  })
  .invariant('after the rename the new name is seen', s => s.request.every(r => !r.isLater || r.response !== 'Ann'))
