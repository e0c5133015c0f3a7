// An LRU/FIFO cache as JS programs write it. Expected: violated (k2, k0, k1 is an order of puts). Seen: holds, exit 0.
import { model, when } from 'interleave-checker'
export default model('lru')
  .shared(() => ({ cache: {} as Record<string, number>, evicted: '' }))
  .process('user', { count: 3, steps: { put: (s, me) => { s.cache['k' + me.id] = 1 } } })
  .process('evictor', { steps: { evict: s => {
    when(Object.keys(s.cache).length === 3)
    s.evicted = Object.keys(s.cache)[0]!
    delete s.cache[s.evicted]
  } } })
  .invariant('k2 is never evicted', s => s.evicted !== 'k2')
