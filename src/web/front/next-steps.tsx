import { showPath } from '../../base/plain.ts'
import { castOf, isPlayedBy } from '../../report/run/cast.ts'
import { showLabel } from '../../report/text/show-step.ts'
import { harmless, shorten, showValue } from '../../report/text/value.ts'
import type { CellSelection } from '../../ui/front/cell-button.tsx'
import { Reads } from '../../ui/front/reads.tsx'
import { laneClass } from '../../ui/lanes-shown.ts'
import type { Timeline } from '../../ui/timeline.ts'
import type { Blocked } from '../../witness/blocked.ts'
import type { Change } from '../../witness/difference.ts'
import type { NextStep } from '../../witness/walk.ts'
import { moverName, type StepTaken } from '../../witness/witness.ts'

/**
 * A step that can be taken at a position. Its changes are known at the end of the walk, and for the step that the walk
 * takes.
 */
export interface Option extends StepTaken {
  readonly changes?: readonly Change[]
  readonly fails?: string
  /** Whether the walk takes it. */
  readonly isTaken: boolean
}

/** The steps that can be taken at a position, in the order of the model, including the one that the walk takes. */
export function optionsAt(timeline: Timeline, position: number, next: readonly NextStep[]): readonly Option[] {
  const { steps, others } = timeline.witness
  if (position >= steps.length) return next.map(step => ({ ...step, isTaken: false }))
  const taken = steps[position]
  const all = (others[position] ?? []).map((step): Option => ({ ...step, isTaken: false }))
  if (taken !== undefined) all.push({ ...taken, isTaken: true })
  const order = castOf(timeline.witness)
  const place = (step: StepTaken) => order.findIndex(player => isPlayedBy(player, step))
  return all.sort((a, b) => place(a) - place(b))
}

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly options: readonly Option[]
  readonly take: (option: Option) => void
  readonly selection: CellSelection
  readonly isDeadlock: boolean
}

/** The steps that can be taken from the selected position, and those that cannot, with the reasons. */
export function NextSteps(props: Props) {
  const { timeline, position, options, isDeadlock } = props
  const isEnd = position >= timeline.witness.steps.length
  const blocked = (timeline.witness.blocked ?? []).filter(({ from, to }) => from <= position && position <= to)
  return (
    <section class="next" aria-labelledby="next-title">
      <h2 id="next-title">{isEnd ? 'Next' : `From step ${position} on`}</h2>
      {isEnd ? null : <p>A step that the walk does not take starts a branch; the walk is kept.</p>}
      {options.length > 0 ? null : (
        <p class={isDeadlock ? 'broken' : ''}>
          {isDeadlock ? 'Deadlock: no step is enabled, and not every process has ended.' : 'No step is enabled.'}
        </p>
      )}
      <ol class="options">
        {options.map((option, i) => (
          <li key={i}>
            <OptionButton {...props} option={option} number={i + 1} />
          </li>
        ))}
      </ol>
      {blocked.length === 0 ? null : (
        <>
          <h3>Can't move</h3>
          <ul class="cannot">
            {blocked.map((stretch, i) => (
              <li key={i}>
                <BlockedStep {...props} stretch={stretch} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function OptionButton({
  timeline,
  option,
  number,
  take,
}: Props & { readonly option: Option; readonly number: number }) {
  const lane = timeline.lanes.findIndex(player => isPlayedBy(player, option))
  return (
    <button
      type="button"
      class={`option ${laneClass(timeline, lane)}`}
      disabled={option.isTaken}
      onClick={() => take(option)}
    >
      {number <= 9 ? <kbd>{number}</kbd> : null} <span class="swatch">{harmless(moverName(option))}</span>{' '}
      <span class="step-name">{showLabel(option)}</span>
      {option.isTaken ? <span class="taken-already"> taken by the walk</span> : null}
      {option.fails === undefined ? null : <span class="broken"> fails: {harmless(option.fails)}</span>}
      <span class="would">{wouldChange(option)}</span>
    </button>
  )
}

const longest = 90

function wouldChange({ changes = [], process, instance }: Option): string {
  const shown = changes.filter(({ path }) => !(path[0] === process && path[1] === instance && path[2] === 'pc'))
  return shown.map(({ path, after }) => `${harmless(showPath(path))} ${effectOn(after)}`).join(', ')
}

function effectOn(after: Change['after']): string {
  return after === undefined ? 'goes away' : `:= ${shorten(showValue(after), longest)}`
}

function BlockedStep({ stretch, timeline, selection }: Props & { readonly stretch: Blocked }) {
  const own = timeline.witness.steps.findIndex(step => moverName(step) === moverName(stretch)) + 1
  return (
    <details>
      <summary>
        {harmless(moverName(stretch))}
        {stretch.process === null ? '' : ` at ${showValue(stretch.step)}`}
      </summary>
      <p>It read:</p>
      <Reads timeline={timeline} position={own} reads={stretch.reads} selection={selection} />
    </details>
  )
}
