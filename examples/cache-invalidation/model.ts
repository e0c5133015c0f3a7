import { expectations, model, when } from 'interleave-checker'

/**
 * A cache beside a database. A reader that misses loads a value and puts it into the cache; a writer stores a value and then
 * deletes the cache's. A slow reader can put back what it loaded before the write, and then nothing ever removes it. The repair: the
 * reader takes a ticket when it misses, a deletion makes all tickets void, and only a valid one may fill the cache.
 */
const cache = model('cache invalidation', { readers: 2, writes: 2, tickets: true })
  .shared(() => ({ database: 0, cached: null as number | null, ticket: 0 }))
  .process('reader', {
    count: c => c.readers,
    locals: () => ({ loaded: 0, ticket: 0 }),
    mayRest: ['miss'],
    steps: {
      miss: (s, me) => {
        when(s.cached === null)
        me.ticket = s.ticket
      },
      load: (s, me) => {
        me.loaded = s.database
      },
      fill: (s, me, c) => {
        if (!c.tickets || me.ticket === s.ticket) s.cached = me.loaded
        return 'miss'
      },
    },
  })
  .process('writer', {
    mayRest: ['store'],
    steps: {
      store: (s, _me, c) => {
        when(s.database < c.writes)
        s.database++
      },
      invalidate: s => {
        s.cached = null
        s.ticket++
        return 'store'
      },
    },
  })
  .invariant('what is cached is current, unless a deletion is on its way', s => {
    return s.cached === null || s.cached === s.database || s.writer.some(w => w.pc === 'invalidate')
  })
  .reachable('a reader fills the cache', s => s.cached === 1)
  .variant('no tickets', { tickets: false })

export default cache
export const expected = expectations(cache, {
  base: {},
  'no tickets': { fails: { 'what is cached is current, unless a deletion is on its way': 5 } },
})
