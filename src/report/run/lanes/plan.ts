/**
 * The layout of the picture: a lane for each process instance, a row for each step.
 *
 *   lane 0                                lane 1
 *   | bars | tracks | card | tracks |     | bars | tracks | card | tracks |
 *
 * The card of a step is alone in its row. So an arrow that leaves it sideways crosses no other card on its way to the
 * tracks beside its target card; there it turns, and enters that card. Rows are as high as their contents, and higher
 * where a bar would be too short for its name.
 */

import type { Blocked } from '../../../witness/blocked.ts'
import { crossingsOf } from '../../../witness/race.ts'
import { statesOf, type Witness } from '../../../witness/witness.ts'
import { showValue } from '../../text/value.ts'
import { columnsOf, wrap } from '../../text/wrap.ts'
import { waitsFor } from '../awaited.ts'
import { castOf, isPlayedBy, type Player } from '../cast.ts'
import { showRead } from '../reads.ts'
import { type Scene, scenesOf } from '../scene.ts'
import { linksOf, rolesOf } from '../why.ts'
import { type Arrow, arrowsOf, type Side, tracksFor } from './arrows.ts'
import { type Bar, barsOf, columnsTaken, lengthWanted } from './bars.ts'
import { type CardLine, columnsWanted, itemsOf, linesOf } from './card.ts'
import { cardHeight, type Lane, type Note, type Plan, type Row, size, stateSpan } from './geometry.ts'
import { loopRoom } from './loop.ts'
import { columnOf, fonts } from './type.ts'

/** Lays out the lanes of a witness, from y = 0 on. */
export function planOf(witness: Witness): Plan {
  const states = statesOf(witness)
  const cast = castOf(witness)
  const players = playersOf(witness, cast)
  const scenes = scenesOf(witness, states)
  const links = linksOf(witness)
  const crossings = crossingsOf(witness)
  const numberColumns = String(scenes.length).length + 1
  const items = scenes.map(scene => itemsOf(witness, states, scene, crossings, links))
  const wanted = items.map(item => columnsWanted(item, numberColumns))
  const columns = players.map(player => {
    const own = wanted.filter((_, k) => isPlayedBy(player, (scenes[k] as Scene).step))
    return Math.min(maxColumns(players.length), Math.max(16, Math.ceil(columnsOf(player.name) * 1.25), ...own))
  })
  const laneOf = (scene: Scene): number => players.findIndex(player => isPlayedBy(player, scene.step))
  const lines = items.map((item, k) => linesOf(item, columns[laneOf(scenes[k] as Scene)] as number, numberColumns))
  const bars = barsOf(witness, players)
  const notes = notesOf(witness, players, columns)
  const heights = scenes.map((_, k) => Math.max(cardHeight(lines[k] ?? []), ...(notes[k] ?? []).map(noteHeight)))
  const lastNotes = notes[scenes.length] ?? []
  const tops = stretched(heights, Math.max(6, ...lastNotes.map(noteHeight)), size.headHeight, bars)
  const rows = scenes.map((scene, k): Row => {
    const [own, height] = [lines[k] as CardLine[], heights[k] as number]
    const y = tops.rows[k]?.y as number
    return { scene, lane: laneOf(scene), lines: own, notes: notes[k] ?? [], y, height, cardHeight: cardHeight(own) }
  })
  const arrows = arrowsOf(rows, crossings, links)
  const lanes = lanesOf(players, cast, columns, bars, arrows)
  return {
    witness,
    roles: rolesOf(witness),
    states,
    cast,
    lanes,
    idle: cast.filter(player => !players.includes(player)),
    rows,
    lastNotes,
    bars,
    arrows,
    top: size.headHeight,
    bottom: tops.bottom,
    width: widthOf(lanes) + loopRoom(witness),
    numberColumns,
  }
}

/** Who has a lane: those who take a step, or all if nobody does. */
function playersOf(witness: Witness, cast: readonly Player[]): readonly Player[] {
  const playing = cast.filter(player => witness.steps.some(step => isPlayedBy(player, step)))
  return playing.length > 0 ? playing : cast
}

function widthOf(lanes: readonly Lane[]): number {
  const last = lanes.at(-1)
  return last === undefined ? 0 : last.x + last.width - size.margin
}

/** The columns of text on a card: with many lanes, cards must be narrow. */
function maxColumns(lanes: number): number {
  return [46, 46, 46, 40, 34, 30, 26][lanes] ?? 22
}

function noteHeight({ lines }: Note): number {
  return lines.length * size.lineHeight + 6
}

/** The tops of the rows, with more room where a bar needs it for its name. */
function stretched(
  heights: readonly number[],
  lastHeight: number,
  top: number,
  bars: readonly Bar[],
): { rows: { y: number }[]; bottom: number } {
  const spaces = heights.map(() => size.rowGap as number)
  let end = lastHeight
  let before = 6
  const place = (): { rows: { y: number }[]; bottom: number } => {
    let y = top + before
    const rows = heights.map((height, k) => {
      const here = { y }
      y += height + (spaces[k] as number)
      return here
    })
    return { rows, bottom: y + end }
  }
  let placed = place()
  for (const bar of bars.toSorted((a, b) => a.to - b.to)) {
    const [from, to] = stateSpan({ ...placed, top }, bar.from, bar.to)
    const missing = lengthWanted(bar) - (to - from)
    if (missing <= 0) continue
    if (bar.to >= heights.length) end += missing
    else if (bar.to === 0) before += missing
    else spaces[bar.to - 1] = (spaces[bar.to - 1] as number) + missing
    placed = place()
  }
  return placed
}

function lanesOf(
  players: readonly Player[],
  cast: readonly Player[],
  columns: readonly number[],
  bars: readonly Bar[],
  arrows: readonly Arrow[],
): Lane[] {
  let x: number = size.margin
  return players.map((player, lane) => {
    const room = (side: Side): number => {
      const tracks = tracksFor(arrows, lane, side)
      return tracks === 0 ? size.lanePadding : size.lanePadding + 6 + tracks * size.trackGap
    }
    const barRoom = columnsTaken(bars, lane) * (size.barWidth + size.barGap)
    const cardX =
      x +
      size.lanePadding +
      barRoom +
      (barRoom === 0 && room('left') === size.lanePadding ? 0 : room('left') - size.barGap)
    const cardWidth = Math.ceil((columns[lane] as number) * columnOf(fonts.code)) + 2 * size.cardPadding
    const here = x
    const width = cardX + cardWidth + room('right') - x
    x += width + size.laneGap
    return { player, number: cast.indexOf(player), columns: columns[lane] as number, x: here, width, cardX, cardWidth }
  })
}

/** For each row, and for the place below the last, the notes of the players that are blocked from then on. */
function notesOf(witness: Witness, players: readonly Player[], columns: readonly number[]): Note[][] {
  const notes: Note[][] = Array.from({ length: witness.steps.length + 1 }, () => [])
  for (const blocked of witness.blocked ?? []) {
    const lane = players.findIndex(
      ({ process, instance }) => process === blocked.process && instance === blocked.instance,
    )
    if (lane < 0 || blocked.process === null) continue
    const lines = noteLines(witness, blocked).flatMap(line => wrap(line, columns[lane] as number, '  ').slice(0, 3))
    notes[blocked.from]?.push({ lane, lines })
  }
  return notes
}

function noteLines(witness: Witness, blocked: Blocked): string[] {
  const looks = waitsFor(witness, blocked)
  return [
    `waits at ${showValue(blocked.step)}`,
    ...looks.slice(-2).map(read => `since ${showRead(read, 40)}${read.writer === null ? '' : ` ← ${read.writer + 1}`}`),
  ]
}
