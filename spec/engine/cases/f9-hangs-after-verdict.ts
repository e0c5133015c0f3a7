// Seen: the verdict is printed at +10 s, the process exits at +30 s; 846 MB instead of 334 MB (node --liftoff-only: exits at once).
import { model, when } from 'interleave-checker'
export default model('hangs after its verdict', { n: 10000, cells: 600, k: 8 })
  .shared(c => ({ x: 0, z: 0, a: Array.from({ length: c.cells }, () => 0) }))
  .action('inc', (s, c) => { when(s.x < c.n); s.x++ })
  .action('turn', (s, c) => { s.z = (s.z + 1) % c.k })
