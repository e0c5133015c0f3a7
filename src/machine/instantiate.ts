import { freeze } from 'immer'
import { refuseChangedBuiltIns, undoChangedBuiltIns } from '../base/built-ins.ts'
import { ModelError, UsageError } from '../base/errors.ts'
import { canonical, describe, NotPlain, showPath, toPlain } from '../base/plain.ts'
import { didYouMean } from '../base/similar-name.ts'
import { builtInClaims, type Claim } from '../language/claims.ts'
import type { Constant, Constants } from '../language/constants.ts'
import { descriptionOf } from '../language/description-of.ts'
import { OneOf } from '../language/initial.ts'
import type { AnyModel } from '../language/model.ts'
import type { ModelDescription, ProcessDescription } from '../language/model-description.ts'
import { withAbstractions } from './abstraction.ts'
import { AuthorsCode } from './authors-code.ts'
import { kindOf, misshapen } from './constant-shape.ts'
import { evaluatePart } from './evaluate-part.ts'
import { locatedIn } from './located.ts'
import type { Machine, Mover, Process, ProcessMover } from './machine.ts'
import { Origins } from './origins.ts'
import { readInitialStates } from './read-initial-states.ts'
import { refuseOtherAnswer } from './same-model.ts'
import { randomError } from './steady.ts'
import { withStrangeClock } from './strange-clock.ts'
import { symmetriesOf } from './symmetries.ts'

export type { AnyModel }

export interface Setting {
  /** The variant whose constants apply; default none. */
  readonly variant?: string | null | undefined
  /** Constants set in addition. */
  readonly set?: Constants | undefined
}

/**
 * Turns a model into a machine by fixing its constants: those of the model, changed by the variant, changed by `set`.
 *
 * Throws {@link UsageError} for a variant or constant that the model does not have, {@link ModelError} if the model
 * itself is wrong: a count, an initial state, a duplicate name.
 */
export function instantiate(model: AnyModel, setting: Setting = {}): Machine {
  refuseChangedBuiltIns('the program, or a module that it imports,')
  const description = descriptionOf(model)
  try {
    const machine = machineOf(description, setting)
    for (const end of ['early', 'late'] as const)
      refuseChangingModel(machine, end, () => machineOf(description, setting, machine))
    return { ...machine, origins: new Origins(() => writtenIn(description, machine)) }
  } catch (error) {
    throw locatedIn(error, description)
  } finally {
    undoChangedBuiltIns(`model '${description.name}'`)
  }
}

/** Every object of the model's description that can get into states, as its author wrote it. */
function writtenIn({ shared, processes }: ModelDescription, { constants, processes: known }: Machine): unknown[] {
  const made = shared?.(constants)
  const locals = processes.flatMap(process => {
    const count = known.find(({ name }) => name === process.name)?.count ?? 0
    return Array.from({ length: count }, (_, id) => process.locals(constants, id))
  })
  const parts = [...(made instanceof OneOf ? made.options : [made]), ...locals]
  // A state is not a part of a state.
  return [...Object.values(constants), ...parts.flatMap(part => Object.values(part ?? {}))]
}

/** Throws {@link ModelError} if a count, the shared state or locals depend on more than the constants. */
function refuseChangingModel(machine: Machine, end: 'early' | 'late', make: () => Machine): void {
  const { value, random } = withStrangeClock(end, make)
  if (random !== undefined) throw randomError(`model '${machine.model}': the initial state or a count`, random)
  refuseOtherAnswer(machine, value)
}

/** `before` is the machine that was made earlier from the same description: unchanged initial states are shared with it. */
function machineOf(description: ModelDescription, setting: Setting, before?: Machine): Machine {
  const variant = setting.variant ?? null
  const constants = constantsOf(description, variant, setting.set ?? {})
  checkAssumptions(description, constants)
  const named = description.variants.find(({ name }) => name === variant)
  const processes = description.processes.map(process => ({ process, count: countOf(description, process, constants) }))
  const initial = readInitialStates(description, processes, constants, before)
  const symmetries = symmetriesOf(description, processes, constants)
  initial.storedSets.areExchanged = symmetries.length > 0
  const movers = [...processes.flatMap(({ process, count }) => instances(process, count)), ...actions(description)]
  checkMovers(description, movers)
  const concrete = { model: description.name, constants, initialStates: initial.initialStates }
  const made = withAbstractions(concrete, description.claims, ({ abstract, variant }, set) =>
    machineOf(abstract as ModelDescription, { variant, set: set as Constants }),
  )
  return {
    model: description.name,
    variant,
    constants,
    usual: description.constants,
    variants: description.variants,
    symmetries,
    view: description.view,
    words: description.words ?? {},
    under: set => machineOf(description, { variant, set: { ...setting.set, ...set } }),
    ...initial,
    processes: processes.map(({ process, count }): Process => {
      return { name: process.name, count, labels: [...process.steps.keys()], mayRest: process.mayRest }
    }),
    movers,
    claims: [...made.claims, ...builtIn(description)],
    abstractions: made.abstractions,
    spans: description.spans,
    fairness: named?.fairness ?? description.fairness,
  }
}

function checkAssumptions({ name: model, assumptions }: ModelDescription, constants: Constants): void {
  for (const { name, holds } of assumptions) {
    const where = `model '${model}': assumption '${name}'`
    const isTrue = new AuthorsCode(where, {}).runAuthorsCode(() => holds(constants))
    if (typeof isTrue !== 'boolean')
      throw new ModelError('bad-argument', `${where} returned ${describe(isTrue)} instead of true or false.`)
    if (isTrue) continue
    const shown = JSON.stringify(toPlain(constants))
    throw new UsageError('assumption-fails', `${where} is false for the constants ${shown}. Set other constants.`)
  }
}

function constantsOf(description: ModelDescription, variant: string | null, set: Constants): Constants {
  const named = description.variants.find(v => v.name === variant)
  if (variant !== null && named === undefined) {
    const names = description.variants.map(v => `'${v.name}'`)
    throw new UsageError(
      'unknown-variant',
      `model '${description.name}' has no variant '${variant}'. ${names.length === 0 ? 'It has no variants.' : `It has: ${names.join(', ')}.`}${didYouMean(
        variant,
        description.variants.map(v => v.name),
      )}`,
    )
  }
  // Variants say what else a constant may be.
  for (const [name, value] of Object.entries(named?.constants ?? {}))
    checkConstant(description, name, value, usual => [
      usual,
      value === null || kindOf(value) === kindOf(usual) ? value : usual,
    ])
  for (const [name, value] of Object.entries(set))
    checkConstant(description, name, value, usual => [usual, ...valuesInVariants(description, name)])
  // A clone, since freezing the author's own lists could freeze something that the program still changes.
  return freeze(structuredClone({ ...description.constants, ...named?.constants, ...set }), true)
}

function valuesInVariants({ variants }: ModelDescription, name: string): Constant[] {
  return variants
    .filter(({ constants }) => Object.hasOwn(constants, name))
    .map(({ constants }) => constants[name] as Constant)
}

/** `known` gives values that the constant may have, from its usual one. */
function checkConstant(
  description: ModelDescription,
  name: string,
  value: Constant,
  known: (usual: Constant) => readonly Constant[],
): void {
  if (!Object.hasOwn(description.constants, name)) {
    const names = Object.keys(description.constants)
    throw new UsageError(
      'unknown-constant',
      `model '${description.name}' has no constant '${name}'. Its constants are: ${names.join(', ') || 'none at all'}.${didYouMean(name, names)}`,
    )
  }
  const usual = description.constants[name] as Constant
  const why = misshapen(value, known(usual))
  if (why !== undefined) {
    throw new UsageError(
      'bad-constant',
      `constant '${name}' of model '${description.name}' is a ${kindOf(usual)} (${JSON.stringify(usual)}), and cannot be set to ${JSON.stringify(toPlain(value))}${why === '' ? '.' : `: ${why}`}`,
    )
  }
  checkPlainConstant(description, name, value)
}

/** Only plain data can be described and copied into a witness. */
function checkPlainConstant({ name: model }: ModelDescription, name: string, value: Constant): void {
  try {
    canonical(value)
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    const part = error.path.length === 0 ? 'it' : showPath(error.path)
    throw new UsageError(
      'bad-constant',
      `constant '${name}' of model '${model}' cannot be set to this value: ${part} is ${error.reason}, which is not plain data.`,
    )
  }
}

/** More is certainly a mistake, which would otherwise only show when memory runs out. */
const maxInstances = 10_000

function countOf(description: ModelDescription, process: ProcessDescription, constants: Constants): number {
  const where = `model '${description.name}': process '${process.name}' has a count`
  const under = `under the constants ${JSON.stringify(constants)}`
  const count = evaluatePart('bad-count', `${where} that`, under, () =>
    typeof process.count === 'function' ? process.count(constants) : process.count,
  )
  if (Number.isInteger(count) && count >= 0 && count <= maxInstances) return count
  const found = typeof count === 'number' ? count : JSON.stringify(toPlain(count))
  const limit = count > maxInstances ? `at most ${maxInstances}` : 'at least 0'
  throw new ModelError('bad-count', `${where} of ${found}, ${under}. It must be a whole number of ${limit}.`)
}

function instances(process: ProcessDescription, count: number): ProcessMover[] {
  const labels = [...process.steps.keys()]
  const following = new Map(labels.map((label, i) => [label, labels[i + 1] ?? 'done']))
  return Array.from({ length: count }, (_, instance) => ({
    kind: 'process',
    name: `${process.name} ${instance}`,
    process: process.name,
    instance,
    steps: process.steps,
    following,
    where: process.where,
    changed: process.changed,
  }))
}

function actions(description: ModelDescription): Mover[] {
  return description.actions.map(action => ({ ...action, kind: 'action', process: null, instance: 0 }))
}

/** Runs refer to movers by name, so an action must not have the name of an instance. */
function checkMovers(description: ModelDescription, movers: readonly Mover[]): void {
  const names = new Set<string>()
  for (const { name } of movers) {
    if (names.has(name)) {
      throw new ModelError(
        'duplicate-name',
        `model '${description.name}': an action is named '${name}', which is also the name of an instance. Give the action another name.`,
      )
    }
    names.add(name)
  }
}

function builtIn(description: ModelDescription): Claim[] {
  const kinds = description.checksDeadlock
    ? (['deadlock', 'assertion', 'error'] as const)
    : (['assertion', 'error'] as const)
  return kinds.map(kind => {
    const name = builtInClaims[kind]
    if (description.claims.some(claim => claim.name === name)) {
      throw new ModelError(
        'duplicate-name',
        `model '${description.name}': the claim '${name}' comes with every model. Give yours another name.`,
      )
    }
    return { kind, name }
  })
}
