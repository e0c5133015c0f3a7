// Expected: 280,000 states, exit 0 (as --engine reference says). Seen: exit 70, WebAssembly br_table too large.
import { model, oneOf, when } from 'interleave-checker'
export default model('many initial values', { n: 70000 })
  .shared(c => oneOf(Array.from({ length: c.n }, (_, x) => ({ x, y: 0 }))))
  .action('step', s => { when(s.y < 3); when(s.y === 0 || s.x >= 0); s.y++ })
