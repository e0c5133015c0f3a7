/**
 * A spinlock on one bit, and lockers that take it forever (perfbook, CodeSamples/formal/promela, lock.spin and lock.h).
 *
 * State counts equal SPIN's: init starts the lockers one by one, while those already started run, and then checks once.
 */

import { model, when } from 'interleave-checker'

export const spinlock = model('spinlock', {
  lockers: 2,
  /** Mutant: tests the bit in one step and sets it in the next. */
  testsAndSets: true,
})
  .shared(c => ({ mutex: 0, havelock: Array<number>(c.lockers).fill(0), sum: 0, started: 0 }))
  .process('locker', {
    count: c => c.lockers,
    steps: {
      'do :: 1': (s, me) => {
        when(me.id < s.started)
      },
      'spin_lock: do :: 1': () => undefined,
      'mutex == 0 -> mutex = 1': (s, _me, c) => {
        if (s.mutex !== 0) return 'spin_lock: do :: 1'
        if (!c.testsAndSets) return 'mutex = 1'
        s.mutex = 1
        return 'havelock = 1'
      },
      'mutex = 1': s => {
        s.mutex = 1
      },
      'havelock = 1': (s, me) => {
        s.havelock[me.id] = 1
      },
      'havelock = 0': (s, me) => {
        s.havelock[me.id] = 0
      },
      'spin_unlock: mutex = 0': s => {
        s.mutex = 0
        return 'do :: 1'
      },
    },
  })
  .process('init', {
    locals: () => ({ i: 0, j: 0 }),
    steps: {
      'i < N': (_s, me, c) => {
        if (me.i === c.lockers) return 'sum = 0'
      },
      'havelock[i] = 0': (s, me) => {
        s.havelock[me.i] = 0
      },
      'run locker(i)': s => {
        s.started++
      },
      'i++': (_s, me) => {
        me.i++
        return 'i < N'
      },
      'sum = 0': s => {
        s.sum = 0
      },
      'j = 0': (_s, me) => {
        me.j = 0
      },
      'sum += havelock[j]': (s, me, c) => {
        s.sum = s.havelock.filter(has => has === 1).length
        me.j = c.lockers
      },
      'assert(sum <= 1)': () => undefined,
    },
  })
