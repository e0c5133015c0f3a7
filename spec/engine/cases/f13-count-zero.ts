// --set workers=0 (or an empty computed count): the queue is never served, nothing can happen at all. Seen: holds no deadlock, exit 0.
import { model, when } from 'interleave-checker'
export default model('no workers', { workers: 0 })
  .shared(() => ({ queue: [1] }))
  .process('worker', { count: c => c.workers, steps: { take: s => { when(s.queue.length > 0); s.queue.shift() } } })
