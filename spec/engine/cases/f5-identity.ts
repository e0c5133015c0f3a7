// Expected: violated in 1 step, or the claim refused for comparing objects by identity.
// Seen: footprint: holds, exit 0. reference: exit 70 (bug of Interleave).
import { model } from 'interleave-checker'
export default model('taken but still queued')
  .shared(() => ({ queue: [{ id: 1 }, { id: 2 }], current: null as { id: number } | null }))
  .process('p', { steps: { take: s => { s.current = s.queue[0]! }, next: () => {} } })
  .invariant('what is taken is queued no more', s => s.current === null || !s.queue.includes(s.current))
