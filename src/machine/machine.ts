/**
 * The narrow waist between the language and the engines: a model under fixed constants.
 *
 * It has everything that an engine needs, already checked: the initial states are plain data and frozen, the counts are
 * whole numbers, every label is known.
 */

import { InternalError } from '../base/errors.ts'
import type { Claim } from '../language/claims.ts'
import type { Constants } from '../language/constants.ts'
import type { Assumption } from '../language/fairness.ts'
import type { Words } from '../language/glossary.ts'
import type { AnyStep, SpanDescription, VariantDescription } from '../language/model-description.ts'
import type { Abstraction } from './abstraction.ts'
import type { Form } from './settle.ts'
import type { StoredSets } from './stored-sets.ts'

/**
 * A state: settled plain data, an object whose fields are the shared cells and one array for each process.
 *
 * @since 0.2.0
 */
export type State = { readonly [cell: string]: unknown }

/** A process instance as engines see it inside a state. */
export type InstanceState = { readonly pc: string; readonly [local: string]: unknown }

/** A process under fixed constants. */
export interface Process {
  readonly name: string
  readonly count: number
  readonly labels: readonly string[]
  readonly mayRest: ReadonlySet<string>
}

/**
 * Anything that takes steps: a process instance or an action.
 *
 * Movers are numbered in the order in which the model was written, instances of a process consecutively; that order is the
 * order of transitions out of a state.
 */
export type Mover = ProcessMover | ActionMover

export interface ProcessMover {
  readonly kind: 'process'
  /** The name for people: `reader 0`. */
  readonly name: string
  readonly process: string
  readonly instance: number
  readonly steps: ReadonlyMap<string, AnyStep>
  /** The label that follows each label, reached by falling through. */
  readonly following: ReadonlyMap<string, string>
  /** The author's line that describes the process, if known. */
  readonly where?: string | undefined
  /** The author's lines of steps that were changed or inserted later, by label. */
  readonly changed?: ReadonlyMap<string, string> | undefined
}

export interface ActionMover {
  readonly kind: 'action'
  /** The name of the action: for people. */
  readonly name: string
  readonly process: null
  readonly instance: 0
  readonly step: (s: unknown, constants: unknown) => unknown
  readonly where?: string | undefined
}

/** A symmetric set: things named by ids, any of which can be exchanged. */
export interface SymmetricSet {
  readonly name: string
  /** At least 2. */
  readonly count: number
  /** The processes whose instances are these things, number by number. */
  readonly processes: readonly string[]
}

/** A model under fixed constants, ready to be explored. */
export interface Machine extends Form {
  readonly storedSets: StoredSets
  readonly model: string
  readonly variant: string | null
  readonly constants: Constants
  /** The constants of the model itself, without variant or setting. */
  readonly usual: Constants
  /** The variants of the model, with what each of them changes. */
  readonly variants: readonly Pick<VariantDescription, 'name' | 'constants'>[]
  /** The symmetric sets, of two or more members each. */
  readonly symmetries: readonly SymmetricSet[]
  /** What tells states apart where not all of them are to be stored. */
  readonly view?: ((state: State, constants: Constants) => unknown) | undefined
  /** The model's glossary. */
  readonly words: Words
  /** The same model with some constants set to other values. Throws as {@link instantiate} does. */
  readonly under: (set: Constants) => Machine
  /** At least one; all different and settled. */
  readonly initialStates: readonly State[]
  readonly processes: readonly Process[]
  readonly movers: readonly Mover[]
  readonly claims: readonly Claim[]
  /** For each claim of refinement, by its name, the more abstract machine. */
  readonly abstractions: ReadonlyMap<string, Abstraction>
  readonly spans: readonly SpanDescription[]
  /** The fairness to assume for temporal claims that do not state their own. */
  readonly fairness: readonly Assumption[]
}

/** The mover with this number. */
export function moverAt({ movers }: Pick<Machine, 'movers'>, index: number): Mover {
  const mover = movers[index]
  if (mover === undefined) throw new InternalError(`there is no mover ${index} among ${movers.length}`)
  return mover
}
