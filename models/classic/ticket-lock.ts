/**
 * A ticket lock: whoever wants the lock draws the next ticket and waits until it is called, so that the lock goes round in
 * the order of asking (D. P. Reed and R. K. Kanodia, "Synchronization with eventcounts and sequencers", 1979).
 *
 * Tickets are counted modulo one more than there are lockers: no two tickets in use are the same.
 */

import { model, when } from 'interleave-checker'

export const ticketLock = model('ticket lock', {
  lockers: 2,
  /** Mutant: whoever leaves calls the next ticket only if somebody has drawn it by then. */
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
      // Inside from here until the next ticket is called.
      leave: (s, me, c) => {
        const following = (s.called + 1) % (c.lockers + 1)
        if (c.callsAlways || s.next !== following) s.called = following
        me.ticket = 0
        return 'draw'
      },
    },
  })
  .variant('calls only who waits', { callsAlways: false })
