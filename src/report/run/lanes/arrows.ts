/**
 * Arrows for the flow of values: from the writer to the reader, between lines of their cards. For a read that was too
 * early, a dashed arrow goes from the read to the change that it missed.
 */

import type { Crossing } from '../../../witness/race.ts'
import { showCell, showRead } from '../reads.ts'
import type { Link } from '../why.ts'
import { baselineOf, nodeOffset, type Plan, type Row, size } from './geometry.ts'
import { element, rounded, title } from './markup.ts'

export type Side = 'left' | 'right'

export interface Arrow {
  readonly kind: 'left' | 'overtaken'
  /** Whether a sentence describes it. */
  readonly isExplained: boolean
  /** The steps where it begins and where it ends, from 0. */
  readonly from: number
  readonly to: number
  readonly fromLane: number
  readonly toLane: number
  /** The side of the card at which it ends. */
  readonly side: Side
  /** Its track on that side; the nearest to the card is 0. */
  readonly track: number
  readonly fromY: number
  readonly toY: number
  readonly what: string
}

export function arrowsOf(rows: readonly Row[], crossings: readonly Crossing[], links: readonly Link[]): Arrow[] {
  const others = crossings
    .filter(
      ({ writer, reader }) =>
        !links.some(link => link.kind === 'left' && link.writer === writer && link.reader === reader),
    )
    .map(({ writer, reader, reads }): Link => {
      const shown = rows[reader]?.lines.map(({ cell }) => cell)
      const read = reads.find(one => shown?.includes(showCell(one))) ?? reads[0]
      return { kind: 'left', writer, reader, read: read as Link['read'] }
    })
  const arrows = [...links, ...others].map((link, i) => arrowOf(rows, link, i < links.length))
  return onTracks(arrows)
}

type Untracked = Omit<Arrow, 'track'>

function arrowOf(rows: readonly Row[], { kind, writer, reader, read }: Link, isExplained: boolean): Untracked {
  const cell = showCell(read)
  const [from, to] = kind === 'left' ? [writer, reader] : [reader, writer]
  const ends = [rows[from] as Row, rows[to] as Row] as const
  const [fromLane, toLane] = [ends[0].lane, ends[1].lane]
  const atLook = (row: Row): number => lineY(row, line => line.kind === 'read' && line.cell === cell)
  const atChange = (row: Row): number => lineY(row, line => line.kind === 'change' && isPartOf(line.cell ?? '', cell))
  const [fromY, toY] = kind === 'left' ? [atChange(ends[0]), atLook(ends[1])] : [atLook(ends[0]), atChange(ends[1])]
  return {
    kind,
    isExplained,
    from,
    to,
    fromLane,
    toLane,
    side: fromLane < toLane ? 'left' : 'right',
    fromY,
    toY,
    what: showRead(read, 200),
  }
}

function isPartOf(a: string, b: string): boolean {
  return a === b || /^[.[]/.test(a.startsWith(b) ? a.slice(b.length) : b.startsWith(a) ? b.slice(a.length) : '')
}

function lineY(row: Row, isWanted: (line: Row['lines'][number]) => boolean): number {
  const index = row.lines.findIndex(isWanted)
  return row.y + (index < 0 ? nodeOffset : baselineOf(row.lines, index) - 4)
}

/**
 * Arrows whose vertical parts would overlap take different tracks; arrows that begin at the same place may share one.
 */
function onTracks(arrows: readonly Untracked[]): Arrow[] {
  const taken: (Untracked & { track: number })[] = []
  for (const arrow of arrows.toSorted((a, b) => Math.abs(a.toY - a.fromY) - Math.abs(b.toY - b.fromY))) {
    const rivals = taken.filter(
      other =>
        other.toLane === arrow.toLane &&
        other.side === arrow.side &&
        !sharesStart(other, arrow) &&
        overlap(other, arrow),
    )
    let track = 0
    while (rivals.some(rival => rival.track === track)) track++
    taken.push({ ...arrow, track })
  }
  return taken.toSorted((a, b) => a.from - b.from || a.to - b.to)
}

function sharesStart(a: Untracked, b: Untracked): boolean {
  return a.from === b.from && a.fromY === b.fromY && a.kind === b.kind
}

function overlap(a: Untracked, b: Untracked): boolean {
  return (
    Math.min(a.fromY, a.toY) <= Math.max(b.fromY, b.toY) + 4 && Math.min(b.fromY, b.toY) <= Math.max(a.fromY, a.toY) + 4
  )
}

/** The number of tracks needed on one side of the cards of a lane. */
export function tracksFor(arrows: readonly Arrow[], lane: number, side: Side): number {
  return Math.max(
    0,
    ...arrows.filter(arrow => arrow.toLane === lane && arrow.side === side).map(({ track }) => track + 1),
  )
}

const headLength = 8

export function drawArrows(plan: Plan): string[] {
  // Arrows that the text explains come last, so they are drawn above the others.
  return plan.arrows
    .toSorted((a, b) => Number(a.isExplained) - Number(b.isExplained))
    .map(arrow => drawArrow(plan, arrow))
}

function drawArrow(plan: Plan, arrow: Arrow): string {
  const [source, target] = [plan.lanes[arrow.fromLane], plan.lanes[arrow.toLane]]
  if (source === undefined || target === undefined) return ''
  const leavesRight = arrow.side === 'left' || arrow.fromLane === arrow.toLane
  const startX = leavesRight ? source.cardX + source.cardWidth : source.cardX
  const endX = arrow.side === 'left' ? target.cardX : target.cardX + target.cardWidth
  const inwards = arrow.side === 'left' ? 1 : -1
  const turnX = endX - inwards * (size.trackGap * (arrow.track + 1) + 4)
  const d = elbow(startX, arrow.fromY, turnX, endX - inwards * headLength, arrow.toY)
  const [x, y] = [rounded(endX), arrow.toY]
  const head = `M${x} ${rounded(y)}l${-inwards * headLength} -4v8z`
  const verb = arrow.kind === 'left' ? 'reads' : 'read'
  const [reader, writer] = arrow.kind === 'left' ? [arrow.to, arrow.from] : [arrow.from, arrow.to]
  const how = arrow.kind === 'left' ? `as step ${writer + 1} left it` : `which step ${writer + 1} changed afterwards`
  return element(
    'g',
    {
      class: `arrow ${arrow.isExplained ? 'explained ' : ''}${arrow.kind} mover-${source.number}`,
      'data-from': arrow.from + 1,
      'data-to': arrow.to + 1,
    },
    title(`Step ${reader + 1} ${verb} ${arrow.what}, ${how}`),
    element('path', { class: 'casing', d }),
    element('path', { d }),
    element('path', { class: 'head', d: head }),
  )
}

/** Sideways, down, and sideways again, with rounded corners. */
function elbow(x1: number, y1: number, turnX: number, x2: number, y2: number): string {
  const down = Math.sign(y2 - y1)
  if (down === 0) return `M${rounded(x1)} ${rounded(y1)}H${rounded(x2)}`
  const radius = Math.min(5, Math.abs(y2 - y1) / 2)
  const [into, out] = [Math.sign(turnX - x1) || 1, Math.sign(x2 - turnX) || 1]
  return [
    `M${rounded(x1)} ${rounded(y1)}H${rounded(turnX - into * radius)}`,
    `Q${rounded(turnX)} ${rounded(y1)} ${rounded(turnX)} ${rounded(y1 + down * radius)}`,
    `V${rounded(y2 - down * radius)}`,
    `Q${rounded(turnX)} ${rounded(y2)} ${rounded(turnX + out * radius)} ${rounded(y2)}H${rounded(x2)}`,
  ].join('')
}
