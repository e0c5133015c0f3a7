/** `models/rcu/qrcu.ts` with ids in place of numbers, so that readers are alike, and updaters. */

import { assert, choose, type Id, idOf, ids, model, perId, when } from 'interleave-checker'

type ReaderId = Id<'reader'>

export const qrcu = model('qrcu of alike readers and updaters', { readers: 3, updaters: 2 })
  .shared(c => ({
    idx: 0,
    ctr: [1, 0],
    progress: perId('reader', c.readers, () => 0),
    mutex: null as Id<'updater'> | null,
  }))
  .process('reader', {
    count: c => c.readers,
    symmetric: true,
    locals: () => ({ my: 0 }),
    steps: {
      load: (s, me) => {
        me.my = s.idx
      },
      enter: (s, me) => {
        if (s.ctr[me.my] === 0) return 'load'
        s.ctr[me.my]!++
      },
      inside: (s, me) => {
        s.progress[idOf('reader', me.id)] = 1
      },
      leave: (s, me) => {
        s.progress[idOf('reader', me.id)] = 2
      },
      exit: (s, me) => {
        s.ctr[me.my]!--
      },
    },
  })
  .process('updater', {
    count: c => c.updaters,
    symmetric: true,
    locals: c => ({ i: 0, sum: 0, start: perId('reader', c.readers, () => 0) }),
    steps: {
      snapshot: (s, me, c) => {
        for (const id of ids('reader', c.readers)) me.start[id] = s.progress[id] as number
      },
      sumA: (s, me) => {
        const first = choose(0, 1)
        me.sum = s.ctr[first]!
        me.i = 1 - first
      },
      addA: (s, me) => {
        me.sum += s.ctr[me.i]!
      },
      testA: (_s, me) => {
        if (me.sum > 1) return 'decide'
      },
      sumB: (s, me) => {
        const first = choose(0, 1)
        me.sum = s.ctr[first]!
        me.i = 1 - first
      },
      addB: (s, me) => {
        me.sum += s.ctr[me.i]!
      },
      decide: (_s, me) => (me.sum > 1 ? 'lock' : 'verify'),
      lock: (s, me) => {
        when(s.mutex === null)
        s.mutex = idOf('updater', me.id)
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
      verify: (s, me, c) => {
        const isOvertaken = (id: ReaderId): boolean => me.start[id] === 1 && s.progress[id] === 1
        assert(!ids('reader', c.readers).some(isOvertaken), 'the grace period ended before a reader')
        me.sum = 0
        me.i = 0
        return 'snapshot'
      },
    },
  })
