import { expectations } from 'interleave-checker'
import { terminationDetection } from '../../models/classic/termination-detection.ts'

/**
 * When node 0 detects termination, all nodes are passive.
 *
 * The censuses are TLC's for EWD840.tla, where depth counts states and generated states include the initial ones: with three
 * nodes 302 states, 2,001 generated (192 of them initial), depth 9. With `--set nodes=8` there are 786,942 states and
 * 26,466,566 transitions, depth 23, as in TLC (26,990,854 generated, 524,288 of them initial; depth 24). Exhaustive; with
 * nine nodes all claims hold in 3,539,966 states (149,164,551 transitions, depth 26).
 */
const spec = terminationDetection
  .invariant('termination is not detected too early', {
    given: s => s.tpos === 0 && !s.tokenIsBlack && !s.isBlack[0] && !s.active[0],
    then: s => s.active.every(isActive => !isActive),
  })
  .invariant('nodes that the token has passed are passive, unless it or a node before them is black', s => {
    // Dijkstra's invariant.
    return (
      s.tokenIsBlack ||
      s.isBlack.some((isBlack, i) => isBlack && i <= s.tpos) ||
      s.active.every((isActive, i) => !isActive || i <= s.tpos)
    )
  })
  .reachable('a probe fails', s => s.tpos === 0 && s.tokenIsBlack)
  .reachable('termination is detected', s => s.tpos === 0 && !s.tokenIsBlack && !s.isBlack[0] && !s.active[0])

export default spec
export const expected = expectations(spec, {
  base: { census: [302, 1809, 8] },
  'a sender stays white': {
    fails: {
      'termination is not detected too early': 5,
      'nodes that the token has passed are passive, unless it or a node before them is black': 3,
    },
    census: [248, 1516, 6],
  },
  'an active node passes the token on': {
    fails: {
      'termination is not detected too early': 3,
      'nodes that the token has passed are passive, unless it or a node before them is black': 2,
    },
    census: [320, 1776, 8],
  },
  'a node that passes the token on stays black': { census: [302, 1809, 8] },
})
