import { useEffect, useRef } from 'preact/hooks'
import { decisiveStep } from '../../report/run/decisive-step.ts'
import { showLabel } from '../../report/text/show-step.ts'
import { harmless } from '../../report/text/value.ts'
import { endingShown } from '../../ui/explanation.ts'
import type { CellSelection } from '../../ui/front/cell-button.tsx'
import { type CellFilter, Cells } from '../../ui/front/cells.tsx'
import { History } from '../../ui/front/history.tsx'
import { Reads } from '../../ui/front/reads.tsx'
import { Source } from '../../ui/front/source.tsx'
import { fragmentOf } from '../../ui/front/use-position.ts'
import { laneClass } from '../../ui/lanes-shown.ts'
import type { Timeline } from '../../ui/timeline.ts'
import { moverName, type WitnessStep } from '../../witness/witness.ts'
import { Choices } from './choices.tsx'

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly selection: CellSelection
  readonly filter: CellFilter
  readonly setFilter: (filter: CellFilter) => void
}

/**
 * The details of one position: what the step read and changed, which other steps were enabled, and which step wrote the
 * selected cell.
 */
export function Detail(props: Props) {
  const { timeline, position, selection } = props
  const reads = timeline.readsAt(position)
  const isStep = timeline.step(position) !== undefined
  const isEnd = position === timeline.end
  const isBeside = position === timeline.end - 1
  const isViolation = timeline.roleOf(position) === 'violation'
  const pane = useRef<HTMLElement>(null)
  useEffect(() => {
    if (pane.current !== null) pane.current.scrollTop = 0
  }, [position, selection.cell])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section class="detail" aria-label="The selected step" tabIndex={0} ref={pane}>
      <Title {...props} />
      {selection.cell === undefined ? null : (
        <History
          timeline={timeline}
          position={position}
          cell={selection.cell}
          close={() => selection.select(undefined)}
        />
      )}
      {isBeside && !isViolation ? <DecisiveSource timeline={timeline} /> : null}
      <Source timeline={timeline} runs={timeline.sourceAt(position)} step={timeline.step(position)} />
      {isBeside && isViolation ? <DecisiveSource timeline={timeline} /> : null}
      {reads.length === 0 ? null : (
        <section aria-labelledby="reads-title">
          <h3 id="reads-title">{isEnd ? 'What the claim read' : 'What it read'}</h3>
          <Reads timeline={timeline} position={position} reads={reads} selection={selection} />
        </section>
      )}
      <Cells {...props} />
      {isStep || isEnd ? <Choices {...props} /> : null}
    </section>
  )
}

/**
 * Beside the last step, which a page shows first, the source of the one that came to it: before its own, unless it is the last step
 * that does what must not be done.
 */
function DecisiveSource({ timeline }: Pick<Props, 'timeline'>) {
  const decisive = decisiveStep(timeline.witness)
  if (decisive === undefined) return null
  const position = decisive.step + 1
  const step = timeline.step(position)
  if (step === undefined) return null
  const title = (
    <>
      {decisive.isSealing ? "From where it can't be avoided" : 'Where it was decided'}:{' '}
      <a href={fragmentOf(position, timeline.end)}>step {position}</a>, {showLabel(step)}
    </>
  )
  return (
    <Source timeline={timeline} runs={timeline.sourceAt(position)} step={step} title={title} name="decisive-source" />
  )
}

function Title(props: Props) {
  const { timeline, position } = props
  const step = timeline.step(position)
  if (step !== undefined) return <StepTitle {...props} step={step} />
  if (position === 0) return <h2>The initial state</h2>
  return (
    <>
      <h2>{harmless(timeline.witness.claim.name)}</h2>
      {endingShown(timeline.witness).map(line => (
        <p key={line}>{line}</p>
      ))}
    </>
  )
}

function StepTitle({ timeline, position, step }: Props & { readonly step: WitnessStep }) {
  return (
    <>
      <h2>
        <span class="number">
          Step {position} of {timeline.end - 1}
        </span>{' '}
        {showLabel(step)}
      </h2>
      <p class="by">
        <span class={`swatch ${laneClass(timeline, timeline.laneOf(position))}`}>{harmless(moverName(step))}</span>{' '}
        <Role timeline={timeline} position={position} />
      </p>
      {position === timeline.end - 1
        ? endingShown(timeline.witness).map(line => (
            <p key={line} class="broken">
              {line}
            </p>
          ))
        : null}
    </>
  )
}

function Role({ timeline, position }: { readonly timeline: Timeline; readonly position: number }) {
  switch (timeline.roleOf(position)) {
    case 'violation':
      return <>With this step the claim is broken.</>
    case 'value':
      return <ReadBy timeline={timeline} position={position} />
    case 'decision':
      return <>On the causal chain: had it read something else, its process would have gone elsewhere or waited.</>
    case 'named':
      return <>Not on the causal chain, but named by the explanation above.</>
    case 'none':
      return <>Not on the causal chain.</>
    case 'unknown':
      return null
  }
}

/** The relevant steps that read what the step wrote. */
function ReadBy({ timeline, position }: { readonly timeline: Timeline; readonly position: number }) {
  const { end } = timeline
  const readers = Array.from({ length: end - position }, (_, i) => position + 1 + i).filter(
    reader => timeline.isCausal(reader) && timeline.readsAt(reader).some(({ writer }) => writer === position - 1),
  )
  return (
    <>
      On the causal chain: what it wrote was read by{' '}
      {readers.map((reader, i) => (
        <>
          {i === 0 ? '' : ', '}
          <a href={fragmentOf(reader, end)}>{reader === end ? 'the claim' : `step ${reader}`}</a>
        </>
      ))}
      .
    </>
  )
}
