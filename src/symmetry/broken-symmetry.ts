import { ModelError } from '../base/errors.ts'
import { type Path, showPath } from '../base/plain.ts'
import { idText } from '../language/ids.ts'
import { type Machine, moverAt } from '../machine/machine.ts'
import type { Transition } from '../machine/reference.ts'
import type { Asymmetry } from './behaviour.ts'
import type { Permutation } from './permutation.ts'

/** The two ids that a permutation exchanges first: `node 0 and node 1`. */
function exchangedIds({ symmetries }: Machine, permutation: Permutation): string {
  for (const [set, { name }] of symmetries.entries()) {
    const from = permutation[set]?.findIndex((to, i) => to !== i) ?? -1
    if (from >= 0) return `${idText(name, from)} and ${idText(name, permutation[set]?.[from] as number)}`
  }
  return 'nothing'
}

const advice =
  "Only ids (idOf) may name instances in the state: keep what belongs to each in its locals or in a record by id (perId). Or leave out 'symmetric'; '--reduce none' visits every state."

/** The error for a difference between a state and its permutation. */
export function brokenBy(machine: Machine, difference: Asymmetry, permutation: Permutation): ModelError {
  const { kind, states } = difference
  return kind === 'claim'
    ? brokenByClaim(machine, difference.claim.name, permutation, states[0])
    : brokenByStep(machine, difference.transition, permutation, difference.cell)
}

/** The error for a step that behaves differently after two ids are exchanged. */
export function brokenByStep(
  machine: Machine,
  { mover, step }: Transition,
  permutation: Permutation,
  cell: Path | undefined,
): ModelError {
  const { name, kind } = moverAt(machine, mover)
  const what = kind === 'action' ? `action '${name}'` : `step '${step}' of ${name}`
  const how =
    cell === undefined ? 'is possible, and the same step is not' : `leads to states that differ in '${showPath(cell)}'`
  return new ModelError(
    'broken-symmetry',
    `model '${machine.model}': ${exchangedIds(machine, permutation)} are not alike: with the two exchanged, ${what} ${how}. ${advice}`,
  )
}

/** The error for a claim whose answer changes when two ids are exchanged. */
function brokenByClaim(machine: Machine, claim: string, permutation: Permutation, state: object): ModelError {
  const text = JSON.stringify(state)
  const brief = text.length <= 300 ? text : `${text.slice(0, 300)}...`
  return new ModelError(
    'broken-symmetry',
    `model '${machine.model}': claim '${claim}' is not symmetric: its answer differs with ${exchangedIds(machine, permutation)} exchanged, in the state ${brief}. State it for all ids alike, or use '--reduce none', which visits every state.`,
  )
}
