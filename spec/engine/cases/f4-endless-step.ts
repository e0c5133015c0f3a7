// Expected: Ctrl-C, SIGTERM or --max-seconds 2 end it. Seen: none does; only kill -9.
import { model } from 'interleave-checker'
export default model('endless step')
  .shared(() => ({ x: 1 }))
  .process('p', { steps: { a: s => { while (s.x > 0) { /* s.x-- was forgotten */ } } } })
