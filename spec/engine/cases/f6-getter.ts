// Expected: a getter in the initial state is refused (not plain data) or stays a getter. Seen: frozen to its first value: violated.
import { model } from 'interleave-checker'
export default model('getter')
  .shared(() => ({ a: 1, get twice() { return this.a * 2 } }))
  .process('p', { steps: { inc: s => { s.a = 2 } } })
  .invariant('twice is twice', s => s.twice === s.a * 2)
