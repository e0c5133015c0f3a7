/**
 * The rest of the system, which goes on whatever happens here. A run goes on as long as anybody can, so that without it the
 * last one who can go on does so, whether or not anything obliges him.
 *
 * Checked by `spec/drivers/unbind-ends.ts`.
 */

import type { Model } from 'interleave-checker'

/** The model beside others who go on forever. */
export function withOthers<C, S, V extends string, A extends string>(
  model: Model<C, S, V, A>,
): Model<C, S, V, A | 'others go on'> {
  return model.action('others go on', () => undefined)
}
