/** What a model collects, with its types erased: the input of {@link instantiate}. */

import type { Claim } from './claims.ts'
import type { Constants } from './constants.ts'
import type { Assumption } from './fairness.ts'
import type { Words } from './glossary.ts'

/** A step with its types erased. */
export type AnyStep = (s: unknown, me: unknown, constants: unknown) => unknown

export interface ProcessDescription {
  readonly name: string
  readonly count: number | ((constants: unknown) => number)
  readonly locals: (constants: unknown, id: number) => object
  readonly steps: ReadonlyMap<string, AnyStep>
  readonly mayRest: ReadonlySet<string>
  /** The set of ids that name its instances, if these are symmetric. */
  readonly symmetric?: string | undefined
  /** The author's line that describes it, `lock.ts:12`, if known. */
  readonly where?: string | undefined
  /** The author's lines of steps that were changed or inserted later, by label. */
  readonly changed?: ReadonlyMap<string, string> | undefined
}

export interface ActionDescription {
  readonly name: string
  readonly step: (s: unknown, constants: unknown) => unknown
  readonly where?: string | undefined
}

export interface VariantDescription {
  readonly name: string
  readonly constants: Constants
  /** The fairness to assume, instead of the model's. */
  readonly fairness?: readonly Assumption[]
}

/** A phase of a process that gets a bar in its lane: the section of a reader, the time a lock is held. */
export interface SpanDescription {
  readonly process: string
  readonly name: string
  readonly holds: (s: unknown, me: unknown, constants: unknown) => boolean
}

/** The whole description of a model, with its types erased. Read by {@link instantiate}. */
export interface ModelDescription {
  readonly name: string
  readonly constants: Constants
  readonly shared: ((constants: unknown) => unknown) | undefined
  readonly sharedWhere?: string | undefined
  readonly processes: readonly ProcessDescription[]
  readonly actions: readonly ActionDescription[]
  readonly claims: readonly Claim[]
  readonly variants: readonly VariantDescription[]
  readonly spans: readonly SpanDescription[]
  readonly fairness: readonly Assumption[]
  readonly assumptions: readonly AssumptionDescription[]
  /** Sets of ids that belong to no process; missing in models of older copies of this package. */
  readonly idSets?: readonly IdSetDescription[] | undefined
  readonly checksDeadlock: boolean
  /** What tells states apart; missing if everything does, and in models of older copies of this package. */
  readonly view?: ((s: unknown, constants: unknown) => unknown) | undefined
  /** Words for its names; missing in models of older copies of this package. */
  readonly words?: Words | undefined
}

/** What must be true of the constants. */
export interface AssumptionDescription {
  readonly name: string
  readonly holds: (constants: Constants) => boolean
  readonly where?: string | undefined
}

/** Symmetric components, named by ids. */
export interface IdSetDescription {
  readonly name: string
  readonly count: (constants: unknown) => number
  readonly where?: string | undefined
}
