import type { Outcome } from '../outcome/outcome.ts'
import type { Difference } from './compare-with-expectation.ts'
import type { ModelOfTable } from './table-description.ts'

/** One setting of one spec, checked. */
export interface CheckedSetting {
  /** The file of the spec. */
  readonly spec: string
  readonly model: ModelOfTable
  /** The variant, or `base`. */
  readonly setting: string
  readonly outcome: Outcome
  /** The differences from the expectation of the spec. */
  readonly differences: readonly Difference[]
  /** The picture of each counterexample by its claim, as a link relative to the folder of results. */
  readonly pictures: ReadonlyMap<string, string>
  /** Whether an earlier run found it, and nothing that it depends on has changed since. */
  readonly isCached?: boolean
  /** Counterexamples that could not be drawn, and why. */
  readonly notDrawn: readonly string[]
}
