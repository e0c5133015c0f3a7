import { add, choose, model, remove, setOf, when } from 'interleave-checker'

type Msg = { kind: 'ask' | 'vote'; term: number; from: number; to: number }
type Node = { role: 'follower' | 'candidate' | 'leader'; term: number; votedFor: number | null; votes: boolean[] }

export default model('term vote, actions', { nodes: 3, maxTerm: 2, persist: true, restarts: 1 })
  .shared(c => ({
    msgs: setOf<Msg>(),
    restarts: 0,
    nodes: Array.from(
      { length: c.nodes },
      (): Node => ({ role: 'follower', term: 0, votedFor: null, votes: Array.from({ length: c.nodes }, () => false) }),
    ),
  }))
  .action('timeout', (s, c) => {
    const id = choose(...s.nodes.keys())
    const me = s.nodes[id]!
    when(me.role !== 'leader' && me.term < c.maxTerm)
    me.role = 'candidate'
    me.term++
    me.votedFor = id
    me.votes = me.votes.map((_, i) => i === id)
    for (let to = 0; to < c.nodes; to++) if (to !== id) add(s.msgs, { kind: 'ask', term: me.term, from: id, to })
  })
  .action('handle ask', s => {
    const m = choose(...s.msgs)
    when(m.kind === 'ask')
    const me = s.nodes[m.to]!
    when(m.term >= me.term)
    if (m.term > me.term)
      Object.assign(me, { term: m.term, role: 'follower', votedFor: null, votes: me.votes.map(() => false) })
    when(me.votedFor === null || me.votedFor === m.from)
    me.votedFor = m.from
    add(s.msgs, { kind: 'vote', term: m.term, from: m.to, to: m.from })
  })
  .action('handle vote', (s, c) => {
    const m = choose(...s.msgs)
    when(m.kind === 'vote')
    const me = s.nodes[m.to]!
    when(m.term === me.term && me.role === 'candidate')
    me.votes[m.from] = true
    if (me.votes.filter(v => v).length * 2 > c.nodes) me.role = 'leader'
  })
  .action('restart', (s, c) => {
    const me = choose(...s.nodes)
    when(s.restarts < c.restarts)
    s.restarts++
    me.role = 'follower'
    me.votes = me.votes.map(() => false)
    if (!c.persist) me.votedFor = null
  })
  .action('lose', s => {
    remove(s.msgs, choose(...s.msgs))
  })
  .mayDeadlock()
  .invariant('at most one leader per term', s =>
    s.nodes.every((a, i) =>
      s.nodes.every((b, j) => i === j || !(a.role === 'leader' && b.role === 'leader' && a.term === b.term)),
    ),
  )
  .reachable('a leader is elected', s => s.nodes.some(n => n.role === 'leader'))
  .variant('not persisted', { persist: false })
  .variant('term 1', { maxTerm: 1 })
  .variant('2 nodes', { nodes: 2 })
