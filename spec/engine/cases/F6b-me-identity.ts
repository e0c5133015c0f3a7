import { model, when } from 'interleave-checker'
export default model('me identity 2', { n: 2 })
  .shared(() => ({ turn: 0 }))
  .process('p', { count: c => c.n, locals: () => ({ want: false }), steps: {
    a: (s, me) => { me.want = true },
    b: (s, me) => { const others = s.p.filter(q => q !== me); when(!others.some(q => q.want)) },
    crit: (s, me) => { me.want = false },
  } })
  .invariant('mutual exclusion', s => s.p.filter(q => q.pc === 'crit').length <= 1)
  .mayDeadlock()
