import { expectations } from 'interleave-checker'
import { transactionCommit } from '../../models/classic/transaction-commit.ts'
import { twoPhaseCommit } from '../../models/classic/two-phase-commit.ts'

const managers = ['manager commits', 'manager aborts', { eachChoiceOf: 'manager receives prepared' }] as const
const others = [
  { eachChoiceOf: 'prepare' },
  { eachChoiceOf: 'receive commit' },
  { eachChoiceOf: 'receive abort' },
] as const

/** Transaction commit where each resource manager decides in the end, if it can. */
const deciding = transactionCommit
  .fair({ weak: [{ eachChoiceOf: 'Prepare' }, { eachChoiceOf: 'Decide: commit' }, { eachChoiceOf: 'Decide: abort' }] })
  .eventually('every manager decides', s => s.rm.every(state => state === 'committed' || state === 'aborted'))

/**
 * Two-phase commit implements transaction commit. Without its messages and the transaction manager, each of its steps is a
 * step of `transaction-commit.ts` or stutters, as TwoPhase.tla claims of TCommit.tla. If the transaction manager does not
 * wait for all, a manager commits before the others are prepared, which the abstract model forbids.
 *
 * Every manager decides in the end, as in the abstract model, if nobody stops. Two-phase commit blocks if the transaction manager
 * does: who is prepared then waits forever.
 *
 * Exhaustive for three managers, in 288 states; with seven (`--set managers=7`) it holds in 296,448.
 *
 * Checks `models/classic/two-phase-commit.ts`.
 */
const spec = twoPhaseCommit
  .withoutVariants('7 managers', '8 managers')
  .fair({ weak: [...managers, ...others] })
  .refines('it implements transaction commit', deciding, s => ({ rm: s.rm }), {
    constants: c => ({ managers: c.managers }),
  })
  .variant('the transaction manager may stop', {}, { fair: { weak: others } })

export default spec

export const expected = expectations(spec, {
  base: { census: [288, 1145, 10] },
  'the transaction manager may stop': {
    fails: {
      'it implements transaction commit: weak fairness of each choice of Decide: commit': [4, 1],
      'it implements transaction commit: weak fairness of each choice of Decide: abort': [4, 1],
      'it implements transaction commit: every manager decides': [4, 1],
    },
    census: [288, 1145, 10],
  },
  'waits for one': { fails: { 'it implements transaction commit': 4 }, census: [498, 1955, 10] },
})
