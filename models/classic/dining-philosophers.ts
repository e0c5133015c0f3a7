/**
 * The dining philosophers: each needs the two forks beside its plate, and there is one fork between two plates
 * (E. W. Dijkstra, "Hierarchical ordering of sequential processes", 1971).
 *
 * A fork is on the table (null) or in the hand of a philosopher. They eat forever: a philosopher that has put both
 * forks back starts again, so that the only states without a next step are the deadlocks.
 */

import { model, when } from 'interleave-checker'

/** The fork that philosopher `id` takes first; the other one comes second. */
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
      // Eats at this label, and then puts the forks back one by one.
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
  // The circle of waiting needs everyone to hold a left fork; one who starts with the right one breaks it.
  .variant('one takes the forks the other way round', { oneReversed: true })
