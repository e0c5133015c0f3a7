/**
 * QRCU: read-copy update with a fast path for updaters that find no reader (Paul McKenney, "Using Promela and Spin to
 * verify parallel algorithms", 2007; perfbook, CodeSamples/formal/promela/qrcu.spin).
 *
 * `ctr` counts the readers of the current and the previous period; the current one holds one extra count, so it is 0 only
 * when its period is over. An updater that sees a total of at most one need not wait, but must sum twice: between the two
 * reads of one sum, a reader may move from the slot not yet read to the one already read.
 *
 * The steps match SPIN's state for state: see `spec/rcu/qrcu.ts`.
 */

import { assert, choose, model, when } from 'interleave-checker'
import { sequentiallyConsistent } from '../kernel/sequentially-consistent.ts'

/** The progress of a reader, as the updaters see it. */
const outside = 0
const reading = 1
const hasRead = 2

export const qrcu = model('qrcu', { readers: 1, updaters: 2, resum: true })
  .extend(sequentiallyConsistent)
  .shared(c => ({
    idx: 0,
    ctr: [1, 0],
    progress: Array<number>(c.readers).fill(outside),
    mutex: null as number | null,
  }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ my: 0 }),
    steps: {
      load: (s, me) => {
        me.my = s.idx
      },
      // atomic_inc_not_zero(): the slot may have been retired since its index was loaded.
      enter: (s, me) => {
        if (s.ctr[me.my] === 0) return 'load'
        s.ctr[me.my]!++
      },
      inside: (s, me) => {
        s.progress[me.id] = reading
      },
      leave: (s, me) => {
        s.progress[me.id] = hasRead
      },
      exit: (s, me) => {
        s.ctr[me.my]!--
      },
    },
  })
  .process('updater', {
    count: c => c.updaters,
    locals: c => ({ i: 0, sum: 0, start: Array<number>(c.readers).fill(outside) }),
    steps: {
      snapshot: (s, me) => {
        me.start = [...s.progress]
      },
      // The two counters may be summed in either order.
      sumA: (s, me) => {
        const first = choose(0, 1)
        me.sum = s.ctr[first]!
        me.i = 1 - first
      },
      addA: (s, me) => {
        me.sum += s.ctr[me.i]!
      },
      testA: (_s, me, c) => {
        if (!c.resum || me.sum > 1) return 'decide'
      },
      sumB: (s, me) => {
        const first = choose(0, 1)
        me.sum = s.ctr[first]!
        me.i = 1 - first
      },
      addB: (s, me) => {
        me.sum += s.ctr[me.i]!
      },
      decide: (_s, me) => {
        return me.sum > 1 ? 'lock' : 'verify'
      },
      lock: (s, me) => {
        when(s.mutex === null)
        s.mutex = me.id
      },
      bump: s => {
        s.ctr[1 - s.idx]!++
      },
      flip: s => {
        s.idx = 1 - s.idx
      },
      drop: s => {
        s.ctr[1 - s.idx]!--
      },
      wait: s => {
        when(s.ctr[1 - s.idx] === 0)
      },
      unlock: s => {
        s.mutex = null
      },
      verify: (s, me) => {
        const overtaken = me.start.some((at, reader) => at === reading && s.progress[reader] === reading)
        assert(!overtaken, 'the grace period ended before a reader that it had to wait for')
        me.sum = 0
        me.i = 0
        return 'snapshot'
      },
    },
  })
  .span('reader', 'read-side section', (s, me) => s.progress[me.id] === reading)
  .span('updater', 'synchronize_qrcu', (_s, me) => me.pc !== 'snapshot' && me.pc !== 'done')
  .span('updater', 'mutex', (s, me) => s.mutex === me.id)
  .variant('no re-summation', { resum: false })
