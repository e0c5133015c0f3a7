/** The initial states of a machine, from what the author's functions return. */

import { disown } from '../base/disown.ts'
import { ModelError } from '../base/errors.ts'
import { describe, isSamePlain, NotPlain, showPath } from '../base/plain.ts'
import type { Constants } from '../language/constants.ts'
import { OneOf } from '../language/initial.ts'
import type { ModelDescription, ProcessDescription } from '../language/model-description.ts'
import { evaluatePart } from './evaluate-part.ts'
import { InitialStates } from './initial-states.ts'
import type { Machine, State } from './machine.ts'
import type { Form } from './settle.ts'

/** The initial states under fixed constants, settled; those of `before` if the author's functions return the same again. */
export function readInitialStates(
  description: ModelDescription,
  processes: readonly { process: ProcessDescription; count: number }[],
  constants: Constants,
  before: Machine | undefined,
): Pick<Machine, 'initialStates' | keyof Form> {
  const where = `model '${description.name}': the initial state`
  const under = `under the constants ${JSON.stringify(constants)}`
  const shared = evaluatePart('bad-initial-state', where, under, () => description.shared?.(constants) ?? {})
  const options = shared instanceof OneOf ? shared.options : [shared]
  if (options.length === 0)
    throw new ModelError('bad-initial-state', `${where} is a oneOf([]) without states. Give it at least one.`)
  for (const option of options) checkRecord(`${where} must be an object of named cells`, option)
  // Locals are made once for each state: an object that two states share could be changed through either.
  const write = (option: unknown) => withInstances(where, option as object, processes, constants)
  if (before !== undefined && areAsWritten(options, write, before.initialStates)) {
    const { keyOrder, dictionaries, sets, storedSets, initialStates } = before
    return { keyOrder, dictionaries, sets, storedSets, initialStates }
  }
  const steps = textsOfSteps(description)
  let initial = new InitialStates([], steps)
  for (const option of options) checkPlain(where, () => initial.add(write(option)))
  // A list may have turned out to be a set after states with it were settled.
  if (initial.hasMoreSets) {
    initial = new InitialStates(initial.form.sets, steps)
    for (const option of options) checkPlain(where, () => initial.add(write(option)))
  }
  return { ...initial.form, initialStates: initial.states }
}

function textsOfSteps({ processes, actions }: ModelDescription): string[] {
  return [...processes.flatMap(process => [...process.steps.values()]), ...actions.map(({ step }) => step)].map(String)
}

/** Whether states equal those that were settled earlier, one by one. */
function areAsWritten(
  options: readonly unknown[],
  write: (option: unknown) => object,
  settled: readonly State[],
): boolean {
  return options.length === settled.length && options.every((option, i) => isSamePlain(write(option), settled[i]))
}

/** What an author gives as a state, with the instances of processes. */
function withInstances(
  where: string,
  option: object,
  processes: readonly { process: ProcessDescription; count: number }[],
  constants: Constants,
): Record<string, unknown> {
  if (processes.length === 0) return option as Record<string, unknown>
  const state = Object.defineProperties<Record<string, unknown>>({}, Object.getOwnPropertyDescriptors(option))
  for (const { process, count } of processes) {
    if (Object.hasOwn(state, process.name)) {
      throw new ModelError(
        'duplicate-name',
        `${where} has a cell '${process.name}', which is also the name of a process. Rename one of them.`,
      )
    }
    state[process.name] = Array.from({ length: count }, (_, id) => initialInstance(where, process, constants, id))
  }
  return state
}

function initialInstance(where: string, process: ProcessDescription, constants: Constants, id: number): object {
  const subject = `${where}: the locals of process '${process.name}'`
  const under = `under the constants ${JSON.stringify(constants)}`
  const locals = evaluatePart('bad-initial-state', subject, under, () => process.locals(constants, id))
  checkRecord(`${subject} must be an object of named cells`, locals)
  for (const taken of ['id', 'pc']) {
    if (Object.hasOwn(locals, taken)) {
      throw new ModelError(
        'own-instance',
        `${where}: process '${process.name}' has a local named '${taken}', which every instance already has. Rename it.`,
      )
    }
  }
  const own = Object.getOwnPropertyDescriptors(locals)
  return Object.defineProperties({ pc: process.steps.keys().next().value }, own)
}

/** Only a record can be copied by its keys; any other object would silently lose data. */
function checkRecord(what: string, value: unknown): asserts value is Record<string, unknown> {
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined
  if (prototype === Object.prototype || prototype === null) return
  const hint = disown(value) ? ' It must not be made by an async function.' : ''
  throw new ModelError('not-plain-data', `${what}, and is ${describe(value)}.${hint}`)
}

function checkPlain(where: string, look: () => void): void {
  try {
    look()
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error
    throw new ModelError(
      'not-plain-data',
      `${where} is not plain data: ${showPath(error.path)} is ${error.reason}.${error.advice} A state is made of null, booleans, finite numbers, strings, arrays and plain objects.`,
    )
  }
}
