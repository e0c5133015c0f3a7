import type { Path } from '../base/plain.ts'
import type { State } from '../machine/machine.ts'
import { packState } from './carry-over.ts'
import { isWideEnough, type Layout, layOut, widened } from './layout.ts'
import { Room } from './room.ts'
import { mended, shapeOf } from './shape.ts'

/** A layout that all of `states` fit, with their values known; `sets` are the places of sets. At least one state. */
export function layoutFor(states: readonly State[], sets: readonly Path[], room = new Room(1)): Layout {
  const [first, ...others] = states
  let shape = shapeOf(first, sets)
  for (const state of others) shape = mended(shape, state)
  const layout = layOut(shape, [], room.withSpare)
  for (const state of states) packState(layout, state)
  return isWideEnough(layout) ? layout : widened(layout, room.withSpare)
}
