// The engines differ. footprint: holds, text '{"a":1,"b":1}'. reference: exit 70 (bug of Interleave) or text '{"b":1,"a":1}'.
import { model } from 'interleave-checker'
export default model('record order')
  .shared(() => ({ r: { a: 0, b: 0 }, text: '' }))
  .process('w', { steps: { set: s => { s.r = { b: 1, a: 1 } }, read: s => { s.text = JSON.stringify(s.r) } } })
  .invariant('a is first', s => Object.keys(s.r)[0] === 'a')
