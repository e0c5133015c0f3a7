import { count } from '../../report/text/count.ts'
import type { Timeline } from '../timeline.ts'
import type { RowArrow } from './rows.ts'

interface Props {
  readonly timeline: Timeline
  readonly idle: readonly string[]
  /** The arrows that are drawn. */
  readonly arrows: readonly RowArrow[]
}

/** The meaning of the signs that occur, and the movers without a lane. */
export function Legend({ timeline, idle, arrows }: Props) {
  const { witness, end } = timeline
  const positions = Array.from({ length: end - 1 }, (_, i) => i + 1)
  const isAside = positions.some(position => !timeline.isCausal(position))
  const has = (...kinds: readonly RowArrow['kind'][]): boolean => arrows.some(({ kind }) => kinds.includes(kind))
  return (
    <div class="legend">
      <p>
        {witness.slice === undefined ? null : (
          <>
            <span class="sample causal" /> on the causal chain{' '}
          </>
        )}
        {isAside ? (
          <>
            {' '}
            <span class="sample aside" /> not on it{' '}
          </>
        ) : null}
        {positions.some(position => timeline.isSkipped(position)) ? (
          <>
            <span class="sample skipped" /> skipped: it did nothing here{' '}
          </>
        ) : null}
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
        {has('story') ? (
          <>
            <span class="story-sign">→</span> what one step left for another{' '}
          </>
        ) : null}
        {has('early') ? (
          <>
            <span class="story-sign">⇢</span> from a look to the later change that made it outdated{' '}
          </>
        ) : null}
        {has('foreign', 'own') ? (
          <>
            <span class="from">→</span> where the selected step's values come from
          </>
        ) : null}
      </p>
      {idle.length === 0 ? null : (
        <details>
          <summary>{`${count(idle.length, 'other')} without a step in this run`}</summary>
          <p>{idle.join(', ')}</p>
        </details>
      )}
    </div>
  )
}
