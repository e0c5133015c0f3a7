/**
 * QRCU statement by statement, as in perfbook's Promela (Paul McKenney, "Is Parallel Programming Hard",
 * CodeSamples/formal/promela/qrcu.spin): every transition of SPIN's automaton is a step, including guards and skips, and
 * bytes wrap. `qrcu.ts` is the same algorithm without that overhead.
 *
 * Its purpose is to compare state counts: SPIN stores the states of this machine and one more, the one before its init
 * block. Locals keep their last values, as they do there. Labels are the statements; beside each is its number in SPIN's
 * automaton.
 */

import { choose, model } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'

export type Mutant = 'none' | 'A' | 'B' | 'C' | 'D'

/** A byte of Promela. */
function byte(n: number): number {
  return (n + 256) % 256
}

export const qrcuPerfbook = model('qrcu-perfbook', {
  updaters: 1,
  readers: 1,
  /** A: no second summation. B: no lock. C: no wait for the old counter. D: a reader increments even a counter that is 0. */
  mutant: 'none' as Mutant,
  /** Takes each violating transition twice, so that the census shows how many there are. */
  countsViolations: false,
})
  .extend(sequentiallyConsistent)
  .shared(c => ({ idx: 0, ctr: [1, 0], readerprogress: Array<number>(c.readers).fill(0), mutex: 0 }))
  .process('qrcu_reader', {
    count: c => c.readers,
    locals: () => ({ myidx: 0 }),
    steps: {
      'do :: 1': () => undefined, // 11
      'myidx = idx': (s, me) => {
        me.myidx = s.idx // 2
      },
      'ctr[myidx] > 0 -> ctr[myidx]++': (s, me, c) => {
        if (c.mutant !== 'D' && s.ctr[me.myidx] === 0) return 'do :: 1' // 10
        s.ctr[me.myidx] = byte(s.ctr[me.myidx]! + 1)
      },
      'readerprogress = 1': (s, me) => {
        s.readerprogress[me.id] = 1 // 14
      },
      'readerprogress = 2': (s, me) => {
        s.readerprogress[me.id] = 2 // 15
      },
      'ctr[myidx]--': (s, me) => {
        s.ctr[me.myidx] = byte(s.ctr[me.myidx]! - 1) // 17
      },
    },
  })
  .process('qrcu_updater', {
    count: c => c.updaters,
    locals: c => ({ i: 0, readerstart: Array<number>(c.readers).fill(0), sum: 0 }),
    steps: {
      'do :: 1': () => undefined, // 79
      'readerstart = readerprogress': (s, me, c) => {
        me.readerstart = [...s.readerprogress] // 11
        me.i = c.readers
      },
      'sum = ctr[i]': (s, me) => {
        const first = choose(0, 1) // 20
        me.sum = s.ctr[first]!
        me.i = 1 - first
      },
      'sum += ctr[i]': (s, me, c) => {
        me.sum += s.ctr[me.i]! // 21
        if (c.mutant === 'A') return 'sum > 1'
      },
      'sum <= 1': (_s, me) => {
        if (me.sum <= 1) return 'sum = ctr[i], again' // 35
      },
      'else skip': () => 'sum > 1', // 34
      'sum = ctr[i], again': (s, me) => {
        const first = choose(0, 1) // 31
        me.sum = s.ctr[first]!
        me.i = 1 - first
      },
      'sum += ctr[i], again': (s, me) => {
        me.sum += s.ctr[me.i]! // 32
      },
      'sum > 1': (_s, me) => {
        if (me.sum > 1) return 'spin_lock: do :: 1' // 65
      },
      'else skip, fast path': () => 'assert(sum == 0)', // 64
      'spin_lock: do :: 1': (_s, _me, c) => {
        if (c.mutant === 'B') return 'ctr[!idx]++' // 47
      },
      'mutex == 0 -> mutex = 1': s => {
        if (s.mutex !== 0) return 'spin_lock: do :: 1' // 46
        s.mutex = 1
      },
      'ctr[!idx]++': s => {
        s.ctr[1 - s.idx] = byte(s.ctr[1 - s.idx]! + 1) // 51
      },
      'idx = !idx': s => {
        s.idx = 1 - s.idx // 52
      },
      'ctr[!idx]--': (s, _me, c) => {
        s.ctr[1 - s.idx] = byte(s.ctr[1 - s.idx]! - 1) // 54
        if (c.mutant === 'C') return 'mutex = 0'
      },
      'ctr[!idx] == 0': s => {
        if (s.ctr[1 - s.idx] === 0) return 'mutex = 0' // 59
      },
      'wait skip': () => 'ctr[!idx] == 0', // 56
      'mutex = 0': (s, _me, c) => {
        if (c.mutant !== 'B') s.mutex = 0 // 62
      },
      'assert(sum == 0)': (s, me, c) => {
        // 78. The assertion is a claim of the spec instead, so that the search can continue past a violation, as SPIN's can.
        me.sum = me.readerstart.filter((at, reader) => at === 1 && s.readerprogress[reader] === 1).length
        me.i = c.readers
        if (c.countsViolations && me.sum > 0) choose('once', 'twice')
        return 'do :: 1'
      },
    },
  })
  .span('qrcu_reader', 'read-side section', (s, me) => s.readerprogress[me.id] === 1)
