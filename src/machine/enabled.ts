/** Answers {@link isEnabled}: runs the step on a copy of the state. */

import { ModelError } from '../base/errors.ts'
import { toPlain } from '../base/plain.ts'
import { nextScript } from '../language/control.ts'
import type { EnabledAnswer } from '../language/enabled.ts'
import { type InstanceState, type Machine, moverAt, type State } from './machine.ts'
import { attempt, stepOf } from './reference.ts'

/** Steps of a mover; of any label if that is null. */
interface Meant {
  readonly mover: number
  readonly label: string | null
}

/** The answers for one machine. A copy is made of all that a claim sees, so that all of it counts as read. */
export function enabledIn(machine: Machine): EnabledAnswer {
  return (state, steps, instance) => {
    const meant = meantBy(machine, steps, instance)
    const copy = withoutNumbers(machine, toPlain(state) as State)
    return meant.some(({ mover, label }) => isPossible(machine, copy, mover, label))
  }
}

function isPossible(machine: Machine, state: State, mover: number, label: string | null): boolean {
  const step = stepOf(moverAt(machine, mover), state)
  if (step === undefined || (label !== null && step !== label)) return false
  for (let script: readonly number[] | undefined = []; script !== undefined; ) {
    const { transition, run } = attempt(machine, state, mover, script)
    if (transition !== undefined) return true
    script = nextScript(run.script, run.widths)
  }
  return false
}

/** A claim about each instance sees the number of the instance, which is no part of the state. */
function withoutNumbers(machine: Machine, state: State): State {
  const cells = { ...state } as Record<string, unknown>
  for (const { name } of machine.processes)
    cells[name] = (state[name] as readonly InstanceState[]).map(({ id: _, ...instance }) => instance)
  return cells
}

function meantBy({ model, movers, processes }: Machine, steps: string, instance: number | undefined): Meant[] {
  const found = movers.flatMap((mover, i): Meant[] => {
    if (mover.kind === 'action') return mover.name === steps ? [{ mover: i, label: null }] : []
    if (instance !== undefined && mover.instance !== instance) return []
    if (mover.process === steps) return [{ mover: i, label: null }]
    const label = [...mover.steps.keys()].find(one => `${mover.process}: ${one}` === steps)
    return label === undefined ? [] : [{ mover: i, label }]
  })
  const isKnown = processes.some(({ name, count, labels }) => {
    const isNamed = name === steps || labels.some(label => `${name}: ${label}` === steps)
    return isNamed && (instance === undefined || instance < count)
  })
  if (found.length > 0 || isKnown) return found
  const names = [
    ...processes.map(({ name }) => name),
    ...movers.filter(({ kind }) => kind === 'action').map(m => m.name),
  ]
  const withInstance = instance === undefined ? '' : ` with instance ${instance}`
  throw new ModelError(
    'bad-name',
    `isEnabled names '${steps}'${withInstance}, which model '${model}' does not have. Its processes and actions are: ${names.map(name => `'${name}'`).join(', ')}. A step is named with its process: 'process: step'.`,
  )
}
