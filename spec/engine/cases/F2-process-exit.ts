import { model } from 'interleave-checker'
export default model('exit').shared(() => ({ a: 0 })).action('x', s => { if (s.a === 2) process.exit(0); s.a++ }).mayDeadlock().invariant('a small', s => s.a < 9)
