// An action may bear the name of an instance. Seen: 'Nobody else is needed: worker 0 does it alone', though a process and an action are needed.
import { model, when } from 'interleave-checker'
export default model('ambiguous')
  .shared(() => ({ x: 0 }))
  .process('worker', { count: 2, steps: { go: s => { s.x += 1 } } })
  .action('worker 0', s => { when(s.x === 1); s.x = 100 })
  .invariant('not 100', s => s.x !== 100)
