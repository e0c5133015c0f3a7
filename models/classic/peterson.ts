/**
 * Peterson's algorithm: mutual exclusion for two processes with plain reads and writes (G. L. Peterson, "Myths about the
 * mutual exclusion problem", 1981).
 *
 * A process raises its flag, gives the turn to the other, and waits while the other's flag is up and it is the other's turn.
 * The last one to give the turn away waits.
 */

import { model, when } from 'interleave-checker'

export const peterson = model('peterson', { turn: true, turnFirst: false, leaves: true })
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
      // In the critical section until the flag is lowered.
      critical: (s, me, c) => {
        if (!c.leaves) return 'critical'
        s.flag[me.id] = false
        return 'announce'
      },
    },
  })
  .span('process', 'flag', (s, me) => s.flag[me.id] === true)
  .span('process', 'inside', (_s, me) => me.pc === 'critical')
  // Both flags are up and nothing breaks the tie: each waits for the other.
  .variant('without turn', { turn: false })
  // The turn is given away before the other process can see the flag.
  .variant('turn before flag', { turnFirst: true })
