/**
 * The memory model of every kernel model.
 *
 * Checked by `spec/rcu/qsbr.ts`.
 */

import type { Model } from 'interleave-checker'

/** Says beside each ✓ that it is one under sequential consistency, so that nobody takes it for a proof about barriers. */
export function sequentiallyConsistent<C, S, V extends string, A extends string, Q extends string>(
  model: Model<C, S, V, A, Q>,
): Model<C, S, V, A, Q> {
  return model.glossary({
    caveat:
      'under sequential consistency: each step is atomic and seen by all CPUs at once; reordering and missing barriers are not explored',
  })
}
