/** The overlay of the lanes: arrows from writers to readers, and bars for spans. */

import type { RowArrow, RowBar } from './rows.ts'
import { rowAt } from './rows.ts'

/** The positions of rows and columns, in pixels from the top left of the table. */
export interface TableMeasures {
  readonly width: number
  readonly height: number
  /** The top of the first row, and the height of each. */
  readonly top: number
  readonly row: number
  readonly lanes: readonly { readonly left: number; readonly right: number }[]
}

export function measuresOf(table: HTMLElement): TableMeasures {
  const body = table.querySelector('tbody')
  const heads = [...table.querySelectorAll<HTMLElement>('thead th.lane')]
  return {
    width: table.offsetWidth,
    height: table.offsetHeight,
    top: body?.offsetTop ?? 0,
    row: body?.rows[0]?.offsetHeight ?? 0,
    lanes: heads.map(({ offsetLeft, offsetWidth }) => ({ left: offsetLeft, right: offsetLeft + offsetWidth })),
  }
}

/** The gap between the edge of a column and the box of a step in it, as in the style sheet. */
const margin = 12
const barWidth = 14

interface Props {
  readonly measures: TableMeasures
  readonly rows: readonly number[]
  readonly arrows: readonly RowArrow[]
  readonly bars: readonly RowBar[]
  /** The column of the step at a position, or -1. */
  readonly laneAt: (position: number) => number
}

export function Overlay(props: Props) {
  const { measures, arrows, bars, rows } = props
  const shown = arrows.filter(({ from, to }) => rows.includes(from) && rows.includes(to))
  return (
    <>
      {bars.map(bar => (
        <SpanBar key={`${bar.lane} ${bar.slot} ${bar.from} ${bar.name}`} bar={bar} measures={measures} />
      ))}
      <svg class="arrows" width={measures.width} height={measures.height} aria-hidden="true">
        <defs>
          {(['other', 'own', 'foreign'] as const).map(kind => (
            <Head key={kind} kind={kind} />
          ))}
        </defs>
        {shown.map(arrow => (
          <path
            key={`${arrow.from} ${arrow.to}`}
            class={`arrow ${arrow.kind}`}
            d={wayOf(props, arrow)}
            marker-end={`url(#head-${arrow.kind})`}
          />
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

/** From the side of the writer's box that faces the reader to the side of the reader's box that faces the writer. */
function wayOf({ measures, rows, laneAt }: Props, { from, to }: RowArrow): string {
  const [a, b] = [laneAt(from), laneAt(to)]
  const [y1, y2] = [from, to].map(position => measures.top + (rowAt(rows, position) + 0.5) * measures.row) as [
    number,
    number,
  ]
  const [x1, x2] = [sideOf(measures, a, b > a), sideOf(measures, b, a > b)]
  // A curve reaches three quarters of the offset of its control points: within one lane it stays in the gap.
  const bend = a === b ? margin : 2 * margin
  const out = b > a ? bend : -bend
  const into = a > b ? bend : -bend
  return `M${x1} ${y1} C${x1 + out} ${y1} ${x2 + into} ${y2} ${x2} ${y2}`
}

function sideOf({ lanes }: TableMeasures, lane: number, isRight: boolean): number {
  const column = lanes[lane] ?? lanes[0]
  if (column === undefined) return 0
  return isRight ? column.right - margin : column.left + margin
}

function SpanBar({ bar, measures }: { readonly bar: RowBar; readonly measures: TableMeasures }) {
  const column = measures.lanes[bar.lane]
  if (column === undefined) return null
  const [top, bottom] = [bar.from, bar.to].map(row => measures.top + (row + 0.5) * measures.row) as [number, number]
  return (
    <div
      class="bar"
      title={bar.name}
      style={{
        left: `${column.right - margin - (bar.slot + 1) * barWidth}px`,
        top: `${top}px`,
        height: `${Math.max(measures.row / 2, bottom - top)}px`,
      }}
    >
      <span>{bar.name}</span>
    </div>
  )
}
