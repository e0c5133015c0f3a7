/**
 * Lamport's bakery algorithm for two processes (L. Lamport, "A new solution of Dijkstra's concurrent programming problem",
 * 1974; SPIN's examples, LTL/bakery.pml). A process draws a ticket greater than the other's, and the smaller ticket goes
 * first. While it draws, its ticket is 1, so the other waits.
 *
 * Tickets grow for as long as some process always holds one. Here a ticket is a byte: it overflows to 0, which means "not
 * interested".
 */

import { model, when } from 'interleave-checker'

export const bakery = model('bakery', {
  /** The number of tickets; a ticket is a byte. */
  tickets: 256,
  /** How often each process enters; null means forever. */
  entries: null as number | null,
  /** Whether a process announces that it is drawing a ticket. */
  shows: true,
  /** Mutant: draws the same ticket as the other process. */
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
  .variant('no overflow, drawing is not announced', { entries: 3, shows: false })
  .variant('draws an equal ticket', { entries: 3, greater: false })
