import { model, setOf, size, when } from 'interleave-checker'

export default model('set edit', {})
  .shared(() => ({ set: setOf({ a: 1 }, { a: 2 }) }))
  .action('all become 3', s => {
    when([...s.set].some(m => m.a !== 3))
    for (const m of s.set) m.a = 3
  })
  .mayDeadlock()
  .invariant('size counts different members', s => size(s.set) === new Set([...s.set].map(m => m.a)).size)
