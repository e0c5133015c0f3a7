// The other way round: seen exit 3, 'the end of its run did not show it again ... look for random numbers': misleading.
import { model } from 'interleave-checker'
export default model('taken is queued')
  .shared(() => ({ queue: [{ id: 1 }], current: null as { id: number } | null }))
  .process('p', { steps: { take: s => { s.current = s.queue[0]! } } })
  .invariant('what is taken is queued', s => s.current === null || s.queue.includes(s.current))
