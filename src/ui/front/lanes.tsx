import { cloneElement } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { textOf } from '../../report/run/plot/words.ts'
import { roundsOf, roundsSentence } from '../../report/run/rounds.ts'
import { count } from '../../report/text/count.ts'
import { harmless } from '../../report/text/value.ts'
import { depthsOf } from '../depths-of.ts'
import { notesOf } from '../explanation.ts'
import { laneClass, lanesShown } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'
import { gutterOf, sidesOf, spanOf } from './lane-widths.ts'
import { Legend } from './legend.tsx'
import { Overlay } from './overlay.tsx'
import { arrowsOf, barsOn, isFree, positionsShown, type RunRow, rowsOf, slotsOf, storyArrowsOf } from './rows.ts'
import { StepRow, type TableProps } from './step-row.tsx'
import { useFollowing, useMeasures } from './use-following.ts'

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly isOnlyCausal: boolean
  /** Whether steps that the story does not tell of are folded. Default: no. */
  readonly isFolded?: boolean
  /** What the last row says in place of what the run shows of its claim: it shows nothing of it. */
  readonly ending?: string | undefined
}

/** The run as lanes: a column for each process instance, a row for each step. */
export function Lanes({ timeline, position, isOnlyCausal, isFolded = false, ending }: Props) {
  const { lanes, idle } = useMemo(() => lanesShown(timeline), [timeline])
  const [opened, setOpened] = useState<readonly RunRow[]>([])
  const kept = timeline.isCausal(position) ? undefined : position
  const isKept = (at: number): boolean =>
    !isFolded || timeline.isInStory(at) || at === position || opened.some(({ from, to }) => from <= at && at <= to)
  const rows = rowsOf(positionsShown(timeline, isOnlyCausal, kept), isKept)
  const bars = useMemo(() => barsOn(timeline, lanes), [timeline, lanes])
  const slots = useMemo(() => lanes.map((_, lane) => slotsOf(bars, lane)), [lanes, bars])
  const arrows = arrowsOf(timeline, position, lanes)
  const laneAt = (at: number): number => lanes.findIndex(({ index }) => index === timeline.laneOf(at))
  const depths = depthsOf(arrows, laneAt)
  // Not for those of the selected step: the columns stay as they are when another one is selected.
  const sides = useMemo(() => sidesOf(storyArrowsOf(timeline, lanes), lanes, laneAt), [timeline, lanes])
  const { shape, plainRows } = usePlainRows({ timeline, lanes, slots, sides, ending }, rows, row =>
    setOpened(before => [...before, row]),
  )
  const pane = useRef<HTMLElement>(null)
  const measures = useMeasures(pane, shape)
  useFollowing(pane, position, timeline.firstInStory)
  return (
    <section
      class={isFolded ? 'lanes brief' : 'lanes'}
      aria-label="The run, one lane per process"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      ref={pane}
      style={{ '--lanes': spanOf(lanes) }}
    >
      <div class="lanes-table">
        <table>
          <LanesHead {...{ timeline, lanes, slots, sides, ending }} />
          <tbody>
            {plainRows.map((row, i) => {
              const { from, to } = rows[i] as RunRow
              return from === position && to === position ? cloneElement(row, { isSelected: true }) : row
            })}
          </tbody>
        </table>
        {measures === undefined ? null : (
          <Overlay
            measures={measures}
            bars={bars}
            slots={slots}
            arrows={arrows}
            depths={depths}
            sides={sides}
            laneAt={laneAt}
            isFree={(lane, at) => isFree(timeline, lanes[lane], at)}
          />
        )}
      </div>
      <Legend timeline={timeline} idle={idle} arrows={arrows} />
    </section>
  )
}

/** The rows with none of them selected. Memoised: a step through a long run renders only two rows again. */
function usePlainRows(table: TableProps, rows: readonly RunRow[], open: (row: RunRow) => void) {
  const { timeline, lanes, slots, sides, ending } = table
  const notes = useMemo(() => notesOf(timeline), [timeline])
  const shape = JSON.stringify(rows.map(({ from, to }) => [from, to]))
  const plainRows = useMemo(
    () =>
      rows.map((row, i) =>
        row.from < row.to ? (
          <FoldedRow key={`folded-${row.from}`} {...table} row={row} open={() => open(row)} />
        ) : (
          <StepRow
            key={row.from}
            {...table}
            position={row.from}
            before={positionBefore(rows, i)}
            isSelected={false}
            note={notes.get(row.from)}
          />
        ),
      ),
    [timeline, lanes, slots, sides, ending, notes, shape],
  )
  return { shape, plainRows }
}

/** The names of the lanes. */
function LanesHead({ timeline, lanes, slots, sides }: TableProps) {
  return (
    <thead>
      <tr>
        <th scope="col" class="number">
          <abbr title="step">#</abbr>
        </th>
        {lanes.map((lane, i) => (
          <th
            key={lane.name}
            scope="col"
            class={`lane ${laneClass(timeline, lane.index)}`}
            style={gutterOf(slots[i], sides[i])}
          >
            {lane.name}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** The position of the row above, unless that is folded. */
function positionBefore(rows: readonly RunRow[], i: number): number | undefined {
  const above = rows[i - 1]
  return above !== undefined && above.from === above.to ? above.from : undefined
}

interface FoldedProps extends TableProps {
  readonly row: RunRow
  readonly open: () => void
}

/** Steps that the story does not tell of, in one row until they are asked for. */
function FoldedRow({ timeline, lanes, slots, row: { from, to }, open }: FoldedProps) {
  const steps = Array.from({ length: to - from + 1 }, (_, i) => timeline.step(from + i)).filter(
    step => step !== undefined,
  )
  const first = Math.max(1, from)
  const rounds = roundsOf(timeline.witness)
  const labels = [...new Set(steps.map(({ step }) => harmless(step)))]
  return (
    <tr class="folded" data-position={from} data-to={to}>
      <td class="number" />
      <td colSpan={spanOf(lanes)} style={gutterOf(slots[0])}>
        <button type="button" onClick={open} title={labels.join(', ')}>
          <span aria-hidden="true">⋯</span> {first === to ? `step ${to}` : `steps ${first} to ${to}`}
          <span class="from">{` ${count(steps.length, 'step')} folded`}</span>
          {rounds !== undefined && from <= rounds.from + 1 && rounds.to <= to ? (
            <span class="rounds">{textOf(roundsSentence(rounds))}</span>
          ) : null}
        </button>
      </td>
    </tr>
  )
}
