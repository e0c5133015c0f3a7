/**
 * Leader election on a ring (E. Chang, R. Roberts, "An improved algorithm for decentralized extrema-finding in circular
 * configurations of processes", 1979; TLA+ examples, ChangRoberts.tla). Each initiator sends its number round the ring. A
 * candidate drops numbers greater than its own, and wins when its own number comes back.
 */

import { add, choose, model, oneOf, remove, setOf } from 'interleave-checker'

export const leaderElection = model('leader election', {
  nodes: 3,
  /** Mutant: a candidate forwards numbers greater than its own. */
  keepsBack: true,
})
  .shared(c =>
    oneOf(
      initiators(c.nodes).map(initiator => ({
        initiator,
        /** The messages in transit to each node. */
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
  .variant('forwards every number', { keepsBack: false })

/** All choices of initiators. */
function initiators(nodes: number): boolean[][] {
  return Array.from({ length: 2 ** nodes }, (_, bits) => {
    return Array.from({ length: nodes }, (_, node) => (bits >> node) % 2 === 1)
  })
}
