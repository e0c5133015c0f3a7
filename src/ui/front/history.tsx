import { type Path, showPath } from '../../base/plain.ts'
import { harmless, missing, shorten, showValue } from '../../report/text/value.ts'
import type { Timeline } from '../timeline.ts'
import { StepLink } from './step-link.tsx'

const valueLimit = 200

/** The writers of a cell: the step that gave it its current value, and all its values in the run. */
export function History(props: {
  readonly timeline: Timeline
  readonly position: number
  readonly cell: Path
  readonly close: () => void
}) {
  const { timeline, position, cell, close } = props
  const history = timeline.historyOf(cell)
  const here = timeline.writerAt(cell, position)
  return (
    <section class="history" aria-labelledby="history-title">
      <h3 id="history-title">
        Who wrote <code>{harmless(showPath(cell))}</code>?
      </h3>
      <button type="button" class="close" onClick={close}>
        Close
      </button>
      <ol>
        {history.map(({ position: at, value }) => (
          <li key={at} class={at === here ? 'here' : ''}>
            <code>{value === undefined ? missing : shorten(showValue(value), valueLimit)}</code>{' '}
            {at === 0 ? 'at ' : 'by '}
            <StepLink timeline={timeline} position={at} />
            {at === here ? <strong> (the value here)</strong> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
