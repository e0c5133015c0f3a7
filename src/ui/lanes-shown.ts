/** The columns of the page, and their colours. */

import type { Player } from '../report/run/cast.ts'
import type { Timeline } from './timeline.ts'

/** A column: a process instance that does something in the run, or is kept from it. */
export interface ShownLane extends Player {
  /** Its place among all, which gives its colour. */
  readonly index: number
}

/** The columns, and the names of those who only look on. */
export function lanesShown({ witness, lanes }: Timeline): {
  readonly lanes: readonly ShownLane[]
  readonly idle: readonly string[]
} {
  const busy = new Set(
    [...witness.steps, ...(witness.blocked ?? []), ...(witness.spans ?? []), ...(witness.waiting ?? [])].map(keyOf),
  )
  const all = lanes.map((lane, index): ShownLane => ({ ...lane, index }))
  return {
    lanes: all.filter(lane => busy.has(keyOf(lane))),
    idle: all.filter(lane => !busy.has(keyOf(lane))).map(({ name }) => name),
  }
}

/** The same for whatever belongs into one column. */
export function keyOf({ process, instance }: { readonly process: string | null; readonly instance: number }): string {
  return process === null ? 'actions' : JSON.stringify([process, instance])
}

/** Colours of lanes that the style sheet knows. */
const colours = 10

/** The class that gives a lane its colour, the same in every part of the page. */
export function laneClass({ lanes }: Pick<Timeline, 'lanes'>, lane: number): string {
  return lanes[lane]?.process === null ? 'lane-of-actions' : `lane-${lane % colours}`
}
