/** `bench/untuned/readers-writers.ts` with ids in place of numbers, so that readers are alike, and writers. */

import { assert, type Id, idOf, model, when } from 'interleave-checker'

interface Waiting {
  readonly reader: Id<'reader'> | null
  readonly writer: Id<'writer'> | null
}

export const readersWriters = model('alike readers and writers', { readers: 6, writers: 4 })
  .shared(() => ({ queue: [] as Waiting[], reading: 0, writing: false, low: 0, high: 0 }))
  .process('reader', {
    count: c => c.readers,
    symmetric: true,
    locals: () => ({ low: 0 }),
    steps: {
      arrive: (s, me) => {
        s.queue.push({ reader: idOf('reader', me.id), writer: null })
      },
      enter: (s, me) => {
        when(s.queue[0]?.reader === idOf('reader', me.id) && !s.writing)
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
    symmetric: true,
    steps: {
      arrive: (s, me) => {
        s.queue.push({ reader: null, writer: idOf('writer', me.id) })
      },
      enter: (s, me) => {
        when(s.queue[0]?.writer === idOf('writer', me.id) && !s.writing && s.reading === 0)
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
