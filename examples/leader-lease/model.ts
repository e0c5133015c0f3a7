import { choose, expectations, model, when } from 'interleave-checker'

/**
 * A leader holds a lease of `term` ticks, and believes in it until its own clock says that it is over. Clocks drift: while the store's
 * clock makes a tick, a node's may stand still, up to `drift` ticks behind. Two nodes then lead at once, unless a leader gives up as
 * many ticks early as clocks may differ.
 */
const lease = model('leader lease', { nodes: 2, term: 3, drift: 1, margin: 1, ends: 6 })
  .assume('a term is longer than the margin', c => c.term > c.margin)
  .shared(() => ({ now: 0, expires: 0 }))
  .process('node', {
    count: c => c.nodes,
    locals: () => ({ clock: 0, until: 0 }),
    steps: {
      follow: (s, me, c) => {
        when(s.expires <= s.now && s.now + c.term <= c.ends)
        s.expires = s.now + c.term
        me.until = me.clock + c.term - c.margin
      },
      lead: (_s, me) => {
        when(me.clock >= me.until)
        return 'follow'
      },
    },
  })
  .action('a tick', (s, c) => {
    when(s.now < c.ends)
    // A leader whose term is over by its own clock has stopped by then.
    when(s.node.every(node => node.pc === 'follow' || node.clock < node.until))
    s.now++
    for (const node of s.node) node.clock = choose(...clocks(node.clock, s.now, c.drift))
  })
  .invariant('at most one leads', s => s.node.filter(node => node.pc === 'lead' && node.clock < node.until).length <= 1)
  .mayDeadlock() // when all ticks are over
  .reachable('a second term begins', (s, c) => s.expires > c.term)
  .variant('no margin', { margin: 0 })
  .variant('a margin for clocks that drift less', { drift: 2 })

/** What a clock may show a tick later: it never goes back, is never ahead, and at most `drift` behind. */
function clocks(before: number, now: number, drift: number): number[] {
  return [before, before + 1].filter(clock => clock <= now && clock >= now - drift)
}

export default lease
export const expected = expectations(lease, {
  base: {},
  'no margin': { fails: { 'at most one leads': 5 } },
  'a margin for clocks that drift less': { fails: { 'at most one leads': 5 } },
})
