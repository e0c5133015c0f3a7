/**
 * The lost update: each process reads a counter and writes it back plus one (perfbook, CodeSamples/formal/promela,
 * increment.spin and atomicincrement.spin).
 *
 * State counts are comparable with SPIN's, as in `models/rcu/qrcu-perfbook.ts`: init checks the sum once, at any time, and
 * processes die youngest first. SPIN stores one additional state, the one before init has started the others.
 */

import { choose, model, when } from 'interleave-checker'

export const increment = model('increment', {
  processes: 2,
  /** Whether reading and writing are a single step. */
  atomic: false,
  /** Takes each violating transition twice, so that the census shows how many there are. */
  countsViolations: false,
})
  .shared(c => ({
    counter: 0,
    progress: Array<number>(c.processes).fill(0),
    /** The number of live processes besides init: only the youngest can die. */
    alive: c.processes,
  }))
  .process('incrementer', {
    count: c => c.processes,
    locals: () => ({ temp: 0 }),
    steps: {
      'temp = counter': (s, me, c) => {
        me.temp = s.counter
        if (!c.atomic) return
        s.counter = me.temp + 1
        return 'progress = 1'
      },
      'counter = temp + 1': (s, me) => {
        s.counter = me.temp + 1
      },
      'progress = 1': (s, me) => {
        s.progress[me.id] = 1
      },
      '-end-': (s, me) => {
        when(s.alive === me.id + 1)
        s.alive--
        me.temp = 0
      },
    },
  })
  .process('init', {
    locals: () => ({ i: 0, sum: 0 }),
    steps: {
      'assert(sum < N || counter == N)': (s, me, c) => {
        // The assertion is a claim of the spec instead, so that the search can continue past a violation, as SPIN's can.
        me.i = c.processes
        me.sum = s.progress.filter(progress => progress === 1).length
        if (c.countsViolations && me.sum === c.processes && s.counter !== c.processes) choose('once', 'twice')
      },
      '-end-': (s, me) => {
        when(s.alive === 0)
        me.i = 0
        me.sum = 0
      },
    },
  })
