/**
 * Interleave's public API. Every name is exported by hand, and so is every type that a signature here names: a test
 * holds both, and each change of the API is a line in `spec/engine/api/interleave.api.md`.
 *
 * @module interleave-checker
 */

export {
  type ErrorHelp,
  errorCodes,
  type InternalErrorCode,
  type ModelErrorCode,
  type UsageErrorCode,
} from './base/error-codes.ts'
export { InternalError, ModelError, UsageError } from './base/errors.ts'
export type { Path, Plain } from './base/plain.ts'
export { assertHolds, type Checked, check, NotHolding } from './check/check.ts'
export type { CheckOptions } from './check/check-options.ts'
export { type ConfigLimits, defineConfig, type InterleaveConfig, type ReporterSetting } from './config/config.ts'
export type { ReporterName } from './config/reporter-names.ts'
export type { LogLine, LogMap, PartOf, SeenEvent } from './conform/log-map.ts'
export type {
  InsertedSteps,
  Original,
  Override,
  SelfIn,
  StepsIn,
  WithLabel,
  WithLabels,
} from './language/changed-process.ts'
export type {
  ActionStep,
  BuiltInClaim,
  ClaimKind,
  Frozen,
  Implication,
  LabelOf,
  Me,
  ProcessesOf,
  ProcessStep,
  SpanPredicate,
  StateClaim,
  StepName,
  StepOf,
  TemporalForm,
  TransitionClaim,
  TransitionImplication,
} from './language/claims.ts'
export { permutations, product, subsets } from './language/combinations.ts'
export type { Constant, Constants, Settable, SomeOf } from './language/constants.ts'
export { assert, choose, when } from './language/control.ts'
export { isEnabled } from './language/enabled.ts'
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
  type LassoLength,
} from './language/expectations.ts'
export type { Assumption, Doing, EachChoice, Fairness, NamedDoing, StepPattern, Strength } from './language/fairness.ts'
export type {
  AboutSteps,
  AnyPredicate,
  Chosen,
  Formula,
  FormulaSource,
  Logic,
  NoInstance,
  Predicate,
  Term,
} from './language/formula.ts'
export type { CellWords, Glossary, Words } from './language/glossary.ts'
export { at, type Id, idOf, ids, type PerId, perId } from './language/ids.ts'
export { type OneOf, oneOf } from './language/initial.ts'
export { type AnyModel, type Model, model, type VariantOptions } from './language/model.ts'
export { drop, get, type OrderedMap, orderedMap, put } from './language/ordered-map.ts'
export type { NotPlainName, PlainParts, PlainState, Undefined } from './language/plain-state.ts'
export { type Prefixed, prefixed } from './language/prefixed.ts'
export type { Block, Done, Instance, LabelsOf, ProcessSource, Self, Step, Steps } from './language/process.ts'
export type { RefinementOptions } from './language/refinement.ts'
export { add, has, pick, remove, type SetOf, setOf, size } from './language/set.ts'
export { type Distinct, type Joined, joined } from './language/steps.ts'
export type { TemporalClaims, TemporalOptions } from './language/temporal-claims.ts'
export type {
  CheckedVariantAxis,
  JoinedNames,
  NameableValue,
  NoVariantAxis,
  PointOf,
  VariantAxis,
  VariantProduct,
} from './language/variant-product.ts'
export type { FairnessKept } from './machine/endless-run.ts'
export type { State } from './machine/machine.ts'
export type { Conclusion } from './outcome/conclusion.ts'
export type { Fate } from './outcome/fate.ts'
export type { Growing } from './outcome/growing.ts'
export type { Census, ClaimOutcome, Effort, Outcome, OutcomeBound, StopReason, Verdict } from './outcome/outcome.ts'
export type { Reduction } from './outcome/reduction.ts'
export type { Simulation, StateEstimate } from './outcome/simulation.ts'
export { witnessToHtml } from './page/witness-html.ts'
export { renderSvg, type SvgOptions, type SvgResult } from './report/graphviz/render-svg.ts'
export { type DotOptions, witnessToDot } from './report/run/witness-dot.ts'
export { witnessToItf } from './report/run/witness-itf.ts'
export { type LanesOptions, witnessToLanes } from './report/run/witness-lanes.ts'
export { witnessToMermaid } from './report/run/witness-mermaid.ts'
export { type TextOptions, witnessToText } from './report/run/witness-text.ts'
export type { Paint, Style } from './report/text/paint.ts'
export type { EngineName } from './search/explore.ts'
export type { Progress, Reduce, SearchOptions, SoFar } from './search/options.ts'
export type { SimulateOptions } from './simulate/simulate-options.ts'
export { type ClaimOfState, type EnabledStep, type Stepping, type StepWanted, stepping } from './stepping.ts'
export {
  type Analysis,
  type Cells,
  type ComparedFinding,
  type ComparisonSource,
  type MutantSource,
  type PlaceSource,
  type Severity,
  type TableSource,
  type VerdictTable,
  verdictTable,
} from './verdicts/verdict-table.ts'
export type { Blocked } from './witness/blocked.ts'
export type { BrokenClaim } from './witness/broken-on-the-way.ts'
export type { Change } from './witness/difference.ts'
export type { LostValue } from './witness/forgotten.ts'
export type { DivertedStep, Everywhere, Hinge, HingeStep, WaitingStep } from './witness/hinge.ts'
export type { MissedByClaim } from './witness/missed-by-claim.ts'
export type { MissedWrite } from './witness/missed-write.ts'
export type { Omission } from './witness/omissions.ts'
export type { OtherOrder } from './witness/other-order.ts'
export type { PendingStep } from './witness/pending.ts'
export type { PreventedStep } from './witness/prevented.ts'
export { readWitness } from './witness/read-witness.ts'
export type { Read } from './witness/run-footprints.ts'
export type { Role, Slice, SlicedStep } from './witness/slice.ts'
export type { Excerpt, IdlePart, LineRead, LinesRun, RunSource } from './witness/source.ts'
export type { Span } from './witness/spans.ts'
export type { StandingRead } from './witness/standing.ts'
export type { FreeingStep } from './witness/steps-elsewhere.ts'
export type { TriedValue } from './witness/tries.ts'
export type { NeededCell, Waiting } from './witness/waiting.ts'
export {
  type GoalStep,
  type HeldUp,
  type Loop,
  type MissedStep,
  type OtherStep,
  type RefinedLoop,
  type RefinedStep,
  type StepTaken,
  statesOf,
  type Witness,
  type WitnessStep,
} from './witness/witness.ts'
