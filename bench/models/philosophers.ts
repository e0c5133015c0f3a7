/** Dining philosophers, each taking the left fork first: `bench/promela/philosophers.pml`, step for step. */

import { model, when } from 'interleave'

export const philosophers = model('philosophers', { count: 10 })
  .shared(c => ({ taken: Array<boolean>(c.count).fill(false) }))
  .process('philosopher', {
    count: c => c.count,
    steps: {
      left: (s, me) => {
        when(!s.taken[me.id])
        s.taken[me.id] = true
      },
      right: (s, me, c) => {
        const right = (me.id + 1) % c.count
        when(!s.taken[right])
        s.taken[right] = true
      },
      eat: () => {},
      dropLeft: (s, me) => {
        s.taken[me.id] = false
      },
      dropRight: (s, me, c) => {
        s.taken[(me.id + 1) % c.count] = false
        return 'left'
      },
    },
  })
  // All holding their left forks is a deadlock, known and counted like any other state.
  .mayDeadlock()
