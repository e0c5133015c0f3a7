import { expectations } from 'interleave-checker'
import { transactionCommit } from '../../models/classic/transaction-commit.ts'

/**
 * No manager commits while another aborts. The census is TLC's for TCommit.tla with three managers: 34 states, 94 generated
 * including the initial one, depth 7 (TLC counts states, not steps). Exhaustive; with ten managers (`--set managers=10`) all
 * claims hold in 60,072 states (595,610 transitions, depth 20).
 */
const spec = transactionCommit
  .invariant('no manager aborts while another commits', s => !(s.rm.includes('committed') && s.rm.includes('aborted')))
  .reachable('all managers commit', s => s.rm.every(state => state === 'committed'))
  .reachable('all managers abort', s => s.rm.every(state => state === 'aborted'))

export default spec
export const expected = expectations(spec, {
  base: { census: [34, 93, 6] },
  'ignores the other managers': { fails: { 'no manager aborts while another commits': 5 }, census: [46, 108, 6] },
})
