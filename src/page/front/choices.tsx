import { waitsFor } from '../../report/run/awaited.ts'
import { showStep } from '../../report/text/show-step.ts'
import { harmless, showValue } from '../../report/text/value.ts'
import type { CellSelection } from '../../ui/front/cell-button.tsx'
import { Reads } from '../../ui/front/reads.tsx'
import type { Timeline } from '../../ui/timeline.ts'
import type { Blocked } from '../../witness/blocked.ts'
import { moverName, type OtherStep } from '../../witness/witness.ts'

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly selection: CellSelection
}

/** The movers that could have moved instead of a step, and those that could not, with the reasons. */
export function Choices(props: Props) {
  const { timeline, position } = props
  const others = timeline.othersAt(position)
  const blocked = timeline.blockedAt(position)
  const done = timeline.doneAt(position)
  const isEnd = position === timeline.end
  return (
    <section aria-labelledby="choices-title">
      <h3 id="choices-title">{isEnd ? 'What could follow' : 'Other choices here'}</h3>
      {others.length === 0 ? <p>No {isEnd ? '' : 'other '}step was possible here.</p> : null}
      <ul class="others">
        {others.map((other, i) => (
          <li key={i}>
            <span class="enabled">possible</span> {showStep(other)}
            <Away other={other} isEnd={isEnd} timeline={timeline} />
          </li>
        ))}
        {blocked.map((stretch, i) => (
          <BlockedItem key={`blocked-${i}`} {...props} stretch={stretch} />
        ))}
        {done.map(({ name }) => (
          <li key={name}>
            <span class="ended">ended</span> {name}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Away(props: { readonly other: OtherStep; readonly isEnd: boolean; readonly timeline: Timeline }) {
  const { other, isEnd, timeline } = props
  if (other.away === undefined || isEnd) return null
  const goal = timeline.witness.claim.verdict === 'violated' ? 'the violation' : 'the goal'
  return <span class="from">{whereTo(other, goal)}</span>
}

/** As far as the fate of the state is known that a step leads to. */
function whereTo({ away, fate }: OtherStep, goal: string): string {
  if (away !== true) return `leads to ${goal} just as fast`
  if (fate === 'safe') return `avoids ${goal} for good`
  if (fate === 'endangered') return `avoids ${goal} for now`
  return fate === undefined ? `leads elsewhere, or to ${goal} in more steps` : `leads to ${goal} in more steps`
}

/** A step waits for the last cell that it read before it blocked. */
function BlockedItem(props: Props & { readonly stretch: Blocked }) {
  const { stretch, timeline, selection } = props
  const awaited = waitsFor(timeline.witness, stretch).slice(-1)
  const before = stretch.reads.filter(read => !awaited.includes(read))
  // From the mover's own point of view: values written by others are emphasised.
  const own = timeline.witness.steps.findIndex(step => moverName(step) === moverName(stretch)) + 1
  return (
    <li class="blocked">
      <span class="disabled">blocked</span> {harmless(moverName(stretch))}
      {stretch.process === null ? '' : ` at ${showValue(stretch.step)}`}
      {awaited.length === 0 ? null : (
        <>
          <p> because it read</p>
          <Reads timeline={timeline} position={own} reads={awaited} selection={selection} />
        </>
      )}
      {before.length === 0 ? null : (
        <details>
          <summary>
            {before.length === 1 ? 'one other cell' : `${before.length} other cells`} that it looked at before that one
          </summary>
          <Reads timeline={timeline} position={own} reads={before} selection={selection} />
        </details>
      )}
    </li>
  )
}
