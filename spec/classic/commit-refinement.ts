import { expectations } from 'interleave-checker'
import { transactionCommit } from '../../models/classic/transaction-commit.ts'
import { twoPhaseCommit } from '../../models/classic/two-phase-commit.ts'

/**
 * Two-phase commit is a way to commit transactions: seen without messages and without the transaction manager, each of its
 * steps is one of `transaction-commit.ts`, or changes nothing (as TwoPhase.tla says of TCommit.tla). Where the manager does
 * not wait for all, one commits before the others are prepared, which no transaction allows.
 *
 * Exhaustive for three managers, in 288 states; with seven (`--set managers=7`) it holds in 296,448.
 *
 * Checks `models/classic/two-phase-commit.ts`.
 */
const spec = twoPhaseCommit
  .withoutVariants('7 managers', '8 managers')
  .refines('it commits transactions', transactionCommit, s => ({ rm: s.rm }), {
    constants: c => ({ managers: c.managers }),
  })

export default spec

export const expected = expectations(spec, {
  base: { census: [288, 1145, 10] },
  'waits for one': { fails: { 'it commits transactions': 4 }, census: [498, 1955, 10] },
})
