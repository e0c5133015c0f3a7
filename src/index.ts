/** Interleave's public face. Every name is exported by hand. */

export { ModelError, UsageError } from './base/errors.ts'
export type { Frozen, StepName } from './language/claims.ts'
export { assert, choose, when } from './language/control.ts'
export { type Census, type Expectation, type Expectations, expectations } from './language/expectations.ts'
export { oneOf } from './language/initial.ts'
export { type Constant, type Constants, Model, model } from './language/model.ts'
export { type Prefixed, prefixed } from './language/prefixed.ts'
export type { Instance, Self, Step, Steps } from './language/process.ts'
export { add, has, remove, type SetOf, setOf, size } from './language/set.ts'
