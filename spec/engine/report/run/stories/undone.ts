/** Small models in which a step fails to do something that its kind does elsewhere. */

import { choose, model, when } from 'interleave-checker'

// Deleting an entry forgets to lower the count.
export const staleCount = model('stale count')
  .shared(() => ({ value: null as number | null, count: 0, log: 0 }))
  .process('server', {
    steps: {
      put: s => {
        s.value = 10
        s.count = 1
      },
      drop: s => {
        s.value = null
        s.log += 1
      },
    },
  })
  .invariant('the count is right', s => (s.count === 1) === (s.value !== null))

// Only who voted no hears that the transaction is aborted.
export const lostAbort = model('lost abort')
  .shared(() => ({ vote: [null, null] as (string | null)[], outcome: [null, null] as (string | null)[] }))
  .process('coordinator', {
    steps: {
      decide: s => {
        when(s.vote.every(vote => vote !== null))
        const isCommitted = s.vote.every(vote => vote === 'yes')
        s.outcome = s.vote.map((vote, i) => (isCommitted ? 'commit' : vote === 'no' ? 'abort' : (s.outcome[i] as null)))
      },
    },
  })
  .process('participant', {
    count: 2,
    steps: {
      vote: (s, me) => {
        s.vote[me.id] = choose('yes', 'no')
      },
      wait: (s, me) => when(s.outcome[me.id] !== null),
    },
  })

// A client that fails does not give its connection back.
export const leakedConnection = model('leaked connection')
  .shared(() => ({ free: 1, isUp: false }))
  .process('client', {
    count: 2,
    steps: {
      borrow: s => {
        when(s.free > 0)
        s.free -= 1
      },
      query: s => (s.isUp ? 'giveBack' : 'fail'),
      giveBack: s => {
        s.free += 1
        return 'done'
      },
      fail: () => 'done',
    },
  })

// What a voter knows of its vote is lost at a restart, and the one who got it only goes on by it.
export const forgottenVote = model('forgotten vote')
  .shared(() => ({
    voted: [null, null, null] as (number | null)[],
    ballots: [0, 0],
    leaders: [] as number[],
    restarts: 0,
  }))
  .process('candidate', {
    count: 2,
    locals: () => ({ visited: [] as number[] }),
    steps: {
      collect: (s, me) => {
        const v = choose(...[0, 1, 2].filter(one => !me.visited.includes(one)))
        me.visited.push(v)
        if (s.voted[v] === null) {
          s.voted[v] = me.id
          s.ballots[me.id]! += 1
        }
        return s.ballots[me.id]! >= 2 ? 'lead' : 'collect'
      },
      lead: (s, me) => {
        s.leaders.push(me.id)
      },
    },
  })
  .action('restart', s => {
    when(s.restarts < 1)
    const v = choose(0, 1, 2)
    s.restarts += 1
    s.voted[v] = null
  })
  .mayDeadlock()
  .invariant('at most one leader', s => s.leaders.length <= 1)
