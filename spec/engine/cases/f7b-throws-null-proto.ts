// Expected: exit 14. Seen: exit 70, both engines.
import { model } from 'interleave-checker'
export default model('throws an object without prototype')
  .shared(() => ({ x: 0 }))
  .process('p', { steps: { a: () => { throw Object.create(null) } } })
