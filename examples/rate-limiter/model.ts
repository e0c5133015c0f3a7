import { expectations, model, when } from 'interleave-checker'

/**
 * Servers count requests in a counter that they share, and let `limit` of them through in each window. With a read and a write,
 * two servers may read the same number. With an increment that returns the new number, none is lost.
 */
const limiter = model('rate limiter', { servers: 2, limit: 2, requests: 3, increments: true })
  .shared(c => ({ counter: 0, passed: 0, left: c.requests }))
  .process('server', {
    count: c => c.servers,
    locals: () => ({ seen: 0 }),
    mayRest: ['receive'],
    steps: {
      receive: (s, me, c) => {
        when(s.left > 0)
        s.left--
        if (!c.increments) return 'read'
        s.counter++
        me.seen = s.counter
        return 'decide'
      },
      read: (s, me) => {
        me.seen = s.counter + 1
      },
      write: (s, me) => {
        s.counter = me.seen
      },
      decide: (s, me, c) => {
        if (me.seen <= c.limit) s.passed++
        return 'receive'
      },
    },
  })
  .action('the window ends', (s, c) => {
    when(s.left === 0 && s.server.every(one => one.pc === 'receive'))
    s.counter = 0
    s.passed = 0
    s.left = c.requests
  })
  .invariant('no more pass than the limit', (s, c) => s.passed <= c.limit)
  .reachable('as many pass as may', (s, c) => s.passed === c.limit)
  .variant('reads, then writes', { increments: false })

export default limiter
export const expected = expectations(limiter, {
  base: {},
  'reads, then writes': { fails: { 'no more pass than the limit': 12 } },
})
