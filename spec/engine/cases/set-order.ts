import { add, choose, model, remove, setOf, when } from 'interleave-checker'

// Three of the numbers 1 to 6: at most 20 states.
export default model('set order', { inPlace: true })
  .shared(() => ({ set: setOf({ a: 1 }, { a: 2 }, { a: 3 }) }))
  .action('count one up', (s, c) => {
    const m = choose(...s.set)
    const a = (m.a % 6) + 1
    when(![...s.set].some(other => other.a === a))
    if (c.inPlace) m.a = a
    else {
      remove(s.set, m)
      add(s.set, { a })
    }
  })
  .mayDeadlock()
  .variant('by words', { inPlace: false })
