/** Peterson's lock for n processes, the filter lock: `bench/promela/filter-lock.pml`, step for step. */

import { assert, model, when } from 'interleave'

export const filterLock = model('filter lock', { count: 4 })
  .shared(c => ({ level: Array<number>(c.count).fill(0), last: Array<number>(c.count).fill(0), inside: 0 }))
  .process('process', {
    count: c => c.count,
    locals: () => ({ l: 1 }),
    steps: {
      climb: (s, me) => {
        s.level[me.id] = me.l
      },
      yield: (s, me) => {
        s.last[me.l] = me.id
      },
      wait: (s, me, c) => {
        when(s.last[me.l] !== me.id || s.level.every((level, other) => other === me.id || level < me.l))
        if (me.l < c.count - 1) {
          me.l++
          return 'climb'
        }
        me.l = 1
      },
      enter: s => {
        s.inside++
        assert(s.inside === 1, 'two are inside')
      },
      leave: s => {
        s.inside--
      },
      free: (s, me) => {
        s.level[me.id] = 0
        return 'climb'
      },
    },
  })
