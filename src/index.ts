/** Interleave's public face. Every name is exported by hand. */

export {
  ModelError,
  type ModelErrorCode,
  modelErrorCodes,
  UsageError,
  type UsageErrorCode,
  usageErrorCodes,
} from './base/errors.ts'
export { assertHolds, type Checked, check, NotHolding } from './check.ts'
export type { CheckOptions } from './check-options.ts'
export type { ClaimOutcome, Outcome, StopReason, Verdict } from './explore/outcome.ts'
export type { ClaimKind, Frozen, StepName } from './language/claims.ts'
export { assert, choose, when } from './language/control.ts'
export {
  alike,
  type Census,
  type Expectation,
  type Expectations,
  expectations,
  type LassoLength,
} from './language/expectations.ts'
export type { Assumption, Doing, Fairness } from './language/fairness.ts'
export type { Formula, Logic, Predicate } from './language/formula.ts'
export { type OneOf, oneOf } from './language/initial.ts'
export {
  type Constant,
  type Constants,
  Model,
  model,
  type SomeOf,
  type TemporalOptions,
  type VariantOptions,
} from './language/model.ts'
export { drop, get, type OrderedMap, orderedMap, put } from './language/ordered-map.ts'
export { type Prefixed, prefixed } from './language/prefixed.ts'
export type { Done, Instance, Self, Step, Steps } from './language/process.ts'
export { add, has, remove, type SetOf, setOf, size } from './language/set.ts'
export { type Joined, joined } from './language/steps.ts'
export {
  type Analysis,
  type Cells,
  type MutantSource,
  type PlaceSource,
  type TableSource,
  VerdictTable,
  verdictTable,
} from './language/verdict-table.ts'
export { witnessToDot } from './report/dot.ts'
export { witnessToText } from './report/lanes.ts'
export { witnessToLanes } from './report/lanes-svg.ts'
export { witnessToHtml } from './report/page/witness-page.ts'
export { renderSvg } from './report/svg.ts'
export { witnessToItf } from './report/witness-itf.ts'
export { witnessToMermaid } from './report/witness-mermaid.ts'
export { readWitness } from './witness/read-witness.ts'
export { statesOf, type Witness } from './witness/witness.ts'
