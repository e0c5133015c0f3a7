import { choose, model } from 'interleave-checker'

export default model('oom', { n: 8, k: 6 })
  .shared(c => ({ x: Array<number>(c.n).fill(0) }))
  .action('step', (s, c) => {
    const i = choose(...s.x.keys())
    s.x[i] = (s.x[i]! + 1) % c.k
  })
  .transition('one changes', (before, after) => before.x.filter((x, i) => x !== after.x[i]).length === 1)
