import type { Timeline } from '../../ui/timeline.ts'

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly previous: () => void
  readonly next: () => void
  readonly isOnlyCausal: boolean
  readonly setOnlyCausal: (isOnly: boolean) => void
  readonly isFolded: boolean
  readonly setFolded: (isFolded: boolean) => void
  readonly showHelp: () => void
}

export function Toolbar(props: Props) {
  const { timeline, position, isOnlyCausal, isFolded } = props
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
            id="only-causal"
            type="checkbox"
            checked={isOnlyCausal}
            onChange={event => props.setOnlyCausal(event.currentTarget.checked)}
          />{' '}
          only the causal chain
        </label>
      )}
      {timeline.isExplained ? (
        <label>
          <input
            id="only-story"
            type="checkbox"
            checked={isFolded}
            onChange={event => props.setFolded(event.currentTarget.checked)}
          />{' '}
          fold what the story leaves out
        </label>
      ) : null}
      <button type="button" class="help" onClick={props.showHelp}>
        Keys <kbd>?</kbd>
      </button>
    </div>
  )
}
