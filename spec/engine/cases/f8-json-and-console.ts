// check f8.ts --json: expected stdout to be one JSON object. Seen: 'hello' lines before it, so that JSON.parse fails.
import { model } from 'interleave-checker'
export default model('log')
  .shared(() => ({ x: 1 }))
  .process('p', { steps: { a: s => { console.log('hello'); s.x = 2 } } })
