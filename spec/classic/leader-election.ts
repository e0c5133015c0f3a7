import { expectations } from 'interleave-checker'
import { leaderElection } from '../../models/classic/leader-election.ts'

/**
 * The winner is the initiator with the least number, and all other nodes have lost.
 *
 * The census is TLC's for MCChangRoberts.tla with three nodes: 137 states, 8 of them initial, 227 generated, depth 10 (TLC
 * counts states, not steps). Exhaustive; with eight nodes (`--set nodes=8`) all claims hold in 3,095,363 states (15,292,331
 * transitions, depth 44).
 */
const spec = leaderElection
  .invariant('the winner is the least initiator, and all others have lost', s => {
    return s.state.every((state, node) => {
      if (state !== 'won') return true
      return (
        s.initiator[node] === true &&
        s.state.every((other, id) => id === node || (other === 'lost' && (!s.initiator[id] || id > node)))
      )
    })
  })
  .reachable('the last node wins', s => s.state.at(-1) === 'won')
  .reachable(
    'a node wins although all are initiators',
    s => s.state.includes('won') && s.initiator.every(wants => wants),
  )
  .reachable('a message is in transit after the election', s => {
    return s.state.includes('won') && s.msgs.some(msgs => [...msgs].length > 0)
  })

export default spec
export const expected = expectations(spec, {
  base: { census: [137, 219, 9] },
  'forwards every number': {
    fails: { 'the winner is the least initiator, and all others have lost': 6 },
    census: [197, 356, 12],
  },
})
