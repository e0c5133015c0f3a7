/**
 * Peterson's lock for any number of processes, the filter lock (G. L. Peterson, "Myths about the mutual exclusion
 * problem", 1981).
 *
 * A process climbs the levels 1 to n-1 one by one. At each it says that it has come there, and then that it is the last
 * to have come; it goes on when someone else is the last, or when it has seen everyone else below. Each level holds one
 * process back, so that one alone leaves the highest.
 *
 * `level` and `last` are read and written one element at a time: looking at the others is a loop, not one look.
 */

import { model } from 'interleave-checker'

/** The process whose level `id` looks at after that of `other`: the next one that is not itself. */
function nextOther(id: number, other: number): number {
  return other + 1 === id ? other + 2 : other + 1
}

export const filterLock = model('filter lock', { processes: 3, missingLevels: 0, lastFirst: false })
  .shared(c => ({
    level: Array<number>(c.processes).fill(0),
    last: Array<number>(c.processes).fill(0),
  }))
  .process('process', {
    count: c => c.processes,
    locals: () => ({ at: 1, other: 0 }),
    steps: {
      raise: (s, me, c) => {
        if (c.lastFirst) s.last[me.at] = me.id
        else s.level[me.id] = me.at
      },
      yield: (s, me, c) => {
        if (c.lastFirst) s.level[me.id] = me.at
        else s.last[me.at] = me.id
      },
      wait: (s, me, c) => {
        if (s.last[me.at] === me.id) {
          me.other = nextOther(me.id, -1)
          return 'look'
        }
        return climb(me, c)
      },
      // Someone is as far as this process, or further: the wait starts again.
      look: (s, me, c) => {
        if (s.level[me.other]! >= me.at) {
          me.other = 0
          return 'wait'
        }
        me.other = nextOther(me.id, me.other)
        return me.other < c.processes ? 'look' : climb(me, c)
      },
      // Inside from here until the level is lowered.
      critical: (s, me) => {
        s.level[me.id] = 0
        return 'raise'
      },
    },
  })
  .span('process', 'inside', (_s, me) => me.pc === 'critical')
  // One level fewer holds one process fewer back.
  .variant('one level too few', { missingLevels: 1 })
  // The last to come sees no other beside it yet, and goes on; the one before it is no longer the last, and follows.
  .variant('last before level', { lastFirst: true })

/** Goes to the level above, or inside from the highest. What was seen is forgotten, so that no state differs by it. */
function climb(
  me: { at: number; other: number },
  c: { readonly processes: number; readonly missingLevels: number },
): 'raise' | 'critical' {
  me.other = 0
  me.at = me.at < c.processes - 1 - c.missingLevels ? me.at + 1 : 1
  return me.at === 1 ? 'critical' : 'raise'
}
