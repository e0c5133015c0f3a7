import { useMemo } from 'preact/hooks'
import { laneClass } from '../lanes-shown.ts'
import type { Timeline } from '../timeline.ts'

/** Runs that are shorter are seen whole anyway. */
const fewestSteps = 60
const height = 24

interface Props {
  readonly timeline: Timeline
  readonly position: number
  readonly go: (position: number) => void
}

/** Steps of one mover without another's in between. */
interface MoverTurn {
  readonly from: number
  readonly to: number
  readonly lane: number
}

/** A long run at a glance: who moves when, the steps of the story, and where the reader is; a click goes there. */
export function Overview({ timeline, position, go }: Props) {
  const stretches = useMemo(() => turnsOf(timeline), [timeline])
  const { end, lanes } = timeline
  if (end < fewestSteps) return null
  const inStory = Array.from({ length: end - 1 }, (_, i) => i + 1).filter(at => timeline.isInStory(at))
  const row = height / lanes.length
  return (
    // The keys for walking do the same, and are listed.
    <svg
      class="overview"
      viewBox={`0 0 ${end} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      onClick={event => {
        const { left, width } = event.currentTarget.getBoundingClientRect()
        go(Math.round(((event.clientX - left) / width) * end))
      }}
    >
      {stretches.map(({ from, to, lane }) => (
        <rect
          key={from}
          class={`moves ${laneClass(timeline, lane)}`}
          x={from}
          y={Math.max(0, lane) * row}
          width={to - from + 1}
          height={row}
        />
      ))}
      {inStory.map(at => (
        <rect key={`story-${at}`} class="of-story" x={at} y={0} width={Math.max(1, end / 700)} height={height} />
      ))}
      <rect class="here" x={position - end / 300} y={0} width={end / 150} height={height} />
    </svg>
  )
}

function turnsOf(timeline: Timeline): MoverTurn[] {
  const found: MoverTurn[] = []
  for (let at = 1; at < timeline.end; at++) {
    const lane = timeline.laneOf(at)
    const last = found.at(-1)
    if (last?.lane === lane) found[found.length - 1] = { ...last, to: at }
    else found.push({ from: at, to: at, lane })
  }
  return found
}
