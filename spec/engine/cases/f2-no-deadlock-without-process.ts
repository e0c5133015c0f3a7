// TLA+ style, actions only. Expected: deadlock (all hold their left fork), exit 11, or 'holds for want of a case'.
// Seen: holds no deadlock, exit 0.
import { model, when } from 'interleave-checker'
export default model('two philosophers as actions')
  .shared(() => ({ fork: [-1, -1] }))
  .action('0 left', s => { when(s.fork[0] === -1); s.fork[0] = 0 })
  .action('1 left', s => { when(s.fork[1] === -1); s.fork[1] = 1 })
  .action('0 right', s => { when(s.fork[0] === 0 && s.fork[1] === -1); s.fork[0] = -1 })
  .action('1 right', s => { when(s.fork[1] === 1 && s.fork[0] === -1); s.fork[1] = -1 })
