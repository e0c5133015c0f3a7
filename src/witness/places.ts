/** Choices that are no data: they only say which element of a list a step takes out of it. */

import { canonical, type Path, type Plain, partAt } from '../base/plain.ts'
import type { Machine, State } from '../machine/machine.ts'
import { attempt, type Transition } from '../machine/reference.ts'
import { difference } from './difference.ts'
import type { StepTaken } from './witness.ts'

/** For each choice that is only a place: of how many. None of it if all are data. */
export function placesOf(machine: Machine, transition: Transition, before: State): Pick<StepTaken, 'places'> {
  const { options, script, effect, mover } = transition
  if (effect.kind !== 'state' || !options.some((option, i) => option === script[i])) return {}
  const changed = difference(before, effect.state).flatMap(({ path }) => listsAround(before, path))
  if (changed.length === 0) return {}
  const { widths } = attempt(machine, before, mover, script).run
  const places = options.map((option, i) => {
    const width = widths[i] ?? 0
    const isPlace = changed.some(list => isTakenOut(partAt(before, list), partAt(effect.state, list), option, width))
    return option === script[i] && isPlace ? width : null
  })
  return places.some(place => place !== null) ? { places } : {}
}

/** The lists that a changed cell is in, or is. */
function listsAround(state: State, path: Path): Path[] {
  const around = path.map((_, length) => path.slice(0, length + 1))
  return around.filter(part => Array.isArray(partAt(state, part)))
}

/** Whether a list has lost the element at a place, where each element could have been chosen. */
function isTakenOut(list: Plain | undefined, left: Plain | undefined, place: Plain, width: number): boolean {
  if (!Array.isArray(list) || !Array.isArray(left) || list.length !== width) return false
  return canonical(left) === canonical(list.filter((_, i) => i !== place))
}
