/** Readers and writers who get in by order of arrival; readers next to each other in the queue read together. */

import { assert, model, when } from 'interleave-checker'

export default model('readers and writers', { readers: 4, writers: 4 })
  .shared(() => ({
    queue: [] as { kind: 'reader' | 'writer'; id: number }[],
    reading: 0,
    writing: false,
    low: 0,
    high: 0,
  }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ low: 0 }),
    steps: {
      arrive: (s, me) => {
        s.queue.push({ kind: 'reader', id: me.id })
      },
      enter: (s, me) => {
        const first = s.queue[0]
        when(first?.kind === 'reader' && first.id === me.id && !s.writing)
        s.queue.shift()
        s.reading++
      },
      'read low': (s, me) => {
        me.low = s.low
      },
      'read high': (s, me) => {
        assert(s.high === me.low, 'both words are of one write')
        me.low = 0
      },
      leave: s => {
        s.reading--
        return 'arrive'
      },
    },
  })
  .process('writer', {
    count: c => c.writers,
    steps: {
      arrive: (s, me) => {
        s.queue.push({ kind: 'writer', id: me.id })
      },
      enter: (s, me) => {
        const first = s.queue[0]
        when(first?.kind === 'writer' && first.id === me.id && !s.writing && s.reading === 0)
        s.queue.shift()
        s.writing = true
      },
      'write low': s => {
        s.low = 1 - s.low
      },
      'write high': s => {
        s.high = 1 - s.high
      },
      leave: s => {
        s.writing = false
        return 'arrive'
      },
    },
  })
  .invariant('writers are alone', s => {
    const readers = s.reader.filter(r => r.pc !== 'arrive' && r.pc !== 'enter').length
    const writers = s.writer.filter(w => w.pc !== 'arrive' && w.pc !== 'enter').length
    return writers === 0 || (writers === 1 && readers === 0)
  })
  .invariant('nobody waits twice', s => {
    return s.queue.every((a, i) => s.queue.every((b, j) => i === j || a.kind !== b.kind || a.id !== b.id))
  })
