/**
 * Peterson's algorithm: mutual exclusion of two processes by plain reads and writes (G. L. Peterson, "Myths about the
 * mutual exclusion problem", 1981).
 *
 * Each process raises its flag, gives the other the turn, and waits while the other's flag is up and it is the
 * other's turn. Whoever gives the turn away last is the one that waits.
 */

import { model, when } from 'interleave-checker'

export const peterson = model('peterson', { turn: true, turnFirst: false })
  .shared(() => ({ flag: [false, false], turn: 0 }))
  .process('process', {
    count: 2,
    steps: {
      announce: (s, me, c) => {
        if (c.turnFirst) s.turn = 1 - me.id
        else s.flag[me.id] = true
        if (!c.turn) return 'wait'
      },
      yield: (s, me, c) => {
        if (c.turnFirst) s.flag[me.id] = true
        else s.turn = 1 - me.id
      },
      wait: (s, me, c) => {
        when(!s.flag[1 - me.id] || (c.turn && s.turn === me.id))
      },
      // Inside from here until the flag is lowered.
      critical: (s, me) => {
        s.flag[me.id] = false
        return 'announce'
      },
    },
  })
  .span('process', 'flag', (s, me) => s.flag[me.id] === true)
  .span('process', 'inside', (_s, me) => me.pc === 'critical')
  // Both flags up, and nobody to decide between them: each waits for the other.
  .variant('without turn', { turn: false })
  // The turn is given away before the other can see that one wants to enter.
  .variant('turn before flag', { turnFirst: true })
