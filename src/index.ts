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
export type { ClaimKind, Frozen, StepName } from './language/claims.ts'
export { assert, choose, when } from './language/control.ts'
export type {
  ExpectationException,
  ExpectationRule,
  ExpectedVerdict,
  SharedExpectations,
} from './language/expectation-rules.ts'
export {
  alike,
  type Expectation,
  type Expectations,
  type ExpectedCensus,
  expectations,
} from './language/expectations.ts'
export { type OneOf, oneOf } from './language/initial.ts'
export { type Constant, type Constants, Model, model, type SomeOf } from './language/model.ts'
export { drop, get, type OrderedMap, orderedMap, put } from './language/ordered-map.ts'
export { type Prefixed, prefixed } from './language/prefixed.ts'
export type { Done, Instance, Self, Step, Steps } from './language/process.ts'
export { add, has, remove, type SetOf, setOf, size } from './language/set.ts'
export { type Joined, joined } from './language/steps.ts'
export type { CheckedVariantAxis, NoVariantAxis, VariantAxis, VariantProduct } from './language/variant-product.ts'
export type { ClaimOutcome, Outcome, StopReason, Verdict } from './outcome/outcome.ts'
export { witnessToHtml } from './page/witness-page.ts'
export { renderSvg } from './report/graphviz/render-svg.ts'
export { witnessToDot } from './report/run/witness-dot.ts'
export { witnessToItf } from './report/run/witness-itf.ts'
export { witnessToLanes } from './report/run/witness-lanes.ts'
export { witnessToMermaid } from './report/run/witness-mermaid.ts'
export { witnessToText } from './report/run/witness-text.ts'
export {
  type Analysis,
  type Cells,
  type MutantSource,
  type PlaceSource,
  type TableSource,
  VerdictTable,
  verdictTable,
} from './verdicts/verdict-table.ts'
export { readWitness } from './witness/read-witness.ts'
export { statesOf, type Witness } from './witness/witness.ts'
