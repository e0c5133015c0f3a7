import { callerLocation } from '../base/author-location.ts'
import { ModelError } from '../base/errors.ts'
import { requireArgument, requireObject } from './arguments.ts'
import type { ProcessDescription } from './model-description.ts'
import { type AnyBlock, joinedSteps } from './steps.ts'

/** The parts of a process as they are passed to `.process()`, with their types erased. */
interface AnyProcessSource {
  readonly count?: unknown
  readonly locals?: unknown
  readonly steps: unknown
  readonly mayRest?: readonly string[]
  readonly symmetric?: boolean | string
}

/** Checks the parts of a process and describes it. `where` names the process in messages. */
export function describeProcess(where: string, name: string, source: AnyProcessSource): ProcessDescription {
  checkParts(where, source)
  const { count = 1, locals = () => ({}), mayRest = [] } = source
  const blocks = (Array.isArray(source.steps) ? source.steps : [source.steps]) as readonly AnyBlock[]
  const steps = joinedSteps(where, blocks)
  checkLabels(where, steps)
  checkRests(where, steps, mayRest)
  return {
    name,
    count: count as ProcessDescription['count'],
    locals: locals as ProcessDescription['locals'],
    steps,
    mayRest: new Set(mayRest),
    symmetric: symmetricSet(name, source.symmetric),
    where: callerLocation(),
  }
}

function checkParts(where: string, source: unknown): void {
  requireObject(where, '{ steps, ... }', source)
  const { steps, locals, mayRest, symmetric } = source as Record<string, unknown>
  requireArgument(typeof steps === 'object' && steps !== null, where, "its steps as 'steps'", steps)
  requireArgument(['undefined', 'function'].includes(typeof locals), where, "a function as 'locals'", locals)
  requireArgument(mayRest === undefined || Array.isArray(mayRest), where, "a list of labels as 'mayRest'", mayRest)
  const isSymmetry = ['undefined', 'boolean', 'string'].includes(typeof symmetric)
  requireArgument(isSymmetry, where, "true, false or the name of a set of ids as 'symmetric'", symmetric)
}

/** The set of ids of a process whose instances are symmetric. */
function symmetricSet(process: string, symmetric: boolean | string | undefined): string | undefined {
  if (symmetric === true) return process
  return symmetric === false ? undefined : symmetric
}

export function checkLabels(where: string, steps: ReadonlyMap<string, unknown>): void {
  if (steps.size === 0) throw new ModelError('bad-name', `${where} has no steps.`)
  for (const [label, step] of steps) {
    if (label === 'done')
      throw new ModelError('bad-name', `${where} has a step named 'done', which is the label of an ended process.`)
    if (label.trim() === '') throw new ModelError('bad-name', `${where} has a step with an empty label.`)
    // JavaScript moves such keys to the front of the object, which would change the order of the steps.
    if (/^\d+$/.test(label))
      throw new ModelError('bad-name', `${where} has a step named '${label}'. A label must not be a whole number.`)
    if (typeof step !== 'function')
      throw new ModelError('bad-name', `${where} has a step '${label}' that is not a function.`)
  }
}

function checkRests(where: string, steps: ReadonlyMap<string, unknown>, mayRest: readonly string[]): void {
  for (const label of mayRest) {
    if (!steps.has(label))
      throw new ModelError(
        'unknown-label',
        `${where} may rest at '${label}', which is not one of its labels: ${[...steps.keys()].join(', ')}.`,
      )
  }
}
