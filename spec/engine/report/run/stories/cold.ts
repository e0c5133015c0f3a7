/** Small models that nobody tuned: they were written before the stories that they have now. */

import { choose, model, when } from 'interleave-checker'

// Jobs are leased to workers; a lease may expire while its worker is still at work.
export const jobQueue = model('job-queue', { workers: 2, jobs: 2 })
  .shared(c => ({
    jobs: Array.from({ length: c.jobs }, () => ({
      status: 'queued' as 'queued' | 'leased' | 'done',
      owner: null as number | null,
      runs: 0,
    })),
  }))
  .process('worker', {
    count: c => c.workers,
    locals: () => ({ job: null as number | null }),
    steps: {
      claim: (s, me) => {
        const i = s.jobs.findIndex(j => j.status === 'queued')
        when(i >= 0)
        s.jobs[i]!.status = 'leased'
        s.jobs[i]!.owner = me.id
        me.job = i
      },
      work: (s, me) => {
        s.jobs[me.job!]!.runs++
      },
      finish: (s, me) => {
        s.jobs[me.job!]!.status = 'done'
        me.job = null
        return 'claim'
      },
    },
  })
  .process('reaper', {
    steps: {
      expire: s => {
        const j = s.jobs.find(j => j.status === 'leased')
        when(j !== undefined)
        j!.status = 'queued'
        j!.owner = null
      },
      rest: () => 'done',
    },
  })
  .invariant('no job runs twice', s => s.jobs.every(j => j.runs <= 1))
  .mayDeadlock()

export const election = model('election', { nodes: 3 })
  .shared(c => ({
    voted: Array.from({ length: c.nodes }, () => null as number | null),
    votes: Array.from({ length: c.nodes }, () => [] as number[]),
    leader: [] as number[],
    restarts: 0,
  }))
  .process('candidate', {
    count: 2,
    locals: () => ({ next: 0 }),
    steps: {
      ask: (s, me) => {
        when(me.next < s.voted.length)
        const n = me.next
        me.next++
        if (s.voted[n] === null) {
          s.voted[n] = me.id
          s.votes[me.id]!.push(n)
        }
        return 'ask'
      },
      win: () => undefined,
    },
  })
  .action('count', s => {
    const i = choose(0, 1)
    when(s.votes[i]!.length >= 2 && !s.leader.includes(i))
    s.leader.push(i)
  })
  .action('restart', s => {
    when(s.restarts < 1)
    const n = choose(0, 1, 2)
    s.voted[n] = null
    s.restarts++
  })
  .invariant('one leader', s => s.leader.length <= 1)
  .mayDeadlock()

export const limiter = model('limiter', { clients: 2, limit: 2 })
  .shared(() => ({ store: { count: 0, windowStart: 0 }, now: 0, served: 0 }))
  .process('server', {
    count: c => c.clients,
    locals: () => ({ count: 0 }),
    steps: {
      read: (s, me) => {
        me.count = s.store.windowStart === s.now ? s.store.count : 0
      },
      decide: (_s, me, c) => {
        if (me.count >= c.limit) return 'read'
      },
      serve: (s, _me) => {
        s.served++
      },
      store: (s, me) => {
        s.store = { count: me.count + 1, windowStart: s.now }
        return 'read'
      },
    },
  })
  .action('next window', s => {
    when(s.now < 1)
    s.now++
    s.served = 0
  })
  .invariant('at most limit are served in a window', (s, c) => s.served <= c.limit)

export const lease = model('leader-lease', { nodes: 2, term: 2 })
  .shared(() => ({
    now: 0,
    lease: { holder: null as number | null, until: 0 },
    disk: 0,
    lastWriter: null as number | null,
  }))
  .process('node', {
    count: c => c.nodes,
    locals: () => ({ until: 0, seen: 0 }),
    steps: {
      acquire: (s, me, c) => {
        when(s.lease.holder === null || s.lease.until <= s.now)
        s.lease = { holder: me.id, until: s.now + c.term }
        me.until = s.lease.until
      },
      check: (s, me) => {
        if (s.now >= me.until) return 'acquire'
        me.seen = s.disk
      },
      write: (s, me) => {
        s.disk = me.seen + 1
        s.lastWriter = me.id
        return 'check'
      },
    },
  })
  .action('tick', s => {
    when(s.now < 4)
    s.now++
  })
  .transition(
    'only the holder writes',
    (before, _after, step) => step.step !== 'write' || before.lease.holder === step.instance,
  )
  .within('few writes', s => s.disk <= 2)

// Write skew: two doctors go off call, each having seen the other on call.
export const onCall = model('on-call', { doctors: 2 })
  .shared(c => ({ onCall: Array.from({ length: c.doctors }, () => true) }))
  .process('doctor', {
    count: c => c.doctors,
    locals: () => ({ others: 0 }),
    steps: {
      count: (s, me) => {
        me.others = s.onCall.filter((o, i) => o && i !== me.id).length
      },
      leave: (s, me) => {
        if (me.others > 0) s.onCall[me.id] = false
      },
    },
  })
  .invariant('somebody is on call', s => s.onCall.some(o => o))

// A cache whose entries are removed by a writer that reports when it is done.
export const readThrough = model('read-through', { readers: 2 })
  .shared(() => ({ row: 1, reported: 1, entry: null as number | null, removals: 0 }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ since: 1, value: null as number | null, removals: 0 }),
    steps: {
      look: (s, me) => {
        me.since = s.reported
        me.removals = s.removals
        if (s.entry !== null) {
          me.value = s.entry
          return 'answer'
        }
      },
      load: (s, me) => {
        me.value = s.row
      },
      fill: (s, me) => {
        s.entry = me.value
      },
      answer: () => 'done',
    },
  })
  .process('writer', {
    steps: {
      update: s => {
        s.row = 2
      },
      remove: s => {
        s.entry = null
        s.removals++
      },
      report: s => {
        s.reported = 2
      },
    },
  })
  .invariant('no answer is older than the last report', s =>
    s.reader.every(one => one.pc !== 'answer' || (one.value ?? 0) >= one.since),
  )

export const cache = model('cache', { readers: 1, writers: 1 })
  .shared(() => ({ db: 0, cache: null as number | null }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ value: null as number | null }),
    steps: {
      look: (s, me) => {
        if (s.cache !== null) {
          me.value = s.cache
          return 'end'
        }
      },
      load: (s, me) => {
        me.value = s.db
      },
      fill: (s, me) => {
        s.cache = me.value
      },
      end: (_s, me) => {
        me.value = null
        return 'look'
      },
    },
  })
  .process('writer', {
    count: c => c.writers,
    steps: {
      update: s => {
        when(s.db < 2)
        s.db++
      },
      invalidate: s => {
        s.cache = null
        return 'update'
      },
    },
  })
  .invariant(
    'a settled cache is fresh',
    s => s.cache === null || s.cache === s.db || s.writer.some(w => w.pc === 'invalidate'),
  )
  .mayDeadlock()
