/**
 * A ticket lock (D. P. Reed and R. K. Kanodia, "Synchronization with eventcounts and sequencers", 1979). A process draws the
 * next ticket and waits until it is called, so the lock is granted in FIFO order.
 *
 * Tickets are counted modulo the number of lockers plus one, so all tickets in use are distinct.
 */

import { model, when } from 'interleave-checker'

export const ticketLock = model('ticket lock', {
  lockers: 2,
  /** Mutant: on release, the next ticket is called only if it has already been drawn. */
  callsAlways: true,
})
  .shared(() => ({ next: 0, called: 0 }))
  .process('locker', {
    count: c => c.lockers,
    locals: () => ({ ticket: 0 }),
    steps: {
      draw: (s, me, c) => {
        me.ticket = s.next
        s.next = (s.next + 1) % (c.lockers + 1)
      },
      wait: (s, me) => {
        when(s.called === me.ticket)
      },
      // In the critical section until the next ticket is called.
      leave: (s, me, c) => {
        const following = (s.called + 1) % (c.lockers + 1)
        if (c.callsAlways || s.next !== following) s.called = following
        me.ticket = 0
        return 'draw'
      },
    },
  })
  .variant('calls only a waiting locker', { callsAlways: false })
