/** The overlay of the lanes: arrows from writers to readers behind the boxes, and bars for spans in the gutters. */

import { shorten } from '../../report/text/value.ts'
import type { RowArrow, RowBar } from './rows.ts'

/** Where a row stands, in pixels from the top of the table; it shows the positions from `from` to `to`. */
interface RowPlace {
  readonly from: number
  readonly to: number
  readonly top: number
  readonly height: number
}

/** The places of rows and columns, in pixels from the top left of the table. */
export interface TableMeasures {
  readonly width: number
  readonly height: number
  readonly rows: readonly RowPlace[]
  readonly lanes: readonly { readonly left: number; readonly right: number }[]
}

export function measuresOf(table: HTMLElement): TableMeasures {
  const rows = [...table.querySelectorAll<HTMLElement>('tbody tr[data-position]')]
  const heads = [...table.querySelectorAll<HTMLElement>('thead th.lane')]
  return {
    width: table.offsetWidth,
    height: table.offsetHeight,
    rows: rows.map(row => ({
      from: Number(row.dataset.position),
      to: Number(row.dataset.to ?? row.dataset.position),
      top: row.offsetTop,
      height: row.offsetHeight,
    })),
    lanes: heads.map(({ offsetLeft, offsetWidth }) => ({ left: offsetLeft, right: offsetLeft + offsetWidth })),
  }
}

/** The gap between the edge of a column and the box of a step in it, as the style sheet has it. */
const margin = 12
/** The width of a bar with the gap behind it. */
export const barWidth = 18
/** How far out an arrow comes, as a part of where its curve is drawn to. */
const bulge = 0.75
/** How much further out the curve of an arrow is drawn to than that of one that it encloses. */
const bendPerDepth = 12
/** From the top of a row to the middle of the first line of its box. */
const firstLine = 15
const longestCell = 40
/** The fewest letters of a name that tell something. */
const shortestName = 4

interface Props {
  readonly measures: TableMeasures
  readonly arrows: readonly RowArrow[]
  readonly bars: readonly RowBar[]
  /** The bars side by side in a column. */
  readonly slots: readonly number[]
  /** Of arrows that stay in one column, how far out each goes. */
  readonly depths: ReadonlyMap<RowArrow, number>
  /** The room for them at the right of each column. */
  readonly sides: readonly number[]
  /** The column of the step at a position, or -1. */
  readonly laneAt: (position: number) => number
  /** Whether there is room for a label in a column beside the step at a position. */
  readonly isFree: (lane: number, position: number) => boolean
}

export function Overlay(props: Props) {
  const { measures, arrows, bars } = props
  const shown = arrows.filter(({ from, to }) => isShown(measures, from) && isShown(measures, to))
  return (
    <>
      {/* First, so that arrows and their labels lie over them. */}
      {bars.map(bar => (
        <SpanBar key={`${bar.lane} ${bar.slot} ${bar.from} ${bar.name}`} bar={bar} measures={measures} />
      ))}
      <svg class="arrows" width={measures.width} height={measures.height} aria-hidden="true">
        <defs>
          {(['story', 'early', 'foreign', 'own'] as const).map(kind => (
            <Head key={kind} kind={kind} />
          ))}
        </defs>
        {shown.map(arrow => (
          <ArrowDrawn key={`${arrow.from} ${arrow.to} ${arrow.kind}`} arrow={arrow} {...props} />
        ))}
        {labelsOf(props, shown).map(label => (
          <text key={`${label.x} ${label.y} ${label.anchor}`} x={label.x} y={label.y} text-anchor={label.anchor}>
            {labelText(label)}
          </text>
        ))}
      </svg>
    </>
  )
}

function Head({ kind }: { readonly kind: RowArrow['kind'] }) {
  return (
    <marker
      id={`head-${kind}`}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerUnits="userSpaceOnUse"
      markerWidth="11"
      markerHeight="11"
      orient="auto"
    >
      <path class={`arrow-head ${kind}`} d="M0 0 L8 4 L0 8 z" />
    </marker>
  )
}

/** From the side of one box that faces the other to the side of that one. */
function ArrowDrawn(props: Props & { readonly arrow: RowArrow }) {
  const { measures, slots, sides, depths, laneAt, arrow } = props
  const { from, to, kind } = arrow
  const [a, b] = [laneAt(from), arrow.waits ?? laneAt(to)]
  const [y1, y2] = [lineOf(measures, from), lineOf(measures, to)]
  // Along its own lane it goes on the right, where no bars are.
  const x1 = sideOf(measures, { slots, sides }, a, b >= a)
  const x2 = sideOf(measures, { slots, sides }, b, a >= b)
  // No further than there is room for.
  const depth = Math.min(margin + bendPerDepth * (depths.get(arrow) ?? 0), (margin + (sides[a] ?? 0)) / bulge)
  const bend = a === b ? depth : 2 * margin
  const out = b >= a ? bend : -bend
  const into = a >= b ? bend : -bend
  return (
    <g class={`arrow ${kind}`}>
      <path d={`M${x1} ${y1} C${x1 + out} ${y1} ${x2 + into} ${y2} ${x2} ${y2}`} marker-end={`url(#head-${kind})`} />
    </g>
  )
}

interface Label {
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'end'
  readonly cells: readonly string[]
  /** How many letters have room before the next box. */
  readonly room: number
}

/** The cells of arrows, those at the same place together. */
function labelsOf(props: Props, arrows: readonly RowArrow[]): Label[] {
  const labels: Label[] = []
  for (const label of arrows.flatMap(arrow => labelOf(props, arrow, isForked(arrows, arrow)) ?? [])) {
    const there = labels.findIndex(({ x, y, anchor }) => x === label.x && y === label.y && anchor === label.anchor)
    const known = labels[there]
    if (known === undefined) labels.push(label)
    else labels[there] = { ...known, cells: [...new Set([...known.cells, ...label.cells])] }
  }
  return labels
}

/** As many cells as have room, and how many more there are: what is longer would end under a box. */
function labelText({ cells, room }: Label): string {
  for (let shown = cells.length; shown > 0; shown--) {
    const more = cells.length - shown
    const text = `${cells.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    if (text.length <= room) return text
  }
  return shorten(cells[0] ?? '', Math.max(shortestName, room))
}

/** Whether another arrow with another cell leaves the same box: a label there would not say which of them it belongs to. */
function isForked(arrows: readonly RowArrow[], { from, cell }: RowArrow): boolean {
  return arrows.some(other => other.from === from && other.cell !== undefined && other.cell !== cell)
}

/**
 * The cell beside the box that an arrow leaves, or beside the one that it comes to, which is first if others leave that box, too;
 * nowhere if there is no room.
 */
function labelOf(props: Props, arrow: RowArrow, isAtEnd: boolean): Label | undefined {
  const { measures, slots, laneAt, isFree } = props
  const { from, to, cell } = arrow
  const [a, b] = [laneAt(from), arrow.waits ?? laneAt(to)]
  const step = Math.sign(b - a)
  const isFreeAtStart = step === 0 || isFree(a + step, from)
  const isFreeAtEnd = step !== 0 && isFree(b - step, to)
  if (cell === undefined || !(isFreeAtStart || isFreeAtEnd)) return undefined
  const isStart = isFreeAtStart && !(isAtEnd && isFreeAtEnd)
  const [lane, isRight, row] = isStart ? [a, b >= a, from] : [b, a >= b, to]
  const column = measures.lanes[lane] ?? { left: 0, right: 0 }
  const x = isRight ? column.right + barWidth * (slots[lane + 1] ?? 0) + 8 : column.left - 8
  return {
    x,
    y: lineOf(measures, row) + 4,
    anchor: isRight ? 'start' : 'end',
    cells: [shorten(cell, longestCell)],
    room: Math.floor(Math.abs(freeUpTo(props, lane, isRight ? 1 : -1, row) - x) / letter),
  }
}

/** To where there is no box beside that of a lane, in one direction. */
function freeUpTo({ measures: { lanes, width }, isFree }: Props, lane: number, step: 1 | -1, row: number): number {
  let end = lane + step
  while (lanes[end] !== undefined && isFree(end, row)) end += step
  const next = lanes[end]
  if (next === undefined) return step > 0 ? width : (lanes[0]?.left ?? 0)
  return step > 0 ? next.left + margin : next.right - margin
}

/** Whether the step at a position has a row of its own. */
function isShown({ rows }: TableMeasures, position: number): boolean {
  return rows.some(({ from, to }) => from === position && to === position)
}

function placeOf({ rows }: TableMeasures, position: number): RowPlace | undefined {
  return rows.find(({ to }) => to >= position) ?? rows.at(-1)
}

function lineOf(measures: TableMeasures, position: number): number {
  return (placeOf(measures, position)?.top ?? 0) + firstLine
}

function sideOf(
  { lanes }: TableMeasures,
  { slots, sides }: Pick<Props, 'slots' | 'sides'>,
  lane: number,
  isRight: boolean,
): number {
  const column = lanes[lane] ?? lanes[0]
  if (column === undefined) return 0
  return isRight ? column.right - margin - (sides[lane] ?? 0) : column.left + margin + (slots[lane] ?? 0) * barWidth
}

/** The pixels of a letter of a name that is written along its bar. */
const letter = 7

/** As much of a name as has room along its bar; nothing where that would tell nothing. */
function fitting(name: string, height: number): string {
  const room = Math.floor((height - 4) / letter)
  if (name.length <= room) return name
  return room < shortestName ? '' : `${name.slice(0, room - 1)}…`
}

function SpanBar({ bar, measures }: { readonly bar: RowBar; readonly measures: TableMeasures }) {
  const column = measures.lanes[bar.lane]
  const [first, last] = [placeOf(measures, bar.from), placeOf(measures, bar.to)]
  if (column === undefined || first === undefined || last === undefined) return null
  // To the end of a run it ends above the claim.
  const isToEnd = last === measures.rows.at(-1)
  const [top, bottom] = [first.top + first.height / 2, last.top + (isToEnd ? 0 : last.height / 2)]
  const height = Math.max(first.height / 2, bottom - top)
  const name = fitting(bar.name, height)
  return (
    <div
      class={name === '' ? 'bar short' : 'bar'}
      title={bar.name}
      style={{
        left: `${column.left + 6 + bar.slot * barWidth}px`,
        top: `${top}px`,
        height: `${height}px`,
      }}
    >
      <span>{name}</span>
    </div>
  )
}
