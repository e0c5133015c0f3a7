import { cloneElement } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { lastStepNote } from '../../report/run/story.ts'
import { harmless, showName } from '../../report/text/value.ts'
import { stepTitle, type WitnessStep } from '../../witness/witness.ts'
import { notesOf } from '../explanation.ts'
import { laneClass, lanesShown, type ShownLane } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'
import { measuresOf, Overlay, type TableMeasures } from './overlay.tsx'
import { arrowsOf, barsOn, blockedText, positionsShown } from './rows.ts'
import { fragmentOf } from './use-position.ts'

const changeLimit = 60

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly isOnlyCausal: boolean
}

/** The run as lanes: a column for each process instance, a row for each step. */
export function Lanes({ timeline, position, isOnlyCausal }: Props) {
  const { lanes, idle } = useMemo(() => lanesShown(timeline), [timeline])
  const kept = timeline.isCausal(position) ? undefined : position
  const rows = useMemo(() => positionsShown(timeline, isOnlyCausal, kept), [timeline, isOnlyCausal, kept])
  const bars = useMemo(() => barsOn(timeline, lanes, rows), [timeline, lanes, rows])
  const notes = useMemo(() => notesOf(timeline), [timeline])
  // Memoised: a step through a long run renders only two rows again.
  const plainRows = useMemo(
    () =>
      rows.map(row => (
        <Row key={row} timeline={timeline} position={row} lanes={lanes} isSelected={false} note={notes.get(row)} />
      )),
    [timeline, lanes, rows, notes],
  )
  const pane = useRef<HTMLElement>(null)
  const measures = useMeasures(pane)
  useFollowing(pane, position)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="lanes" aria-label="The run, one lane per process" tabIndex={0} ref={pane}>
      <table style={{ '--lanes': lanes.length, '--slots': Math.max(0, ...bars.map(({ slot }) => slot + 1)) }}>
        <thead>
          <tr>
            <th scope="col" class="number">
              <abbr title="step">#</abbr>
            </th>
            {lanes.map(lane => (
              <th key={lane.name} scope="col" class={`lane ${laneClass(timeline, lane.index)}`}>
                {lane.name}
              </th>
            ))}
            <th scope="col" class="summary">
              changed
            </th>
          </tr>
        </thead>
        <tbody>
          {plainRows.map((row, i) => (rows[i] === position ? cloneElement(row, { isSelected: true }) : row))}
        </tbody>
      </table>
      {measures === undefined ? null : (
        <Overlay
          measures={measures}
          bars={bars}
          rows={rows}
          arrows={arrowsOf(timeline, position)}
          laneAt={at => lanes.findIndex(({ index }) => index === timeline.laneOf(at))}
        />
      )}
      {idle.length === 0 ? null : <p class="idle-lanes">Without a step in this run: {idle.join(', ')}</p>}
    </section>
  )
}

/** The positions of rows and columns, measured again whenever the size of the pane changes. */
function useMeasures(pane: { readonly current: HTMLElement | null }): TableMeasures | undefined {
  const [measures, setMeasures] = useState<TableMeasures>()
  useLayoutEffect(() => {
    const table = pane.current?.querySelector('table')
    if (!table) return undefined
    const observer = new ResizeObserver(() => setMeasures(measuresOf(table)))
    observer.observe(table)
    return () => observer.disconnect()
  }, [pane])
  return measures
}

/** Keeps the selected row visible, and focused if a row has the focus. */
function useFollowing(pane: { readonly current: HTMLElement | null }, position: number): void {
  const isFirst = useRef(location.hash === '')
  useLayoutEffect(() => {
    // The page opens at its top, unless the address names a step.
    const isOpening = isFirst.current
    isFirst.current = false
    const link = pane.current?.querySelector<HTMLElement>('a[aria-current]')
    const row = link?.closest('tr')
    if (!pane.current || !link || !row) return
    if (isOpening) {
      pane.current.scrollTop = row.offsetTop - pane.current.clientHeight / 2
      return
    }
    if (row.parentElement?.contains(document.activeElement)) link.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  }, [position])
}

interface RowProps {
  readonly timeline: Timeline
  readonly position: number
  readonly lanes: readonly ShownLane[]
  readonly isSelected: boolean
  /** Its part in the race. */
  readonly note: string | undefined
}

function Row(props: RowProps) {
  const { timeline, position, lanes, isSelected } = props
  const step = timeline.step(position)
  const isLast = position === timeline.end - 1
  const look = [
    timeline.isCausal(position) ? '' : 'idle',
    isSelected ? 'selected' : '',
    isLast ? `last ${timeline.witness.claim.verdict}` : '',
    position === timeline.end ? `claim ${timeline.witness.claim.verdict}` : '',
  ]
  return (
    <tr class={look.filter(Boolean).join(' ')} data-position={position}>
      {step === undefined ? (
        <>
          <td class="number" />
          <td colSpan={lanes.length}>
            <RowLink {...props}>
              {position === 0
                ? 'the initial state'
                : `${lastStepNote(timeline.witness)}: ${showName(timeline.witness.claim.name)}`}
            </RowLink>
          </td>
          <td class="summary" />
        </>
      ) : (
        <StepCells {...props} step={step} />
      )}
    </tr>
  )
}

function StepCells(props: RowProps & { readonly step: WitnessStep }) {
  const { timeline, position, lanes, step, note } = props
  const changes = timeline.changesAt(position, changeLimit).join(', ')
  return (
    <>
      <th scope="row" class="number">
        {position}
      </th>
      {lanes.map(lane =>
        lane.index === timeline.laneOf(position) ? (
          <td key={lane.name} class={`lane taken ${laneClass(timeline, lane.index)}`}>
            <RowLink {...props}>{harmless(stepTitle({ ...step, process: null }))}</RowLink>
          </td>
        ) : (
          <td key={lane.name} class="lane">
            <Waiting text={blockedText(timeline, lane, position)} />
          </td>
        ),
      )}
      <td class="summary" title={changes}>
        {note === undefined ? null : <strong>{note}</strong>} {changes}
      </td>
    </>
  )
}

function Waiting({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <span class="waits" title={text}>
      {text}
    </span>
  )
}

/** Only the selected row is a tab stop; the arrow keys move from there. */
function RowLink(props: RowProps & { readonly children: string }) {
  const { timeline, position, isSelected, children } = props
  return (
    <a
      href={fragmentOf(position, timeline.end)}
      tabIndex={isSelected ? 0 : -1}
      aria-current={isSelected ? 'step' : undefined}
      title={children}
    >
      {children}
      {timeline.isCausal(position) ? null : <span class="unseen"> (not on the causal chain)</span>}
    </a>
  )
}
