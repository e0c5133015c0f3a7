// check f10.ts --max-memory 200M: expected stop at about 200 MB, exit 4. Seen: RSS far beyond; large values count as 150 bytes each.
import { model, when } from 'interleave-checker'
export default model('large values', { n: 4000, size: 30000 })
  .shared(() => ({ k: 0, list: [] as number[] }))
  .action('grow', (s, c) => { when(s.k < c.n); s.k++; s.list = Array.from({ length: c.size }, (_, i) => i * 1000003 + s.k) })
