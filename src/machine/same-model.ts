/** Whether a model is the same when it is created again: its description must not depend on anything outside it. */

import { ModelError } from '../base/errors.ts'
import { isSamePlain } from '../base/plain.ts'
import type { Machine } from './machine.ts'

/** Throws {@link ModelError} if the machine from a fresh copy of the author's modules is different. */
export function refuseOtherModel(machine: Machine, fresh: Machine): void {
  const part = differingPart(machine, fresh)
  if (part === undefined) return
  throw new ModelError(
    'impure',
    `model '${machine.model}': ${part} in a fresh copy of its module. The description of a model must be the same each time: ${lookFor}.`,
  )
}

/** Throws {@link ModelError} if the machine is different when its functions are called again. */
export function refuseOtherAnswer(machine: Machine, again: Machine): void {
  const part = differingPart(machine, again)
  if (part === undefined) return
  throw new ModelError(
    'impure',
    `model '${machine.model}': ${part} when it is evaluated again. A count, the shared state and locals must be functions of the constants: ${lookFor}.`,
  )
}

const lookFor = 'look for random numbers, dates, and variables that count calls'

/** The part in which two machines differ, as the beginning of a sentence. */
function differingPart(a: Machine, b: Machine): string | undefined {
  const counted = a.processes.find(({ count }, i) => count !== b.processes[i]?.count)
  if (counted !== undefined) return `the count of process '${counted.name}' is different`
  const parts: readonly (readonly [string, (machine: Machine) => unknown])[] = [
    ['its constants are different', ({ constants }) => constants],
    ['the initial state is different', ({ initialStates }) => initialStates],
    ['its processes and actions are different', ({ movers }) => movers.map(mover => [mover.name, stepsOf(mover)])],
    ['its claims are different', ({ claims }) => claims.map(({ kind, name }) => [kind, name])],
  ]
  return parts.find(([, part]) => !isSamePlain(part(a), part(b)))?.[0]
}

function stepsOf(mover: Machine['movers'][number]): readonly string[] {
  return mover.kind === 'action' ? [] : [...mover.steps.keys()]
}
