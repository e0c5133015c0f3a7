/** A view: what of a state tells it apart from others, where not all of it is to count. */

import { ModelError, messageOf, UsageError } from '../base/errors.ts'
import { canonical, NotPlain, showPath } from '../base/plain.ts'
import { AuthorsCode } from './authors-code.ts'
import type { Machine, State } from './machine.ts'

/** The text of what the view shows of a state: states with the same text count as one. */
export type ViewText = (state: State) => string

/** The view of a machine, if it has one. */
export function viewTextOf(machine: Machine): ViewText | undefined {
  const { view, model, constants } = machine
  if (view === undefined) return undefined
  const where = `model '${model}': the view`
  return state => {
    try {
      return canonical(new AuthorsCode(where, state).runAuthorsCode(() => view(state, constants)))
    } catch (error) {
      throw refused(where, error)
    }
  }
}

function refused(where: string, error: unknown): unknown {
  if (error instanceof NotPlain)
    return new ModelError(
      'not-plain-data',
      `${where} returned a value that is not plain data: ${showPath(error.path) || 'it'} is ${error.reason}.${error.advice}`,
    )
  if (error instanceof ModelError) return error
  return new ModelError('bad-view', `${where} threw an error: ${messageOf(error)}. It must only read the state.`, {
    cause: error,
  })
}

/**
 * The same machine with a view that leaves out some cells, by their names: `total`, a part of the shared state, or
 * `worker.seen`, a local of every instance. Throws {@link UsageError} for one that is not there.
 */
export function ignoring(machine: Machine, cells: readonly string[]): Machine {
  if (cells.length === 0) return machine
  const { view = (state: State): unknown => state } = machine
  for (const cell of cells) refuseUnknownCell(machine, cell)
  const without = (state: State): State => cells.reduce(withoutCell, state)
  return { ...machine, view: (state, constants) => view(without(state), constants) }
}

function withoutCell(state: State, cell: string): State {
  if (Object.hasOwn(state, cell)) {
    const { [cell]: _, ...others } = state
    return others
  }
  const [process, local] = partsOf(cell)
  const instances = (state[process] as readonly Record<string, unknown>[]).map(instance => {
    const { [local]: _, ...others } = instance
    return others
  })
  return { ...state, [process]: instances }
}

function partsOf(cell: string): [string, string] {
  const dot = cell.indexOf('.')
  return [cell.slice(0, dot), cell.slice(dot + 1)]
}

function refuseUnknownCell(machine: Machine, cell: string): void {
  const names = namesOf(machine)
  if (names.includes(cell)) return
  throw new UsageError(
    'bad-option',
    `model '${machine.model}' has no part '${cell}' that could be ignored. It has: ${names.join(', ')}.`,
  )
}

/** What can be ignored: parts of the shared state, and locals of processes. */
function namesOf({ initialStates, processes }: Machine): string[] {
  const [state = {}] = initialStates
  const shared = Object.keys(state).filter(key => !processes.some(({ name }) => name === key))
  const locals = processes.flatMap(({ name }) => {
    const [first = {}] = ((state as State)[name] ?? []) as readonly object[]
    return Object.keys(first).flatMap(local => (local === 'pc' ? [] : [`${name}.${local}`]))
  })
  return [...shared, ...locals]
}
