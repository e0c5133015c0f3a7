// Expected: a first witnessed, b first witnessed (two interleavings of put), or the step refused.
// Seen: b first never, exit 12. States are equal whatever the key order, yet steps see the order that came first.
import { model, when } from 'interleave-checker'
export default model('key order')
  .shared(() => ({ m: {} as Record<string, number>, first: '' }))
  .process('a', { steps: { put: s => { s.m.a = 1 } } })
  .process('b', { steps: { put: s => { s.m.b = 1 } } })
  .process('c', { steps: { look: s => { when(Object.keys(s.m).length === 2); s.first = Object.keys(s.m)[0]! } } })
  .reachable('a first', s => s.first === 'a')
  .reachable('b first', s => s.first === 'b')
