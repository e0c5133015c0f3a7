/** The measures of the picture, and the layout of its parts. */

import type { State } from '../../../machine/machine.ts'
import type { Witness } from '../../../witness/witness.ts'
import type { Player } from '../cast.ts'
import type { Scene } from '../scene.ts'
import type { StepRole } from '../why.ts'
import type { Arrow } from './arrows.ts'
import type { Bar } from './bars.ts'
import type { CardLine } from './card.ts'

export const size = {
  margin: 24,
  laneGap: 22,
  lanePadding: 10,
  headHeight: 34,
  cardPadding: 10,
  rowGap: 10,
  labelHeight: 17,
  lineHeight: 15,
  barWidth: 15,
  barGap: 4,
  trackGap: 9,
} as const

export interface Lane {
  readonly player: Player
  /** Its number in the cast, which determines its colour. */
  readonly number: number
  readonly columns: number
  readonly x: number
  readonly width: number
  readonly cardX: number
  readonly cardWidth: number
}

/** Why a process could not move, written in a row in which its lane is empty. */
export interface Note {
  readonly lane: number
  readonly lines: readonly string[]
}

export interface Row {
  readonly scene: Scene
  readonly lane: number
  readonly lines: readonly CardLine[]
  readonly notes: readonly Note[]
  readonly y: number
  readonly height: number
  readonly cardHeight: number
}

export interface Plan {
  readonly witness: Witness
  readonly roles: readonly StepRole[]
  readonly states: readonly State[]
  readonly cast: readonly Player[]
  readonly lanes: readonly Lane[]
  /** The players that take no step. */
  readonly idle: readonly Player[]
  readonly rows: readonly Row[]
  /** The notes of the players that cannot move in the last state, below the last row. */
  readonly lastNotes: readonly Note[]
  readonly bars: readonly Bar[]
  readonly arrows: readonly Arrow[]
  /** The y of the beginning and end of the rows. */
  readonly top: number
  readonly bottom: number
  readonly width: number
  readonly numberColumns: number
}

export function cardHeight(lines: readonly CardLine[]): number {
  const text = lines.reduce((sum, { kind }) => sum + (kind === 'label' ? size.labelHeight : size.lineHeight), 0)
  return text + 11
}

/** The y of the baseline of a line on a card whose top is at 0. */
export function baselineOf(lines: readonly CardLine[], index: number): number {
  const above = lines
    .slice(0, index)
    .reduce((sum, { kind }) => sum + (kind === 'label' ? size.labelHeight : size.lineHeight), 0)
  return above + 17.5
}

/** Where bars and arrows meet a card if they belong to none of its lines: the middle of its label. */
export const nodeOffset = 13.5

/** The y of the beginning and the end of state `k` of the run. */
export function stateSpan(
  plan: { readonly rows: readonly { readonly y: number }[]; readonly top: number; readonly bottom: number },
  from: number,
  to: number,
): [number, number] {
  const begin = plan.rows[from - 1]
  const end = plan.rows[to]
  return [
    begin === undefined ? plan.top - 2 : begin.y + nodeOffset,
    end === undefined ? plan.bottom : end.y + nodeOffset,
  ]
}
