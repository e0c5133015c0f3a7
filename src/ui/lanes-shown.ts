/** The columns of the page, and their colours. */

import { isPlayedBy, type Player } from '../report/run/cast.ts'
import type { StepMover } from '../report/run/plot/words.ts'
import type { Timeline } from './timeline.ts'

/** A column: a process instance that moves in the run, waits at its end, or could move in its loop and does not. */
export interface ShownLane extends Player {
  /** Its place among all players, which determines its colour. */
  readonly index: number
}

/** The columns, and the names of the players without one. */
export function lanesShown({ witness, lanes }: Timeline): {
  readonly lanes: readonly ShownLane[]
  readonly idle: readonly string[]
} {
  const held = witness.loop?.heldUp ?? []
  const busy = new Set([...witness.steps, ...(witness.waiting ?? []), ...held].map(keyOf))
  const all = lanes.map((lane, index): ShownLane => ({ ...lane, index }))
  return {
    lanes: all.filter(lane => busy.has(keyOf(lane))),
    idle: all.filter(lane => !busy.has(keyOf(lane))).map(({ name }) => name),
  }
}

/** The same for everything in one column. */
export function keyOf({ process, instance }: { readonly process: string | null; readonly instance: number }): string {
  return process === null ? 'actions' : JSON.stringify([process, instance])
}

/** The number of lane colours in the style sheet. */
const colours = 10

/** The class that gives a lane its colour in all parts of the page. */
export function laneClass({ lanes }: Pick<Timeline, 'lanes'>, lane: number): string {
  return (lanes[lane]?.process ?? null) === null ? 'lane-of-actions' : `lane-${lane % colours}`
}

/** The class of the lane of a mover that takes a step, or waits. */
export function laneOfMover(timeline: Pick<Timeline, 'lanes'>, mover: StepMover): string {
  const lane = timeline.lanes.findIndex(player => isPlayedBy(player, mover))
  return laneClass(timeline, lane)
}
