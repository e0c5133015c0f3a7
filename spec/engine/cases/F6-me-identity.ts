import { model, when } from 'interleave-checker'
export default model('me identity', { n: 2 })
  .shared(() => ({ turn: 0 }))
  .process('p', { count: c => c.n, locals: () => ({ n: 0 }), steps: {
    draw: (s, me) => { me.n = 1 + Math.max(...s.p.map(q => q.n)) },
    // all others have a larger number: what an author writes
    wait: (s, me) => { when(s.p.every(q => q === me || q.n === 0 || q.n > me.n)) },
    crit: (s, me) => { me.n = 0; return 'done' },
  } })
  .invariant('mutual exclusion', s => s.p.filter(q => q.pc === 'crit').length <= 1)
  .mayDeadlock()
