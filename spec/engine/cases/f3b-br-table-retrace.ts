// Expected: witnessed in 65,535 steps. Seen: exit 70 while the run is found again; fine with n 60000 and with --engine reference.
import { model, when } from 'interleave-checker'
export default model('counter', { n: 65535 })
  .shared(() => ({ x: 0 }))
  .action('inc', (s, c) => { when(s.x < c.n); s.x++ })
  .reachable('last', (s, c) => s.x === c.n)
