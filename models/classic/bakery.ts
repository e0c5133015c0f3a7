/**
 * Lamport's bakery for two processes (L. Lamport, "A new solution of Dijkstra's concurrent programming problem", 1974; SPIN's
 * examples, LTL/bakery.pml): whoever wants to enter draws a ticket greater than the other's, and the lesser ticket goes first.
 * While drawing it holds a 1, so that the other waits for it.
 *
 * Tickets grow as long as someone always holds one, and a number in memory is not as large as one likes: after the
 * greatest comes 0, which says that one does not want to enter.
 */

import { model, when } from 'interleave-checker'

export const bakery = model('bakery', {
  /** How many tickets there are: a byte's. */
  tickets: 256,
  /** How often each process enters; null: forever. */
  entries: null as number | null,
  /** Whether a process shows that it is about to draw a ticket. */
  shows: true,
  /** Mutant: draws the ticket that the other has. */
  greater: true,
})
  .shared(() => ({ turn: [0, 0], mutex: 0 }))
  .process('P', {
    count: 2,
    locals: () => ({ entered: 0 }),
    steps: {
      'turn[i] = 1': (s, me, c) => {
        if (c.shows) s.turn[me.id] = 1
      },
      'turn[i] = turn[1-i] + 1': (s, me, c) => {
        s.turn[me.id] = (s.turn[1 - me.id]! + (c.greater ? 1 : 0)) % c.tickets
      },
      'turn[1-i] == 0 || turn[i] < turn[1-i]': (s, me) => {
        when(s.turn[1 - me.id] === 0 || s.turn[me.id]! < s.turn[1 - me.id]!)
      },
      'mutex++': s => {
        s.mutex++
      },
      // The critical section.
      'mutex--': s => {
        s.mutex--
      },
      'turn[i] = 0': (s, me, c) => {
        s.turn[me.id] = 0
        if (c.entries !== null && ++me.entered === c.entries) return 'done'
        return 'turn[i] = 1'
      },
    },
  })
  .variant('no overflow', { entries: 3 })
  .variant('no overflow, nobody shows that it is drawing', { entries: 3, shows: false })
  .variant('draws the ticket of the other', { entries: 3, greater: false })
