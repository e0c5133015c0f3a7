/** Whether a model is the same when it is made once more: what describes it must not depend on anything else. */

import { ModelError } from '../base/errors.ts'
import { canonical } from '../base/plain.ts'
import type { Machine } from './machine.ts'

/** Throws {@link ModelError} if the machine from a fresh copy of the author's modules is another one. */
export function refuseOtherModel(machine: Machine, fresh: Machine): void {
  const part = differingPart(machine, fresh)
  if (part === undefined) return
  throw new ModelError(
    'impure',
    `model '${machine.model}': ${part} in a fresh copy of its module. What describes a model must be the same each time: ${lookFor}.`,
  )
}

/** Throws {@link ModelError} if the machine is another one when its functions are called again. */
export function refuseOtherAnswer(machine: Machine, again: Machine): void {
  const part = differingPart(machine, again)
  if (part === undefined) return
  throw new ModelError(
    'impure',
    `model '${machine.model}': ${part} when it is asked for again. A count, the shared state and locals must be functions of the constants: ${lookFor}.`,
  )
}

const lookFor = 'look for random numbers, dates, and variables that count calls'

/** What is not the same of two machines, as the beginning of a sentence. */
function differingPart(a: Machine, b: Machine): string | undefined {
  const counted = a.processes.find(({ count }, i) => count !== b.processes[i]?.count)
  if (counted !== undefined) return `the count of process '${counted.name}' is another one`
  const parts: readonly (readonly [string, (machine: Machine) => unknown])[] = [
    ['its constants are others', ({ constants }) => constants],
    ['the initial state is another one', ({ initialStates }) => initialStates],
    ['its processes and actions are others', ({ movers }) => movers.map(mover => [mover.name, stepsOf(mover)])],
    ['its claims are others', ({ claims }) => claims.map(({ kind, name }) => [kind, name])],
  ]
  return parts.find(([, part]) => canonical(part(a)) !== canonical(part(b)))?.[0]
}

function stepsOf(mover: Machine['movers'][number]): readonly string[] {
  return mover.kind === 'action' ? [] : [...mover.steps.keys()]
}
