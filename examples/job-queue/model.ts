/**
 * A job with a lease: a worker that takes too long loses the job, and may come back after another one has taken it.
 */

import { expectations, model, when } from 'interleave-checker'

const queue = model('job queue', { workers: 2, attempts: 3, fenced: true })
  .shared(() => ({ holder: null as number | null, token: 0, results: 0 }))
  .process('worker', {
    count: c => c.workers,
    locals: () => ({ token: 0 }),
    mayRest: ['take'],
    steps: {
      take: (s, me, c) => {
        when(s.holder === null && s.results === 0 && s.token < c.attempts)
        s.holder = me.id
        s.token += 1
        me.token = s.token
      },
      finish: (s, me, c) => {
        if (c.fenced && me.token !== s.token) return 'take' // its lease has run out, and another worker has the job
        s.results += 1
        s.holder = null
        return 'take'
      },
    },
  })
  .action('lease runs out', s => {
    when(s.holder !== null)
    s.holder = null
  })
  .invariant('the job is done at most once', s => s.results <= 1)
  .reachable('a worker is late', s => s.worker.some(w => w.pc === 'finish' && w.token < s.token))
  .variant('no fence', { fenced: false })

export default queue
export const expected = expectations(queue, {
  base: {},
  'no fence': { fails: { 'the job is done at most once': 5 } },
})
