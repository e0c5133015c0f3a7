/** Eaters who deadlock, each with one fork. */

import { choose, model, when } from '../../../src/index.ts'

export const forks = model('forks', { seats: 2 })
  .shared(c => ({ fork: Array<number | null>(c.seats).fill(null) }))
  .process('eater', {
    count: c => c.seats,
    locals: () => ({ meals: [] as string[] }),
    steps: {
      left: (s, me) => {
        when(s.fork[me.id] === null)
        s.fork[me.id] = me.id
      },
      right: (s, me, c) => {
        const right = (me.id + 1) % c.seats
        when(s.fork[right] === null)
        s.fork[right] = me.id
        me.meals.push(choose('rice', 'fish'))
      },
      eat: (s, me, c) => {
        s.fork[me.id] = null
        s.fork[(me.id + 1) % c.seats] = null
        return me.meals.length < 2 ? 'left' : 'done'
      },
    },
  })
  .process('guest', { steps: { sit: () => when(false) }, mayRest: ['sit'] })
