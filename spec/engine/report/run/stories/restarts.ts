/** Small models of what is lost, or only freed, when a process begins anew. */

import { choose, model, when } from 'interleave-checker'

// A crash wipes the memory; a boot reads what was saved, which is nothing.
export const promiseForgotten = model('promise-forgotten', { nodes: 1, isSaved: false })
  .shared(() => ({ saved: null as string | null, promises: [] as string[], crashes: 0 }))
  .process('node', {
    count: c => c.nodes,
    locals: () => ({ promised: null as string | null, uptime: 0 }),
    mayRest: ['idle'],
    steps: {
      idle: (s, me, c) => {
        const event = choose('left', 'right', 'crash')
        if (event === 'crash') {
          when(s.crashes < 1)
          s.crashes++
          me.promised = null
          me.uptime = 0
          return 'boot'
        }
        when(me.promised === null)
        me.promised = event
        me.uptime++
        if (c.isSaved) s.saved = event
        return 'send'
      },
      send: (s, me) => {
        s.promises.push(me.promised!)
        return 'idle'
      },
      boot: (s, me) => {
        me.promised = s.saved
        return 'idle'
      },
    },
  })
  .invariant('one promise', s => s.promises.length <= 1)

// A clerk that counts on paper only when it has time.
export const numbersAgain = model('numbers-again', { crashes: 1 })
  .shared(() => ({ given: [] as number[], crashes: 0 }))
  .process('clerk', {
    locals: () => ({ next: 0 }),
    mayRest: ['serve'],
    steps: {
      serve: (s, me, c) => {
        const event = choose('a customer', 'crash')
        if (event === 'crash') {
          when(s.crashes < c.crashes)
          s.crashes++
          me.next = 0
          return 'serve'
        }
        when(s.given.length < 3)
        s.given.push(me.next)
        me.next++
        return 'serve'
      },
    },
  })
  .invariant('no number twice', s => new Set(s.given).size === s.given.length)

// A lock that is handed on as it should be, and a counter that it does not protect.
export const handedOn = model('handed-on', { workers: 2 })
  .shared(() => ({ lock: null as number | null, done: 0, sum: 0 }))
  .process('worker', {
    count: c => c.workers,
    steps: {
      lock: (s, me) => {
        when(s.lock === null)
        s.lock = me.id
      },
      work: s => {
        s.done++
      },
      unlock: s => {
        s.lock = null
      },
      add: s => {
        s.sum += 1
      },
    },
  })
  .invariant('the sum stays below two', s => s.sum < 2)

// A lock that is taken anew as it should be; its owner then waits for a receiver that has gone.
export const takenAnew = model('taken-anew')
  .shared(() => ({ lock: null as number | null, box: null as string | null }))
  .process('sender', {
    steps: {
      lock: (s, me) => {
        when(s.lock === null)
        s.lock = me.id
      },
      send: s => {
        when(s.box === null)
        s.box = 'a letter'
      },
      sent: s => {
        when(s.box === null)
      },
      unlock: s => {
        s.lock = null
        return 'lock'
      },
    },
  })
  .process('receiver', {
    steps: {
      take: s => {
        when(s.box !== null)
        s.box = null
      },
    },
  })

// A page that is unmapped as it should be, after too little was copied to it.
export const clearedAfterUse = model('cleared-after-use')
  .shared(() => ({ log: 0, copied: 0 }))
  .process('writer', {
    locals: () => ({ page: null as number | null, at: 0 }),
    steps: {
      map: (s, me) => {
        me.page = 16
        s.log++
      },
      copy: (s, me) => {
        s.copied = 1
        me.at = s.log
      },
      unmap: (_s, me) => {
        // By a choice, as a crash comes: what is always reset counts as released anyway.
        choose('at once', 'late')
        me.page = null
      },
      end: (_s, me) => (me.page === null ? 'return' : 'late'),
      late: (_s, me) => {
        me.page = null
        return 'return'
      },
      return: (s, me) => {
        me.at = s.copied + s.log - 1
        return 'done'
      },
    },
  })
  .invariant('all is copied', s => s.writer[0]!.pc !== 'done' || s.writer[0]!.at === 2)

// Voters that forget a vote in a crash, and candidates that count what they got.
export const votesForgotten = model('votes-forgotten', { voters: 3, isSaved: false })
  .shared(c => ({
    disk: Array<string | null>(c.voters).fill(null),
    votes: { north: [] as number[], south: [] as number[] },
    elected: [] as string[],
    crashes: 0,
  }))
  .process('voter', {
    count: c => c.voters,
    locals: () => ({ gave: null as string | null }),
    mayRest: ['listen'],
    steps: {
      listen: (s, me, c) => {
        const event = choose('north asks', 'south asks', 'crash')
        if (event === 'crash') {
          when(s.crashes === 0)
          s.crashes = 1
          return 'boot'
        }
        const side = event === 'north asks' ? 'north' : 'south'
        when(me.gave === null && !s.votes[side].includes(me.id))
        me.gave = side
        if (c.isSaved) s.disk[me.id] = side
        s.votes[side].push(me.id)
        return 'listen'
      },
      boot: (s, me) => {
        me.gave = s.disk[me.id] ?? null
        return 'listen'
      },
    },
  })
  .process('candidate', {
    count: 2,
    mayRest: ['count'],
    steps: {
      count: (s, me, c) => {
        const side = me.id === 0 ? 'north' : 'south'
        when(s.votes[side].length > c.voters / 2)
        s.elected.push(side)
      },
    },
  })
  .invariant('one is elected', s => s.elected.length <= 1)
