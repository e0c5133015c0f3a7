import { expectations } from 'interleave-checker'
import { transactionCommit } from '../../models/classic/transaction-commit.ts'
import { twoPhaseCommit } from '../../models/classic/two-phase-commit.ts'

/**
 * Two-phase commit implements transaction commit. Without its messages and the transaction manager, each of its steps is a
 * step of `transaction-commit.ts` or stutters, as TwoPhase.tla claims of TCommit.tla. If the transaction manager does not
 * wait for all, a manager commits before the others are prepared, which the abstract model forbids.
 *
 * Exhaustive for three managers, in 288 states; with seven (`--set managers=7`) it holds in 296,448.
 *
 * Checks `models/classic/two-phase-commit.ts`.
 */
const spec = twoPhaseCommit
  .withoutVariants('7 managers', '8 managers')
  .refines('it implements transaction commit', transactionCommit, s => ({ rm: s.rm }), {
    constants: c => ({ managers: c.managers }),
  })

export default spec

export const expected = expectations(spec, {
  base: { census: [288, 1145, 10] },
  'waits for one': { fails: { 'it implements transaction commit': 4 }, census: [498, 1955, 10] },
})
