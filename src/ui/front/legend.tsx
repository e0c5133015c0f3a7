import type { Timeline } from '../timeline.ts'

interface Props {
  readonly timeline: Timeline
  readonly idle: readonly string[]
}

/** The meaning of the signs that occur, and the movers without a lane. */
export function Legend({ timeline, idle }: Props) {
  const { witness, end } = timeline
  const positions = Array.from({ length: end - 1 }, (_, i) => i + 1)
  const isAside = positions.some(position => !timeline.isCausal(position))
  return (
    <div class="legend">
      <p>
        <span class="sample causal" /> on the causal chain
        {isAside ? (
          <>
            {' '}
            <span class="sample aside" /> not on it
          </>
        ) : null}{' '}
        {(witness.blocked ?? []).length === 0 ? null : (
          <>
            <span class="sample hatch" /> cannot move{' '}
          </>
        )}
        {(witness.spans ?? []).length === 0 ? null : (
          <>
            <span class="sample bar-sample" /> is in a phase{' '}
          </>
        )}
        <span class="story-sign">→</span> of the story; dashed: from a look to the write that came too late{' '}
        <span class="from">→</span> where the selected step's values come from
      </p>
      {idle.length === 0 ? null : (
        <details>
          <summary>{`${idle.length} without a step in this run`}</summary>
          <p>{idle.join(', ')}</p>
        </details>
      )}
    </div>
  )
}
