import { firstFew } from '../../report/text/first-few.ts'
import { showLabel } from '../../report/text/show-step.ts'
import { leadsBack, type WitnessStep } from '../../witness/witness.ts'
import { laneClass, type ShownLane } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'
import { claimLook, claimRow, isGuilty } from './claim-row.ts'
import { gutterOf, spanOf } from './lane-widths.ts'
import { blockedIn } from './rows.ts'
import { fragmentOf } from './use-position.ts'
import { Waiting } from './waiting.tsx'

const changeLimit = 60
/** Changes that the box of a step shows; the pane beside the lanes has all. */
const maxChanges = 2

/** The table of the lanes, as all its parts need it. */
export interface TableProps {
  readonly timeline: Timeline
  readonly lanes: readonly ShownLane[]
  /** The bars side by side in each lane. */
  readonly slots: readonly number[]
  /** The room right of the boxes of each lane, for arrows that stay in it. */
  readonly sides: readonly number[]
  readonly ending: string | undefined
}

interface RowProps extends TableProps {
  readonly position: number
  readonly isSelected: boolean
  /** The position of the row above, unless that is folded. */
  readonly before: number | undefined
  /** What the step did in the story. */
  readonly note: string | undefined
}

/** The row of a step or of an end of the run, with those that belong above it. */
export function StepRow(props: RowProps) {
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
      {timeline.hasChangedNothing(position) && note === undefined ? (
        <span class="did note">it changed nothing here</span>
      ) : null}
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
