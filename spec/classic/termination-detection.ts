import { expectations } from 'interleave-checker'
import { terminationDetection } from '../../models/classic/termination-detection.ts'

/**
 * When node 0 sees termination, all nodes are passive.
 *
 * The censuses are TLC's for EWD840.tla, where depth counts states and generated states include the initial ones: with
 * three nodes 302 states, 2,001 generated (192 of them initial), depth 9. With `--set nodes=8` it has 786,942 states,
 * 26,466,566 transitions, depth 23: TLC's as well (26,990,854 generated, 524,288 of them initial; depth 24). Exhaustive;
 * with nine all claims hold in 3,539,966 (149,164,551 transitions, depth 26).
 */
const spec = terminationDetection
  .invariant('termination is seen only where it is', {
    given: s => s.tpos === 0 && !s.tokenIsBlack && !s.isBlack[0] && !s.active[0],
    then: s => s.active.every(isActive => !isActive),
  })
  .invariant('nodes that the token has left are passive, or something before them is black', s => {
    // Dijkstra's invariant.
    return (
      s.tokenIsBlack ||
      s.isBlack.some((isBlack, i) => isBlack && i <= s.tpos) ||
      s.active.every((isActive, i) => !isActive || i <= s.tpos)
    )
  })
  .reachable('a probe fails', s => s.tpos === 0 && s.tokenIsBlack)
  .reachable('termination is seen', s => s.tpos === 0 && !s.tokenIsBlack && !s.isBlack[0] && !s.active[0])

export default spec
export const expected = expectations(spec, {
  base: { census: [302, 1809, 8] },
  'who sends stays white': {
    fails: {
      'termination is seen only where it is': 5,
      'nodes that the token has left are passive, or something before them is black': 3,
    },
    census: [248, 1516, 6],
  },
  'an active node hands the token on': {
    fails: {
      'termination is seen only where it is': 3,
      'nodes that the token has left are passive, or something before them is black': 2,
    },
    census: [320, 1776, 8],
  },
  'who hands the token on stays black': { census: [302, 1809, 8] },
})
