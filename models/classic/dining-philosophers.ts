/**
 * The dining philosophers (E. W. Dijkstra, "Hierarchical ordering of sequential processes", 1971). There is one fork between
 * each two plates, and a philosopher needs both forks beside its plate.
 *
 * A fork is on the table (null) or held by a philosopher. Philosophers eat forever: one that has put both forks back starts
 * again. So the only states without a next step are deadlocks.
 */

import { model, when } from 'interleave-checker'

/** The forks of philosopher `id`, in the order in which it takes them. */
function forks(id: number, c: { readonly philosophers: number; readonly oneReversed: boolean }): [number, number] {
  const left = id
  const right = (id + 1) % c.philosophers
  return c.oneReversed && id === 0 ? [right, left] : [left, right]
}

export const diningPhilosophers = model('dining philosophers', { philosophers: 4, oneReversed: false })
  .shared(c => {
    if (c.philosophers < 2)
      throw new Error(`philosophers is ${c.philosophers}: one alone would need the same fork twice`)
    return { fork: Array<number | null>(c.philosophers).fill(null) }
  })
  .process('philosopher', {
    count: c => c.philosophers,
    steps: {
      'take first': (s, me, c) => {
        const [first] = forks(me.id, c)
        when(s.fork[first] === null)
        s.fork[first] = me.id
      },
      'take second': (s, me, c) => {
        const [, second] = forks(me.id, c)
        when(s.fork[second] === null)
        s.fork[second] = me.id
      },
      // Eats while at this label, then puts the forks back one by one.
      'put back second': (s, me, c) => {
        const [, second] = forks(me.id, c)
        s.fork[second] = null
      },
      'put back first': (s, me, c) => {
        const [first] = forks(me.id, c)
        s.fork[first] = null
        return 'take first'
      },
    },
  })
  .span('philosopher', 'left fork', (s, me) => s.fork[me.id] === me.id)
  .span('philosopher', 'right fork', (s, me, c) => s.fork[(me.id + 1) % c.philosophers] === me.id)
  // A circular wait needs every philosopher to hold its left fork. One that starts with the right fork breaks the circle.
  .variant('one takes the forks the other way round', { oneReversed: true })
