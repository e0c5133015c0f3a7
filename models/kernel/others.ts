/**
 * The rest of the system, which always keeps running. A run continues as long as any step is enabled, so without it the last
 * process that can move has to, even if no fairness obliges it.
 *
 * Checked by `spec/drivers/unbind-ends.ts`.
 */

import type { Model } from 'interleave-checker'

/** Adds other processes that run forever. */
export function withOthers<C, S, V extends string, A extends string, Q extends string>(
  model: Model<C, S, V, A, Q>,
): Model<C, S, V, A | 'others go on', Q> {
  return model.action('others go on', () => undefined)
}
