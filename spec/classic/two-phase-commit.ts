/**
 * In two-phase commit no manager commits while another aborts.
 *
 * The censuses are TLC's for TwoPhase.tla, whose depth counts states and whose generated states include the initial one.
 * Exhaustive; with nine managers (`--set managers=9`) all claims hold in 10,340,352 states (123,558,401 transitions, depth
 * 28).
 */

import { expectations } from 'interleave-checker'
import { twoPhaseCommit } from '../../models/classic/two-phase-commit.ts'

const spec = twoPhaseCommit
  .invariant('no manager aborts while another commits', s => !(s.rm.includes('committed') && s.rm.includes('aborted')))
  .reachable('all managers commit', s => s.rm.every(state => state === 'committed'))

export default spec

export const expected = expectations(spec, {
  'waits for one': { fails: { 'no manager aborts while another commits': 5 }, census: [498, 1_955, 10] },
  base: { census: [288, 1_145, 10] },
  '7 managers': { census: [296_448, 2_744_705, 22] },
  '8 managers': { census: [1_745_408, 18_507_777, 25] },
})
