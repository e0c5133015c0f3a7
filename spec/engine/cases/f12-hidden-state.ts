// A variable outside the steps: written by one, read by another. Expected: refused as impure. Seen: verdicts that hang on
// the order in which the search happens to run recipes: 'r reads 0' never, though r may go first; exit 12, no warning.
import { model } from 'interleave-checker'
let last = 0
export default model('hidden state')
  .shared(() => ({ got: -1 }))
  .process('w', { steps: { write: () => { last = 1 } } })
  .process('r', { steps: { read: s => { s.got = last } } })
  .reachable('r reads 0', s => s.got === 0)
  .reachable('r reads 1', s => s.got === 1)
