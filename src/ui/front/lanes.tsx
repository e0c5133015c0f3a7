import { cloneElement } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { textOf } from '../../report/run/plot/words.ts'
import { roundsOf, roundsSentence } from '../../report/run/rounds.ts'
import { lastStepNote } from '../../report/run/story.ts'
import { count } from '../../report/text/count.ts'
import { firstFew } from '../../report/text/first-few.ts'
import { showLabel } from '../../report/text/show-step.ts'
import { harmless, showName } from '../../report/text/value.ts'
import { leadsBack, moverName, type Witness, type WitnessStep } from '../../witness/witness.ts'
import { depthsOf } from '../depths-of.ts'
import { notesOf } from '../explanation.ts'
import { laneClass, lanesShown, type ShownLane } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'
import { Legend } from './legend.tsx'
import { barWidth, Overlay } from './overlay.tsx'
import {
  arrowsOf,
  barsOn,
  blockedIn,
  isFree,
  positionsShown,
  type RowArrow,
  type RunRow,
  rowsOf,
  slotsOf,
  storyArrowsOf,
} from './rows.ts'
import { useFollowing, useMeasures } from './use-following.ts'
import { fragmentOf } from './use-position.ts'
import { Waiting } from './waiting.tsx'

const changeLimit = 60
/** Changes that the box of a step shows; the pane beside the lanes has all. */
const maxChanges = 2
/** Those who wait at the end that are named below the lanes. */
const maxStuck = 3

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly isOnlyCausal: boolean
  /** Whether steps that the story does not tell of are folded. Default: no. */
  readonly isFolded?: boolean
  /** What the last row says in place of what the run shows of its claim: it shows nothing of it. */
  readonly ending?: string | undefined
}

/** The table of the lanes, as all its parts need it. */
interface TableProps {
  readonly timeline: Timeline
  readonly lanes: readonly ShownLane[]
  /** The bars side by side in each lane. */
  readonly slots: readonly number[]
  /** The room right of the boxes of each lane, for arrows that stay in it. */
  readonly sides: readonly number[]
  readonly ending: string | undefined
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

/** The columns that a row across all lanes takes; one where nobody has moved. */
function spanOf(lanes: readonly ShownLane[]): number {
  return Math.max(1, lanes.length)
}

/** Room for the bars of a lane, left of its boxes, and for arrows that stay in it, on the right. */
function gutterOf(slots = 0, side = 0): { readonly paddingLeft: string; readonly paddingRight?: string } {
  return { paddingLeft: `${12 + slots * barWidth}px`, ...(side > 0 && { paddingRight: `${12 + side}px` }) }
}

/** Wider for each arrow of the story that encloses others. */
const sideWidth = 9

function sidesOf(
  arrows: readonly RowArrow[],
  lanes: readonly ShownLane[],
  laneAt: (position: number) => number,
): readonly number[] {
  const depths = [...depthsOf(arrows, laneAt)]
  return lanes.map((_, lane) => {
    const own = depths.flatMap(([{ from }, depth]) => (laneAt(from) === lane ? [depth] : []))
    return sideWidth * Math.max(0, ...own)
  })
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

interface RowProps extends TableProps {
  readonly position: number
  readonly isSelected: boolean
  /** The position of the row above, unless that is folded. */
  readonly before: number | undefined
  /** What the step did in the story. */
  readonly note: string | undefined
}

function StepRow(props: RowProps) {
  const { timeline, position, lanes, slots, isSelected, ending } = props
  const step = timeline.step(position)
  const isLast = position === timeline.end - 1
  const look = [
    timeline.isCausal(position) ? '' : 'idle',
    timeline.isSkipped(position) ? 'skipped' : '',
    isSelected ? 'selected' : '',
    timeline.isInStory(position) ? 'told' : '',
    isLast && ending === undefined && isGuilty(timeline) ? `last ${timeline.witness.claim.verdict}` : '',
    position === timeline.end ? claimLook(timeline, ending) : '',
    timeline.isInLoop(position) ? 'round' : '',
  ]
  return (
    <>
      {timeline.loopStart === position ? <LoopRow {...props} /> : null}
      {position === timeline.end ? <StuckRow {...props} /> : null}
      <tr class={look.filter(Boolean).join(' ')} data-position={position}>
        {step === undefined ? (
          <>
            <td class="number" />
            <td colSpan={spanOf(lanes)} style={gutterOf(slots[0])}>
              <RowLink {...props}>{position === 0 ? 'the initial state' : (ending ?? claimRow(timeline))}</RowLink>
            </td>
          </>
        ) : (
          <StepCells {...props} step={step} />
        )}
      </tr>
    </>
  )
}

function claimLook({ witness }: Timeline, ending: string | undefined): string {
  return ending === undefined ? `claim ${witness.claim.verdict}` : 'claim'
}

/** Whether the last step itself breaks or reaches something; not where a run comes to a standstill, or goes on forever. */
function isGuilty({ witness: { claim } }: Timeline): boolean {
  return claim.kind !== 'deadlock' && claim.kind !== 'temporal'
}

/** Where the steps begin that repeat forever; a bracket beside them leads to the row that goes back. */
function LoopRow({ timeline, lanes, slots, position }: RowProps) {
  const last = timeline.end - 1
  const steps = position === last ? `step ${last} repeats` : `steps ${position} to ${last} repeat`
  return (
    <tr class="round begins">
      <td class="number" />
      <td colSpan={spanOf(lanes)} style={gutterOf(slots[0])}>
        the loop begins here: {steps} forever
      </td>
    </tr>
  )
}

/** What each instance waits for at the end of a run into a deadlock. */
function StuckRow({ timeline, position, lanes, slots, sides }: RowProps) {
  if (timeline.witness.waiting === undefined || leadsBack(timeline.witness)) return null
  return (
    <tr class="stuck" data-position={position}>
      <td class="number" />
      {lanes.map((lane, i) => (
        <td key={lane.name} class="lane" style={gutterOf(slots[i], sides[i])}>
          <Waiting timeline={timeline} blocked={blockedIn(timeline, lane, position)} isOpen />
        </td>
      ))}
    </tr>
  )
}

/** `claim broken at step 14: at most one is inside`; of what else is wrong, what the last step says. */
function claimRow({ witness, end }: Timeline): string {
  const { kind, name } = witness.claim
  if (kind === 'temporal' || kind === 'deadlock') return endOf(witness)
  const isState = kind === 'invariant' || kind === 'transition'
  const note = isState && end > 1 ? `claim broken at step ${end - 1}` : lastStepNote(witness)
  return kind === 'assertion' || kind === 'error' ? note : `${note}: ${showName(name)}`
}

/** What a run comes to that goes on forever, or nowhere: `reader 0 waits in down_read, forever`. */
function endOf(witness: Witness): string {
  const { me, waiting = [] } = witness
  const stuck = waiting.filter(one => one.rests !== true)
  const own = stuck.find(one => one.process === me?.process && one.instance === me.instance)
  const shown = own === undefined ? firstFew(stuck, maxStuck) : [own]
  const waits = shown.map(one => `${harmless(moverName(one))} waits in ${showName(one.step)}`)
  const more = own === undefined && stuck.length > shown.length ? [`${stuck.length - shown.length} more wait`] : []
  if (leadsBack(witness)) return [...(own === undefined ? [] : waits), lastStepNote(witness)].join('; ')
  return waits.length === 0 ? lastStepNote(witness) : `${[...waits, ...more].join(', ')}, forever`
}

function StepCells(props: RowProps & { readonly step: WitnessStep }) {
  const { timeline, position, lanes, slots, sides, step } = props
  return (
    <>
      <th scope="row" class="number">
        {position}
      </th>
      {lanes.map((lane, i) =>
        lane.index === timeline.laneOf(position) ? (
          <td
            key={lane.name}
            class={`lane taken ${laneClass(timeline, lane.index)}`}
            style={gutterOf(slots[i], sides[i])}
          >
            <div class="box">
              <RowLink {...props}>{showLabel(step)}</RowLink>
              <Did {...props} />
            </div>
          </td>
        ) : (
          <td key={lane.name} class="lane" style={gutterOf(slots[i], sides[i])}>
            <Waiting timeline={timeline} {...waitIn(props, lane)} />
          </td>
        ),
      )}
    </>
  )
}

/** The wait of a lane, and whether the row above shows it, too. */
function waitIn({ timeline, position, before }: RowProps, lane: ShownLane) {
  const blocked = blockedIn(timeline, lane, position)
  const above = before === undefined ? undefined : blockedIn(timeline, lane, before)
  return { blocked, isContinued: blocked !== undefined && above?.step === blocked.step }
}

/** What the step did in the story, and what it changed. */
function Did({ timeline, position, note }: RowProps) {
  const changes = timeline.changesAt(position, changeLimit)
  const shown = firstFew(changes, maxChanges)
  const more = changes.length - shown.length
  return (
    <>
      {timeline.isSkipped(position) ? <span class="did note">skipped: it did nothing here</span> : null}
      {timeline.hasChangedNothing(position) ? <span class="did note">it changed nothing here</span> : null}
      {note === undefined ? null : (
        <strong class="did note">
          <Breakable text={note} />
        </strong>
      )}
      {note !== undefined || changes.length === 0 ? null : (
        <span class="did">
          <Breakable text={shown.join(', ')} />
          {more > 0 ? `, and ${more} more` : ''}
        </span>
      )}
    </>
  )
}

/** A text whose long names break between their parts, where they have to. */
function Breakable({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(?<=[._\])])(?=\w)/).map((part, i) => (
        <>
          {i === 0 ? null : <wbr />}
          {part}
        </>
      ))}
    </>
  )
}

/** Only the selected row is a stop of the tab key; the arrow keys move from there. */
function RowLink(props: RowProps & { readonly children: string }) {
  const { timeline, position, isSelected, children } = props
  return (
    <a
      href={fragmentOf(position, timeline.end)}
      tabIndex={isSelected ? 0 : -1}
      aria-current={isSelected ? 'step' : undefined}
      title={children}
    >
      <Breakable text={children} />
      {timeline.isCausal(position) ? null : <span class="unseen"> (not on the causal chain)</span>}
    </a>
  )
}
