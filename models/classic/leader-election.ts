/**
 * The election of a leader on a ring (E. Chang, R. Roberts, "An improved algorithm for decentralized extrema-finding in
 * circular configurations of processes", 1979; TLA+ examples, ChangRoberts.tla): those who want to lead send their number
 * round the ring, and each candidate keeps back those greater than its own. A candidate that gets its own number back has won.
 */

import { add, choose, model, oneOf, remove, setOf } from 'interleave-checker'

export const leaderElection = model('leader election', {
  nodes: 3,
  /** Mutant: a candidate hands on greater numbers than its own as well. */
  keepsBack: true,
})
  .shared(c =>
    oneOf(
      initiators(c.nodes).map(initiator => ({
        initiator,
        /** For each node the numbers that it has yet to receive. */
        msgs: initiator.map(() => setOf<number>()),
        state: initiator.map((wants): 'cand' | 'lost' | 'won' => (wants ? 'cand' : 'lost')),
      })),
    ),
  )
  .process('node', {
    count: c => c.nodes,
    mayRest: ['n1'],
    steps: {
      n0: (s, me, c) => {
        if (s.initiator[me.id]) add(s.msgs[(me.id + 1) % c.nodes]!, me.id)
      },
      n1: (s, me, c) => {
        const msgs = s.msgs[me.id]!
        const id = choose(...msgs)
        remove(msgs, id)
        const handsOn = s.state[me.id] === 'lost' || id < me.id || (id > me.id && !c.keepsBack)
        if (s.state[me.id] !== 'lost' && id < me.id) s.state[me.id] = 'lost'
        if (handsOn) add(s.msgs[(me.id + 1) % c.nodes]!, id)
        else if (id === me.id) s.state[me.id] = 'won'
        return 'n1'
      },
    },
  })
  .variant('keeps nothing back', { keepsBack: false })

/** Each way in which some nodes want to lead and others don't. */
function initiators(nodes: number): boolean[][] {
  return Array.from({ length: 2 ** nodes }, (_, bits) => {
    return Array.from({ length: nodes }, (_, node) => (bits >> node) % 2 === 1)
  })
}
