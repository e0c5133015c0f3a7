import type { Timeline } from '../../ui/timeline.ts'

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly previous: () => void
  readonly next: () => void
  readonly isOnlyWhatMatters: boolean
  readonly setOnlyWhatMatters: (isOnly: boolean) => void
  readonly showHelp: () => void
}

export function Toolbar(props: Props) {
  const { timeline, position, isOnlyWhatMatters } = props
  return (
    <div class="toolbar" role="toolbar" aria-label="Walking through the run">
      <button type="button" onClick={props.previous} disabled={position === 0}>
        <span aria-hidden="true">↑</span> Back
      </button>
      <button type="button" onClick={props.next} disabled={position === timeline.end}>
        <span aria-hidden="true">↓</span> Next
      </button>
      {timeline.witness.slice === undefined ? null : (
        <label>
          <input
            id="only-what-matters"
            type="checkbox"
            checked={isOnlyWhatMatters}
            onChange={event => props.setOnlyWhatMatters(event.currentTarget.checked)}
          />{' '}
          only steps that matter
        </label>
      )}
      <button type="button" class="help" onClick={props.showHelp}>
        Keys <kbd>?</kbd>
      </button>
    </div>
  )
}
