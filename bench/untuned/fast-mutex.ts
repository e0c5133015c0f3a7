/** Lamport's fast mutex (1987): without contention, a process enters after seven accesses to memory. */

import { model, when } from 'interleave-checker'

export default model('fast mutex', { processes: 4 })
  .shared(c => ({
    x: null as number | null,
    y: null as number | null,
    trying: Array.from({ length: c.processes }, () => false),
  }))
  .process('p', {
    count: c => c.processes,
    locals: () => ({ j: 0 }),
    steps: {
      start: (s, me) => {
        s.trying[me.id] = true
      },
      'set x': (s, me) => {
        s.x = me.id
      },
      'look at y': s => (s.y === null ? 'set y' : 'give way'),
      'give way': (s, me) => {
        s.trying[me.id] = false
      },
      'wait for y': s => {
        when(s.y === null)
        return 'start'
      },
      'set y': (s, me) => {
        s.y = me.id
      },
      'look at x': (s, me) => (s.x === me.id ? 'critical' : 'contend'),
      contend: (s, me) => {
        s.trying[me.id] = false
      },
      'wait for all': (s, me, c) => {
        when(!s.trying[me.j])
        me.j++
        if (me.j < c.processes) return 'wait for all'
        me.j = 0
      },
      'look at y again': (s, me) => (s.y === me.id ? 'critical' : 'wait for the winner'),
      'wait for the winner': s => {
        when(s.y === null)
        return 'start'
      },
      critical: s => {
        s.y = null
      },
      leave: (s, me) => {
        s.trying[me.id] = false
        return 'start'
      },
    },
  })
  .invariant('at most one is in its critical section', s => s.p.filter(p => p.pc === 'critical').length <= 1)
