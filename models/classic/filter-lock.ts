/**
 * The filter lock, Peterson's algorithm for any number of processes (G. L. Peterson, "Myths about the mutual exclusion
 * problem", 1981).
 *
 * A process climbs levels 1 to n-1. At each level it announces its level, then writes itself down as the last to arrive. It
 * moves on when another process arrives after it, or when it has seen all others at lower levels. Each level holds one
 * process back, so only one can leave the top.
 *
 * `level` and `last` are read and written one element at a time: checking the other processes is a loop, not a single step.
 */

import { model } from 'interleave-checker'

/** The process that `id` checks after `other`, skipping itself. */
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
      // A process has reached this level or a higher one: wait again from the start.
      look: (s, me, c) => {
        if (s.level[me.other]! >= me.at) {
          me.other = 0
          return 'wait'
        }
        me.other = nextOther(me.id, me.other)
        return me.other < c.processes ? 'look' : climb(me, c)
      },
      // In the critical section until the level is reset.
      critical: (s, me) => {
        s.level[me.id] = 0
        return 'raise'
      },
    },
  })
  .span('process', 'inside', (_s, me) => me.pc === 'critical')
  // Each missing level lets one more process through.
  .variant('one level too few', { missingLevels: 1 })
  // The last to arrive sees no other process at its level yet and moves on. The one before it is no longer the last, and
  // follows.
  .variant('last before level', { lastFirst: true })

/** Climbs one level, or enters from the top one. Resets the scan, so that states do not differ by a stale index. */
function climb(
  me: { at: number; other: number },
  c: { readonly processes: number; readonly missingLevels: number },
): 'raise' | 'critical' {
  me.other = 0
  me.at = me.at < c.processes - 1 - c.missingLevels ? me.at + 1 : 1
  return me.at === 1 ? 'critical' : 'raise'
}
