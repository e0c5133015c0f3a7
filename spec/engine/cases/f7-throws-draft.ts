// Expected: exit 14, 'no step throws' violated. Seen: exit 70, both engines.
import { model } from 'interleave-checker'
export default model('throws a draft')
  .shared(() => ({ job: { id: 1 } }))
  .process('p', { steps: { a: s => { throw s.job } } })
